"""Verification: what is exact passes, and no tampering does."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError
from rag.pipeline import Pipeline
from rag.recheck import Source, in_index
from rag.verify import in_folder, verify

SEEDS = Path(__file__).parents[1] / "seeds"
TEXT = "وصل الوزير إلى بغداد. غادر السفير عمّان أمس."
SOURCE = Source("ab" * 32, TEXT)
START = TEXT.index("غادر")
QUOTE = TEXT[START:]


def lookup(name: str) -> Source | None:
    return SOURCE if name in {"a.txt", "b.txt"} else None


def citation(number: int, source: str = "a.txt") -> dict[str, Any]:
    return {"id": number, "source": source, "sha256": SOURCE.sha256, "sentence": 2, "start": START,
            "end": len(TEXT), "quote": QUOTE, "url": f"/sources/{source}#s2"}  # fmt: skip


ANSWER: dict[str, Any] = {
    "id": "a-1",
    "question": "من غادر؟",
    "language": "ar",
    "answered": True,
    "confidence": 0.9,
    "text": f"{QUOTE} [1][2]",
    "statements": [
        {"text": QUOTE, "citations": [1, 2], "support": "verbatim", "highlight": [[5, 11]]}
    ],
    "citations": [citation(1), citation(2, "b.txt")],
    "agreement": [
        {
            "statement": 0,
            "sources": 2,
            "differences": [{"kind": "date", "values": [{"text": "أمس", "citations": [1, 2]}]}],
        }
    ],
    "nearest": [],
    "answerer": "extractive",
}
REFUSAL: dict[str, Any] = ANSWER | {
    "answered": False, "text": "لا", "statements": [], "citations": [], "agreement": [],
    "nearest": [citation(1)],
}  # fmt: skip


def short(text: str, start: int | None, end: int | None, citation: int = 1) -> dict[str, Any]:
    return {"text": text, "citation": citation, "start": start, "end": end}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    answer = copy.deepcopy(ANSWER)
    change(answer)
    return answer


def test_an_exact_answer_is_exact() -> None:
    checks = verify(ANSWER, lookup)
    parts = [check.part for check in checks]
    assert parts == ["citation 1", "citation 2", "statement 1", "text", "source", "source"]
    assert {check.status for check in checks} == {"exact"}
    assert (checks[0].source, checks[0].sentence) == ("a.txt", 2)


@pytest.mark.parametrize(
    "given_",
    [short("السفير", 5, 11, 2), *(short(word, None, None) for word in ("نعم", "لا", "Yes", "No"))],
)
def test_a_short_answer_is_its_quotes_words_or_yes_or_no(given_: dict[str, Any]) -> None:
    (check,) = (c for c in verify(ANSWER | {"short": given_}, lookup) if c.part == "short")
    assert (check.status, check.reason) == ("exact", "")
    assert "short" not in {c.part for c in verify(ANSWER | {"short": None}, lookup)}


def test_a_refusal_is_checked_by_its_nearest() -> None:
    found = [(c.part, c.status) for c in verify(REFUSAL, lookup)]
    assert found == [("nearest 1", "exact"), ("source", "exact")]
    assert verify(REFUSAL | {"nearest": []}, lookup) == []


QUOTED: list[tuple[dict[str, Any], str, str]] = [
    ({"source": "c.txt"}, "gone", "no such"),
    ({"quote": "آخر"}, "gone", "say another"),
    ({"quote": "", "end": START}, "gone", "say another"),
    ({"start": 0}, "moved", f"from character {START}"),
    ({"end": 10**9}, "moved", f"from character {START}"),
    ({"sentence": 9}, "gone", "sentence 9"),
    ({"start": START + 5, "quote": QUOTE[5:]}, "gone", "whole of sentence"),
]


def reworded(answer: dict[str, Any], text: str, support: str = "supported") -> None:
    """The answer with a statement in a language model's words."""
    answer["statements"][0].update(text=text, support=support, highlight=[])
    answer["text"] = f"{text} [1][2]"


CLAIMED: list[tuple[Callable[[dict[str, Any]], object], str, str]] = [
    (lambda a: a["citations"][0].update(sha256="0"), "source", "not the file"),
    (lambda a: a["statements"][0].update(text="آخر"), "statement 1", "verbatim"),
    (lambda a: a["statements"][0].update(citations=[3]), "statement 1", "[3]"),
    (lambda a: a["statements"][0].update(citations=[]), "statement 1", "nothing"),
    (lambda a: a["statements"][0].update(highlight=[[0, 999]]), "statement 1", "highlight"),
    (lambda a: a["agreement"][0].update(sources=4), "statement 1", "4 sources"),
    (lambda a: a["statements"][0].update(citations=[1]), "citation 2", "no statement"),
    (
        lambda a: a["agreement"][0]["differences"][0]["values"][0].update(text="غدا"),
        "statement 1",
        "no quote",
    ),
    (lambda a: a.update(text=f"غادر الوزير. {QUOTE} [1][2]"), "text", "statements"),
    (lambda a: a["citations"][0].update(url="/sources/a.txt#s1"), "citation 1", "url"),
    (lambda a: a["citations"][0].update(url="https://x.org/"), "citation 1", "url"),
    (lambda a: a.update(short=short("الوزير", 5, 11)), "short", "5 to 11 of the quote of [1]"),
    (lambda a: a.update(short=short("السفير", 4, 10)), "short", "4 to 10 of the quote"),
    (lambda a: a.update(short=short("السفير", 5, 11, 3)), "short", "[3]"),
    (lambda a: a.update(short=short("", 5, 5)), "short", "5 to 5"),
    (lambda a: a.update(short=short("السفير", None, None)), "short", "no yes or no"),
    (lambda a: a.update(short=short("نعم", 0, 3)), "short", "0 to 3"),
    (lambda a: reworded(a, "غادر السفير بيروت أمس."), "statement 1", "«بيروت»"),
    (lambda a: reworded(a, "وصل السفير إلى عمّان أمس."), "statement 1", "do not carry it"),
]


