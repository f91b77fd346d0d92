"""The command line: exit statuses, JSON alone on stdout, one line for every error."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index import folders
from ui import cli, process, workspace
from ui.settings import describe
from ui.sureness import WORDS

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
QUESTION = "ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟"
ABSENT = "ما عدد سكان البرازيل؟"


@dataclass
class Run:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Isnad = Callable[..., Run]


@pytest.fixture
def isnad(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Isnad:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        status = cli.main([str(argument) for argument in arguments])
        return Run(status, *capsys.readouterr())

    return run


def fails(run: Run, *words: str) -> None:
    """It failed with one clear line, and nothing on stdout."""
    assert run.status == 1, run
    assert run.out == ""
    assert len(run.err.strip().splitlines()) == 1, run.err
    assert all(word in run.err for word in words), run.err


def spawn(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "ui", *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen(command, cwd=ROOT, text=True, encoding="utf-8", **streams)


# ask


def test_ask_prints_the_answer_object_and_nothing_else(isnad: Isnad, seeded: Path) -> None:
    run = isnad("ask", QUESTION, "--json", "--data", seeded)
    assert (run.status, run.err) == (0, "")
    assert [*run.json] == [
        "id", "question", "language", "answered", "confidence", "text", "statements",
        "citations", "agreement", "nearest", "answerer", "short",
    ]  # fmt: skip
    assert run.json["answered"]
    for citation in run.json["citations"]:
        text = (SEEDS / citation["source"]).read_bytes().decode()
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_ask_for_people_is_plain_in_a_pipe(isnad: Isnad, seeded: Path) -> None:
    answer = isnad("ask", QUESTION, "--json", "--data", seeded).json
    run = isnad("ask", QUESTION, "--data", seeded)
    assert run.status == 0
    assert not set(run.out) & set("\x1b\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e")
    for statement in answer["statements"]:
        markers = "".join(f"[{number}]" for number in statement["citations"])
        assert f"{statement['text']} {markers}\n" in run.out
    for citation in answer["citations"]:
        place = f"[{citation['id']}] {citation['source']}، الجملة {citation['sentence']}"
        assert f"{place}\n    {citation['quote']}\n" in run.out
    assert any(said["ar"] in run.out for said in WORDS.values())


def test_a_refusal_is_an_answer(isnad: Isnad, seeded: Path) -> None:
    run = isnad("ask", ABSENT, "--data", seeded)
    assert run.status == 0
    assert "أقرب الجمل" in run.out
    english = isnad("ask", "What is the population of Brazil?", "--data", seeded, "--json").json
    assert english["language"] == "en"
    assert not english["answered"]
    assert english["citations"] == []


def test_a_new_data_folder_gets_the_demo_articles(isnad: Isnad, tmp_path: Path) -> None:
    run = isnad("ask", QUESTION, "--json", "--data", tmp_path / "new")
    assert run.status == 0
    assert run.json["answered"]
    assert "demo articles" in run.err
    assert isnad("ask", QUESTION, "--json", "--data", tmp_path / "new").err == ""


def test_removing_the_last_source_does_not_bring_the_demo_back(isnad: Isnad, data: Path) -> None:
    for path in SEEDS.glob("*.txt"):
        assert isnad("remove", path.name, "--data", data).status == 0
    assert isnad("sources", "--json", "--data", data).json == {"sources": []}
    run = isnad("ask", QUESTION, "--json", "--data", data)
    assert run.status == 0
    assert not run.json["answered"]


@pytest.mark.parametrize(
    "history",
    [
        ["ما الهجوم الذي وقع مساء الثلاثاء؟"],
        [{"role": "user", "content": "ما الهجوم الذي وقع مساء الثلاثاء؟"},
         {"role": "assistant", "content": "هجوم على قاعدة."}],
    ],
)  # fmt: skip
def test_history_completes_a_question(
    isnad: Isnad, seeded: Path, tmp_path: Path, history: list[Any]
) -> None:
    file = tmp_path / "history.json"
    file.write_text(json.dumps(history), "utf-8")
    run = isnad("ask", "وما اسم القاعدة؟", "--history", file, "--json", "--data", seeded)
    assert run.status == 0
    assert "عين الأسد" in run.json["citations"][0]["quote"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{}", "not a list"),
        ("[", "not JSON"),
        ("[1]", "turn 1"),
        ('["a", {"role": "user"}]', "turn 2"),
        ('[{"role": "system", "content": "x"}]', "user or assistant"),
        pytest.param("[" * 100_000, "not JSON", id="deep"),
        pytest.param(json.dumps(["س"] * 21), "20 is the limit", id="long"),
    ],
)
def test_a_malformed_history_is_said(
    isnad: Isnad, seeded: Path, tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "history.json"
    file.write_text(content, "utf-8")
    fails(isnad("ask", QUESTION, "--history", file, "--data", seeded), "history.json", words)


def test_a_history_that_is_no_text_is_said(isnad: Isnad, seeded: Path, tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    file.write_bytes(b"\xff\xfe")
    fails(isnad("ask", QUESTION, "--history", file, "--data", seeded), "not UTF-8")
    fails(isnad("ask", QUESTION, "--history", tmp_path / "none", "--data", seeded), "none: No such")


@pytest.mark.parametrize(
    "question",
    ["", "   ", "؟؟", "😀", "س" * 2_001, "a\udcffb"],
    ids=["empty", "blank", "marks", "emoji", "long", "no UTF-8"],
)
def test_a_question_that_can_not_be_asked(isnad: Isnad, seeded: Path, question: str) -> None:
    fails(isnad("ask", question, "--data", seeded))
    fails(isnad("search", question, "--data", seeded))


def test_stop_words_alone_are_refused(isnad: Isnad, seeded: Path) -> None:
    run = isnad("ask", "من في هذا الذي", "--json", "--data", seeded)
    assert run.status == 0
    assert not run.json["answered"]


def test_an_unknown_answerer_is_said(isnad: Isnad, seeded: Path) -> None:
    run = isnad("ask", QUESTION, "--answerer", "oracle", "--data", seeded)
    assert (run.status, run.out) == (2, "")
    assert "'oracle' is none of the answerers, which are: extractive" in run.err
    assert "Traceback" not in run.err


def test_an_unknown_answerer_of_the_environment_is_said(
    isnad: Isnad, seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISNAD_ANSWERER", "oracle")
    monkeypatch.setenv("ISNAD_LLM", "openai:small")
    fails(isnad("ask", QUESTION, "--data", seeded), "ISNAD_ANSWERER", "openai:small, extractive")


# search, sources, remove


def test_search_prints_ranked_sentences(isnad: Isnad, seeded: Path) -> None:
    run = isnad("search", "قاعدة عين الأسد", "-k", 3, "--json", "--data", seeded)
    hits = run.json["hits"]
    assert [*hits[0]] == ["source", "sentence", "start", "end", "quote", "score"]
    assert len(hits) == 3
    assert [hit["score"] for hit in hits] == sorted((h["score"] for h in hits), reverse=True)
    assert "عين الأسد" in hits[0]["quote"]
    plain = isnad("search", "قاعدة عين الأسد", "-k", 3, "--data", seeded)
    assert all(hit["quote"] in plain.out for hit in hits)


def test_sources_lists_what_is_indexed(isnad: Isnad, seeded: Path) -> None:
    names = sorted(path.name for path in SEEDS.glob("*.txt"))
    rows = isnad("sources", "--json", "--data", seeded).json["sources"]
    assert [row["source"] for row in rows] == names
    assert [*rows[0]] == ["source", "sha256", "title", "sentences", "characters", "added"]
    plain = isnad("sources", "--data", seeded)
    assert [line.split("\t")[0] for line in plain.out.splitlines()] == names


def test_remove_of_an_unknown_source_is_said(isnad: Isnad, seeded: Path) -> None:
    fails(isnad("remove", "nope.txt", "--data", seeded), "nope.txt")


# index


def folder(tmp_path: Path, **files: str) -> Path:
    made = tmp_path / "articles"
    made.mkdir(exist_ok=True)
    for name, text in files.items():
        (made / f"{name}.txt").write_text(text, "utf-8")
    return made


def test_index_works_only_on_what_changed(isnad: Isnad, tmp_path: Path) -> None:
    articles = folder(tmp_path, one="وصل الوزير.", two="غادر السفير.", three="بدأ الحوار.")
    data = tmp_path / "data"

    def index() -> str:
        run = isnad("index", articles, "--data", data)
        assert (run.status, run.err) == (0, "")
        return run.out

    assert index() == "3 indexed, 0 unchanged, 0 removed, 0 failed\n"
    assert index() == "0 indexed, 3 unchanged, 0 removed, 0 failed\n"
    folder(tmp_path, two="عاد السفير.")
    (articles / "three.txt").unlink()
    assert index() == "1 indexed, 1 unchanged, 1 removed, 0 failed\n"
    listed = isnad("sources", "--json", "--data", data).json["sources"]
    assert [row["source"] for row in listed] == ["one.txt", "two.txt"]


def test_failures_are_named_and_the_rest_is_indexed(isnad: Isnad, tmp_path: Path) -> None:
    articles = folder(tmp_path, good="وصل الوزير.", empty="")
    (articles / "binary.txt").write_bytes(b"\0\1\2")
    (articles / "latin.txt").write_bytes("café".encode("latin-1"))
    (articles / "page.xyz").write_bytes(b"?")
    run = isnad("index", tmp_path / "missing", articles, "--data", tmp_path / "data")
    assert run.status == 1
    assert run.out == "1 indexed, 0 unchanged, 0 removed, 5 failed\n"
    names = {str(tmp_path / "missing"), "binary.txt", "empty.txt", "latin.txt", "page.xyz"}
    assert {line.split(": ")[1] for line in run.err.splitlines()} == names
    listed = isnad("sources", "--json", "--data", tmp_path / "data").json["sources"]
    assert [row["source"] for row in listed] == ["good.txt"]


def test_a_file_that_broke_is_said_to_be_answered_from_still(isnad: Isnad, tmp_path: Path) -> None:
    articles = folder(tmp_path, one="وصل الوزير.", new="")
    isnad("index", articles, "--data", tmp_path / "data")
    (articles / "one.txt").write_bytes(b"\xff")
    stays = "isnad: one.txt: not UTF-8 (byte 0); save it as UTF-8; its earlier text stays"
    for given in (articles, articles / "one.txt"):
        run = isnad("index", given, "--data", tmp_path / "data")
        assert f"{stays} in the index\n" in run.err
        assert run.err.count("earlier") == 1
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "one.txt").write_bytes(b"\xff")
    assert "earlier" not in isnad("index", tmp_path / "other", "--data", tmp_path / "data").err
    assert isnad("sources", "--json", "--data", tmp_path / "data").json["sources"][0]["sentences"]


def test_what_can_not_be_listed_is_not_taken_for_gone(
    isnad: Isnad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = folder(tmp_path, one="وصل الوزير.")
    isnad("index", articles, "--data", tmp_path / "data")
    monkeypatch.setattr(folders.files, "walk", lambda path, **_: iter(()))
    run = isnad("index", articles, "--data", tmp_path / "data")
    assert run.out == "0 indexed, 0 unchanged, 0 removed, 0 failed\n"


def test_rebuild_needs_no_path(isnad: Isnad, data: Path) -> None:
    before = isnad("search", "قاعدة عين الأسد", "--json", "--data", data).json
    run = isnad("index", "--rebuild", "--data", data)
    assert (run.status, run.err) == (0, "")
    assert isnad("search", "قاعدة عين الأسد", "--json", "--data", data).json == before


# evaluate, verify


def test_evaluate_prints_the_metrics(isnad: Isnad, seeded: Path, tmp_path: Path) -> None:
    gold = [{"source": "002_4a471c741de00122.txt", "contains": "عين الأسد"}]
    asked = {"id": "1", "lang": "ar", "kind": "fact", "question": QUESTION, "gold": gold}
    none = {"id": "2", "lang": "ar", "kind": "none", "question": ABSENT, "gold": []}
    file = tmp_path / "questions.jsonl"
    file.write_text(f"{json.dumps(asked)}\n\n{json.dumps(none)}\n", "utf-8")
    report = isnad("evaluate", file, "--json", "--data", seeded).json
    assert (report["questions"], report["cited@1"], report["refused"]) == (2, 1.0, 1.0)
    assert report["exact"] == 1.0
    run = isnad("evaluate", file, "--data", seeded)
    assert run.status == 0
    assert "cited@1" in run.out
    file.write_text("[]\n", "utf-8")
    fails(isnad("evaluate", file, "--data", seeded), "questions.jsonl", "line 1")


def test_evaluate_takes_squad_files(isnad: Isnad, tmp_path: Path) -> None:
    file = tmp_path / "squad.json"
    context = "وصل الوزير إلى بغداد. غادر السفير عمّان."
    answer = {"text": "عمّان", "answer_start": context.index("عمّان")}
    question = {"id": "q1", "question": "من أين غادر السفير؟", "answers": [answer]}
    paragraph = {"context": context, "qas": [question]}
    file.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}), "utf-8")
    report = isnad("evaluate", file, "--json", "--data", tmp_path / "unused").json
    assert report["questions"] == 1
    assert report["sentences"] == 2
    assert report["sentence@1"] == report["passage@1"] == 1.0
    assert not (tmp_path / "unused").exists()
    assert "sentence@1" in isnad("evaluate", file).out
    fails(isnad("evaluate", file, "--questions", tmp_path / "none.json"), "none.json")
    fails(isnad("evaluate", file, "--whole"), "squad.json", "--whole")


def test_evaluate_takes_articles(isnad: Isnad, tmp_path: Path) -> None:
    file = Path(__file__).parent / "articles.json"
    report = isnad("evaluate", file, "--json", "--data", tmp_path / "unused").json
    assert (report["articles"], report["questions"], report["exact"]) == (2, 7, 1.0)
    assert report["statements"]["false caught"]["statements"] == 2
    assert not (tmp_path / "unused").exists()
    run = isnad("evaluate", file, "--whole")
    for words in ("cited@1", "why person", "mean F1", "false caught: number", "calibration"):
        assert words in run.out
    fails(isnad("evaluate", file, "--questions", file), "articles.json", "--questions")
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": "x"}]', "utf-8")
    fails(isnad("evaluate", broken), "broken.json", "article 1 (x)", "sentences")


def test_verify_checks_the_output_of_ask(isnad: Isnad, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(isnad("ask", QUESTION, "--json", "--data", data).out, "utf-8")
    assert isnad("verify", file, "--data", data).status == 0
    run = isnad("verify", file, "--sources", SEEDS, "--json")
    assert run.status == 0
    assert run.json["exact"]
    file.write_text(file.read_text("utf-8").replace("الأسد", "النمر"), "utf-8")
    run = isnad("verify", file, "--data", data)
    assert (run.status, run.err) == (1, "")
    assert "gone" in run.out
    file.write_text("[]", "utf-8")
    fails(isnad("verify", file, "--data", data), "answer.json", "not an answer")
    fails(isnad("verify", file, "--sources", tmp_path / "none"), "none")


def test_an_answer_is_taken_away_with_its_evidence(
    isnad: Isnad, data: Path, tmp_path: Path
) -> None:
    file, articles = tmp_path / "bundle.json", tmp_path / "articles"
    shown = isnad("ask", QUESTION, "--bundle", file, "--json", "--data", data).json
    bundle = json.loads(file.read_text("utf-8"))
    assert bundle["answer"] == shown
    shutil.copytree(SEEDS, articles)
    run = isnad("verify", file, "--sources", articles, "--json")
    assert (run.status, run.json["exact"]) == (0, True)
    assert isnad("verify", file, "--data", data).status == 0
    source = articles / shown["citations"][0]["source"]
    source.write_text("تصحيح. " + source.read_text("utf-8"), "utf-8")
    run = isnad("verify", file, "--sources", articles)
    assert run.status == 1
    assert "moved" in run.out
    source.unlink()
    run = isnad("verify", file, "--sources", articles)
    assert run.status == 1
    assert "gone" in run.out
    file.write_text(file.read_text("utf-8").replace("الأسد", "النمر"), "utf-8")
    fails(isnad("verify", file, "--sources", articles), "bundle.json", "not as it was made")
    file.write_text(json.dumps(bundle | {"version": 2}), "utf-8")
    fails(isnad("verify", file, "--sources", articles), "bundle.json", "newer Isnad")
    file.write_text('{"type": "isnad-bundle",', "utf-8")
    fails(isnad("verify", file, "--sources", articles), "bundle.json", "not JSON")
    fails(isnad("ask", QUESTION, "--bundle", tmp_path, "--data", data), str(tmp_path))


@pytest.mark.parametrize(
    ("form", "sign"), [("markdown", "[^1]: «"), ("html", "<article"), ("text", "[1] «")]
)
def test_an_answer_is_copied_with_footnotes(isnad: Isnad, data: Path, form: str, sign: str) -> None:
    run = isnad("ask", QUESTION, "--format", form, "--data", data)
    assert run.status == 0
    assert sign in run.out


# usage, settings, help


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["frobnicate"],
        ["ask", "x", "--frobnicate"],
        ["ask", "x", "--format", "pdf"],
        ["ask", "x", "--format", "text", "--json"],
        ["search", "x", "-k", "0"],
        ["search", "x", "-k", "many"],
        ["serve", "--port", "-1"],
        ["index"],
        ["sources", "--data", ""],
    ],
)
def test_wrong_usage_is_2(isnad: Isnad, arguments: list[str]) -> None:
    run = isnad(*arguments)
    assert (run.status, run.out) == (2, "")
    assert "Error" in run.err


def test_a_wrong_variable_is_said(isnad: Isnad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_PORT", "many")
    fails(isnad("sources"), "ISNAD_PORT=many", "whole number")


def test_a_setting_without_effect_is_refused(
    isnad: Isnad, monkeypatch: pytest.MonkeyPatch, seeded: Path
) -> None:
    monkeypatch.setenv("ISNAD_HOST", "0.0.0.0")
    fails(isnad("serve", "--data", seeded), "ISNAD_API_KEYS", "--open")


def test_help_names_every_variable(isnad: Isnad) -> None:
    run = isnad("--help")
    assert run.status == 0
    assert all(setting.variable in run.out for setting in describe())
    for name, command in cli.cli.commands.items():
        out = isnad(name, "--help").out
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert f"ISNAD_{str(parameter.name).upper()}" in out, (name, parameter.name)
        assert "--data" in out


def test_variables_stand_in_for_options(
    isnad: Isnad, seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISNAD_DATA", str(seeded))
    monkeypatch.setenv("ISNAD_JSON", "1")
    monkeypatch.setenv("ISNAD_K", "2")
    assert len(isnad("search", "العراق").json["hits"]) == 2
    assert len(isnad("search", "العراق", "-k", 1).json["hits"]) == 1


def test_version(isnad: Isnad) -> None:
    assert isnad("--version").out.startswith("isnad ")


# what goes wrong around it


def test_a_folder_that_is_not_ours_is_left_alone(isnad: Isnad, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    fails(isnad("ask", QUESTION, "--data", tmp_path), "photo.jpg")
    fails(isnad("index", SEEDS, "--data", tmp_path), "photo.jpg")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_damaged_catalogue_is_said(isnad: Isnad, data: Path) -> None:
    for path in data.glob("catalogue.sqlite*"):
        path.write_bytes(b"not a database" * 1000)
    fails(isnad("ask", QUESTION, "--data", data))
    fails(isnad("sources", "--data", data))


def test_interrupted(isnad: Isnad, monkeypatch: pytest.MonkeyPatch, seeded: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workspace, "open_workspace", interrupt)
    fails(isnad("ask", QUESTION, "--data", seeded), "interrupted")


def test_even_our_own_mistake_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        len("") / 0
    process._hook(caught.type, caught.value, caught.tb)
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "test_cli.py" in err


def test_whoever_stops_reading_sees_no_traceback(seeded: Path) -> None:
    child = spawn("sources", "--json", "--data", str(seeded), stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == ""
    child.stderr.close()
    assert child.wait() == 1


def test_verify_reads_stdin(isnad: Isnad, seeded: Path) -> None:
    answer = isnad("ask", QUESTION, "--json", "--data", seeded).out
    child = spawn("verify", "-", "--sources", str(SEEDS), stdin=subprocess.PIPE)
    out, err = child.communicate(answer)
    assert (child.returncode, err) == (0, "")
    assert "exact" in out


def test_a_closed_stdin_is_said(isnad: Isnad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    fails(isnad("verify", "-"), "stdin: closed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_said(seeded: Path) -> None:
    with Path("/dev/full").open("w") as full:
        child = spawn("ask", QUESTION, "--json", "--data", str(seeded), stdout=full)
        _, err = child.communicate()
    assert child.returncode == 1
    assert err == "isnad: No space left on device\n"


def test_an_odd_locale_changes_nothing(seeded: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "latin-1", "ISNAD_DATA": str(seeded)}
    child = spawn("ask", QUESTION, env=environ)
    out, err = child.communicate()
    assert (child.returncode, err) == (0, "")
    assert "الأسد" in out


def test_articles_can_not_steer_the_terminal(isnad: Isnad, tmp_path: Path) -> None:
    text = "أعلن الوزير\x1b[31m بدء\u202e الحوار في بغداد."
    articles = folder(tmp_path, odd=text)
    data = tmp_path / "data"
    isnad("index", articles, "--data", data)
    assert isnad("search", "الحوار", "--json", "--data", data).json["hits"][0]["quote"] == text
    out = isnad("search", "الحوار", "--data", data).out
    assert r"\x1b[31m بدء\u202e الحوار" in out
