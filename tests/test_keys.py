"""Keys: made, listed and revoked by commands, and known by a running server."""

import json
import multiprocessing
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError, StoreError
from ui.audit import Audit
from ui.keys import Keys

ROOT = Path(__file__).parents[1]
RUN = "import sys; from ui.cli import main; sys.exit(main(sys.argv[1:]))"


def isnad(*arguments: object, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def audited(data: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (data / "audit.jsonl").read_text("utf-8").splitlines()]


# The store.


def test_a_key_is_known_again_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    key = Keys(tmp_path).new("desk", "ask")
    held = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert key.rpartition("_")[2] not in held
    opened = Keys(tmp_path)
    assert opened.remembered(key) is None
    known = opened.verified(key)
    assert known is not None
    assert (known.name, known.scope) == ("desk", "ask")
    assert opened.remembered(key) == known
    assert known.digest not in repr(known)
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_equal_names_and_scopes_make_other_keys(tmp_path: Path) -> None:
    made = {Keys(tmp_path / str(n)).new("desk", "ask") for n in range(3)}
    assert len(made) == 3
    assert all(len(key) > 48 for key in made)


def test_a_key_that_was_verified_costs_no_slow_hash_again(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    key = keys.new("desk", "ask")
    keys.verified(key)
    begun = time.perf_counter()
    for _ in range(100):
        assert keys.remembered(key)
    assert (time.perf_counter() - begun) / 100 < 0.005  # the slow hash takes ten times that


@given(st.text(max_size=300))
def test_no_other_text_is_a_key(text: str) -> None:
    data = Path(os.environ["XDG_DATA_HOME"]) / "keys"
    keys = Keys(data)
    if not keys.all():
        keys.new("desk", "manage")
    id_ = keys.all()[0].id
    for each in (text, f"isnad_{text}", f"isnad_{id_}_{text}"[:60]):
        assert keys.remembered(each) is None
        assert keys.verified(each) is None


@pytest.mark.parametrize("name", ["", "a b", "a\n", "x" * 65, "<b>", "a/b", "a\u202eb", "a,b"])
def test_names_that_no_key_may_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        Keys(tmp_path).new(name, "ask")
    assert Keys(tmp_path).all() == ()


def test_a_name_is_given_once_and_is_free_again_when_revoked(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    first = keys.new("مكتب.1", "ask")
    with pytest.raises(InputError, match="already"):
        keys.new("مكتب.1", "ask")
    keys.revoke("مكتب.1")
    with pytest.raises(InputError, match="no key is named"):
        keys.revoke("مكتب.1")
    second = keys.new("مكتب.1", "manage")
    assert keys.verified(first) is None
    assert keys.verified(second)


def _make(data: Path, number: int) -> None:
    Keys(data).new(f"key-{number}", "ask")


def test_processes_that_make_keys_at_once_lose_none(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    made = [context.Process(target=_make, args=(tmp_path, n)) for n in range(4)]
    for each in made:
        each.start()
    for each in made:
        each.join(60)
        assert each.exitcode == 0
    assert {key.name for key in Keys(tmp_path).all()} == {f"key-{n}" for n in range(4)}


def test_every_change_is_seen_by_who_reads(tmp_path: Path) -> None:
    """Also where two changes leave files of one size within one tick of the clock."""
    writer, reader = Keys(tmp_path), Keys(tmp_path)
    for n in range(200):
        name = f"k{n:03}"
        key = writer.new(name, "ask")
        assert [each.name for each in reader.all()] == [name]
        if n % 50 == 0:
            assert reader.verified(key)
        writer.revoke(name)
        assert reader.all() == ()
        assert reader.remembered(key) is None


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="can't be written"):
        Keys(tmp_path / "file").new("desk", "ask")


# The commands.


def test_the_commands(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert isnad("key", "list", "--data", data).stdout == ""
    made = isnad("key", "new", "desk", "--data", data)
    assert made.returncode == 0
    key = made.stdout.strip()
    assert Keys(data).verified(key)
    assert key not in made.stderr
    isnad("key", "new", "editor", "--scope", "manage", "--data", data)
    listed = isnad("key", "list", "--data", data).stdout.splitlines()
    assert [line.split("\t")[:2] for line in listed] == [["desk", "ask"], ["editor", "manage"]]
    shown = isnad("key", "list", "--json", "--data", data).stdout
    assert [each["name"] for each in json.loads(shown)["keys"]] == ["desk", "editor"]
    assert key.rpartition("_")[2] not in shown
    assert isnad("key", "--data", data, "revoke", "desk").returncode == 0
    assert Keys(data).verified(key) is None
    gone = isnad("key", "revoke", "desk", "--data", data)
    assert (gone.returncode, gone.stdout) == (1, "")
    assert len(gone.stderr.splitlines()) == 1
    assert isnad("key", "new", "x", "--scope", "all", "--data", data).returncode == 2
    assert [(e["who"], e["what"], e["key"]) for e in audited(data)] == [
        ("command line", "key made", "desk"),
        ("command line", "key made", "editor"),
        ("command line", "key revoked", "desk"),
    ]


def test_a_folder_of_other_files_gets_no_keys(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    made = isnad("key", "new", "desk", "--data", tmp_path)
    assert (made.returncode, made.stdout) == (1, "")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    "command",
    [["ask", "x"], ["search", "x"], ["index", "x"], ["sources"], ["remove", "x"], ["serve"],
     ["evaluate", "x"], ["verify", "x"], ["mcp"], ["key", "list"], ["key", "new", "x"]],
)  # fmt: skip
def test_a_misspelt_variable_stops_every_command(tmp_path: Path, command: list[str]) -> None:
    run = isnad(*command, "--data", tmp_path / "data", ISNAD_API_KEY="a-secret")
    assert run.returncode == 2
    assert run.stdout == ""
    assert "ISNAD_API_KEYS?" in run.stderr
    assert "a-secret" not in run.stderr
    assert not (tmp_path / "data").exists()


# A running server.


@pytest.fixture
def served(data: Path) -> Iterator[httpx.Client]:
    command = [sys.executable, "-c", RUN, "serve", "--port", "0", "--data", str(data)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "ISNAD_API_KEYS": "of-the-settings"}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        with httpx.Client(base_url=address.group(), timeout=30, trust_env=False) as client:
            yield client
        process.terminate()
        process.wait(60)


def test_who_changed_what_is_written_down_and_no_question_is(
    served: httpx.Client, data: Path, tmp_path: Path
) -> None:
    keys = {name: isnad("key", "new", name, "--scope", scope, "--data", data).stdout.strip()
            for name, scope in (("desk", "ask"), ("editor", "manage"))}  # fmt: skip
    auth = {name: {"Authorization": f"Bearer {key}"} for name, key in keys.items()}
    auth["settings"] = {"Authorization": "Bearer of-the-settings"}

    def upload(who: str, text: str, name: str = "خبر.txt") -> int:
        files = {"files": (name, text.encode())}
        return served.post("/v1/sources", files=files, headers=auth[who]).status_code

    asked = {"question": "متى غزت الولايات المتحدة العراق؟"}
    assert served.post("/v1/ask", json=asked, headers=auth["desk"]).status_code == 200
    assert upload("desk", "نص أول قصير.") == 403
    assert upload("editor", "نص أول قصير.") == 201
    assert upload("editor", "نص أول قصير.") == 201  # unchanged
    assert upload("settings", "نص ثان قصير.") == 201
    assert upload("editor", "\0") in (415, 422)
    assert served.delete("/v1/sources/خبر.txt", headers=auth["desk"]).status_code == 403
    assert served.delete("/v1/sources/خبر.txt", headers=auth["editor"]).status_code == 204
    assert served.delete("/v1/sources/خبر.txt", headers=auth["editor"]).status_code == 404
    file = tmp_path / "ملف.txt"
    file.write_text("نص ثالث قصير.", "utf-8")
    assert isnad("index", file, "--data", data).returncode == 0
    assert isnad("remove", file.name, "--data", data).returncode == 0
    assert isnad("key", "revoke", "editor", "--data", data).returncode == 0
    assert served.get("/v1/sources", headers=auth["editor"]).status_code == 401
    log = [(e["who"], e["what"], e.get("source") or e["key"]) for e in audited(data)]
    assert log == [
        ("command line", "key made", "desk"),
        ("command line", "key made", "editor"),
        ("editor", "added", "خبر.txt"),
        ("setting 1", "replaced", "خبر.txt"),
        ("editor", "removed", "خبر.txt"),
        ("command line", "indexed", "ملف.txt"),
        ("command line", "removed", "ملف.txt"),
        ("command line", "key revoked", "editor"),
    ]
    text = (data / "audit.jsonl").read_text("utf-8")
    assert "غزت" not in text
    assert not any(key in text for key in keys.values())
    assert (data / "audit.jsonl").stat().st_mode & 0o077 == 0


def test_lines_of_many_threads_stay_whole(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: audit.note("k", "added", source="س" * 200 + f"\n{n}"), range(400)))
    assert len({each["source"] for each in audited(tmp_path)}) == 400


def test_a_log_that_cannot_be_written_costs_no_change(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    Audit(tmp_path).note("k", "removed", source="a\n.txt")
    assert "audit log" in caplog.text
    assert len(caplog.records) == 1
    assert "\n" not in caplog.records[0].getMessage()