@pytest.mark.parametrize(("change", "status", "reason"), QUOTED)
def test_a_quote_that_was_tampered_with_is_found(
    change: dict[str, Any], status: str, reason: str
) -> None:
    checks = verify(changed(lambda a: a["citations"][0].update(change)), lookup)
    assert (checks[0].part, checks[0].status) == ("citation 1", status)
    assert reason in checks[0].reason


@pytest.mark.parametrize(("change", "part", "reason"), CLAIMED)
def test_a_false_claim_is_found(
    change: Callable[[dict[str, Any]], object], part: str, reason: str
) -> None:
    checks = verify(changed(change), lookup)
    found = [c for c in checks if c.part == part and c.status == "gone" and reason in c.reason]
    assert found, checks


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        (TEXT + " تمت.", "exact", "where it stood"),
        ("تصحيح. " + TEXT, "moved", f"from character {START + 7} on"),
        (TEXT.replace("غادر", "نفى الناطق أن غادر"), "moved", "there it is no whole sentence"),
        ("نص آخر.", "gone", "not in it"),
    ],
)
def test_a_changed_source_is_told_from_a_lost_quote(text: str, status: str, reason: str) -> None:
    checks = verify(ANSWER, lambda _: Source("cd" * 32, text))
    assert checks[0].status == status
    assert checks[0].changed
    assert reason in checks[0].reason
    assert [(c.part, c.status) for c in checks[-2:]] == [("source", "gone")] * 2


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        ANSWER | {"citations": None},
        ANSWER | {"citations": ["1"]},
        ANSWER | {"citations": []},
        ANSWER | {"citations": [citation(1), citation(1)]},
        ANSWER | {"citations": [citation(1) | {"start": -1}]},
        ANSWER | {"citations": [citation(1) | {"start": True}]},
        ANSWER | {"citations": [citation(1) | {"sentence": 0}]},
        ANSWER | {"statements": [{"text": QUOTE}]},
        ANSWER | {"statements": [ANSWER["statements"][0] | {"support": "sworn"}]},
        ANSWER | {"statements": [ANSWER["statements"][0] | {"highlight": [[1]]}]},
        ANSWER | {"answered": False},
        ANSWER | {"answered": "yes"},
        ANSWER | {"agreement": [{}]},
        ANSWER | {"short": "السفير"},
        ANSWER | {"short": {"text": "السفير"}},
        ANSWER | {"short": short("السفير", 5, None)},
        ANSWER | {"short": short("السفير", -1, 11)},
        ANSWER | {"short": short("لا", None, None) | {"citation": True}},
        REFUSAL | {"short": short("السفير", 5, 11)},
        ANSWER
        | {
            "agreement": [
                {
                    "statement": 0,
                    "sources": 2,
                    "differences": [{"values": [{"text": "", "citations": [[]]}]}],
                }
            ]
        },
    ],
)
def test_what_is_no_answer_is_said(answer: object) -> None:
    with pytest.raises(InputError, match="not an answer"):
        verify(answer, lookup)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(ANSWER)), JSON)
def test_any_value_anywhere_is_judged_or_refused(name: str, value: object) -> None:
    try:
        checks = verify(ANSWER | {name: value}, lookup)
    except InputError:
        return
    assert all(check.reason or check.status == "exact" for check in checks)


def test_against_a_folder_and_against_the_index(pipeline: Pipeline) -> None:
    asked = pipeline.ask("ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟")
    answer = json.loads(json.dumps(asked.to_dict()))
    for where in (in_folder(SEEDS), in_index(pipeline.index)):
        checks = verify(answer, where)
        assert checks
        assert {check.status for check in checks} == {"exact"}


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", "a/../../secret.txt", "", "x\0y", "none.txt"]
)
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("سر.", "utf-8")
    (tmp_path / "folder").mkdir()
    assert in_folder(tmp_path / "folder")(name) is None


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a folder"):
        in_folder(tmp_path / "none")


@pytest.mark.parametrize(
    ("support", "said"),
    [("supported", "checked against its quotes"), ("unsupported", "was not checked")],
)
def test_what_was_checked_of_a_models_words_is_said(support: str, said: str) -> None:
    checks = verify(changed(lambda a: reworded(a, "أمس غادر السفير عمّان.", support)), lookup)
    assert {check.status for check in checks} == {"exact"}
    assert [check.part for check in checks if said in check.reason] == ["statement 1"]


@pytest.mark.parametrize("value", [None, "0.9", True, -0.1, 1.5, float("nan")])
def test_a_confidence_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="confidence"):
        verify(ANSWER | {"confidence": value}, lookup)
