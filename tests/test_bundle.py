"""Bundles: what goes out comes back exact, and neither damage nor forgery does."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError
from rag.answer import Agreement, Answer, Citation, Statement
from rag.bundle import _digest, make, quoted_texts, recheck
from rag.pipeline import Pipeline
from rag.recheck import Source, in_index
from rag.verify import in_folder

SEEDS = Path(__file__).parents[1] / "seeds"
TEXT = "قال الوزير نعم. وصل الوفد. قال السفير لا. وصل الوفد. انتهى."
SOURCE = Source("ab" * 32, TEXT)
QUOTE = "وصل الوفد."
START = TEXT.rindex(QUOTE)
CITATION = Citation(
    1,
    "أ/a 1.txt",
    SOURCE.sha256,
    4,
    START,
    START + len(QUOTE),
    QUOTE,
    "/sources/%D8%A3/a%201.txt#s4",
)
ANSWER = Answer(
    "a-1",
    "من وصل؟",
    "ar",
    True,
    1.0,
    f"{QUOTE} [1]",
    (Statement(QUOTE, (1,)),),
    (CITATION,),
    (Agreement(0, 1),),
    (),
    "extractive",
)
BUNDLE = make(ANSWER, {CITATION.source: TEXT}, "0.1.0")
REFUSAL: dict[str, Any] = ANSWER.to_dict() | {
    "answered": False, "text": "لا", "statements": [], "citations": [], "agreement": [],
    "nearest": ANSWER.to_dict()["citations"],
}  # fmt: skip


def lookup(name: str) -> Source | None:
    return SOURCE if name == CITATION.source else None


def forged(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The bundle changed, by somebody who knows how to make the digest right again."""
    bundle = copy.deepcopy(BUNDLE)
    change(bundle)
    rest = {name: value for name, value in bundle.items() if name != "sha256"}
    return {**rest, "sha256": _digest(rest)}


def test_a_bundle_is_what_the_standard_says() -> None:
    assert BUNDLE["generator"] == {"name": "Isnad", "version": "0.1.0"}
    assert BUNDLE["sources"] == [{"source": CITATION.source, "sha256": SOURCE.sha256}]
    assert BUNDLE["answer"] == json.loads(json.dumps(ANSWER.to_dict()))
    (annotation,) = BUNDLE["annotations"]
    assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert annotation["type"] == "Annotation"
    assert annotation["body"][0]["value"] == QUOTE
    position, quote = annotation["target"]["selector"]
    assert position["type"] == "TextPositionSelector"
    assert TEXT[position["start"] : position["end"]] == QUOTE
    assert quote["type"] == "TextQuoteSelector"
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    assert TEXT.endswith(around)
    assert quote["suffix"] == " انتهى."


def test_it_is_exact_however_its_json_is_written() -> None:
    for written in (
        json.dumps(BUNDLE),
        json.dumps(BUNDLE, ensure_ascii=False, indent=4, sort_keys=True),
        json.dumps(BUNDLE).replace('"confidence": 1,', '"confidence": 1.0,'),
    ):
        assert {check.status for check in recheck(json.loads(written), lookup)} == {"exact"}


def test_what_no_file_can_hold_does_not_break_it(tmp_path: Path) -> None:
    bundle = make(ANSWER.to_dict() | {"question": "من \ud800 وصل؟"}, {}, "0.1.0")
    (tmp_path / "b.json").write_text(json.dumps(bundle, ensure_ascii=False), "utf-8")
    again = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert {check.status for check in recheck(again, lookup)} == {"exact"}


def test_what_stood_around_tells_where_it_moved_to() -> None:
    later = Source("cd" * 32, f"وصل الوفد. {TEXT}")
    (check, *_) = recheck(BUNDLE, lambda _: later)
    assert (check.status, check.start, check.changed) == ("moved", START + 11, True)
    # The bare answer knows no more than where it stood, and takes the nearest place.
    swapped = "قال السفير لا. وصل الوفد. انتهى. قال الوزير نعم. وصل الوفد."
    (check, *_) = recheck(BUNDLE, lambda _: Source("cd" * 32, swapped))
    assert check.start == swapped.index(QUOTE)
    (check, *_) = recheck(ANSWER.to_dict() | json.loads(json.dumps(ANSWER.to_dict())),
                          lambda _: Source("cd" * 32, swapped))  # fmt: skip
    assert check.start == swapped.rindex(QUOTE)


def test_it_says_what_is_gone() -> None:
    (check, *_) = recheck(BUNDLE, lambda _: Source("cd" * 32, "نص آخر."))
    assert (check.status, check.start) == ("gone", None)
    assert {c.part for c in recheck(BUNDLE, lambda _: None) if c.status == "gone"} == {
        "citation 1", "source"
    }  # fmt: skip


def test_a_refusal_carries_its_nearest() -> None:
    bundle = make(REFUSAL, {CITATION.source: TEXT}, "0.1.0")
    assert bundle["annotations"][0]["motivation"] == "highlighting"
    parts = [(check.part, check.status) for check in recheck(bundle, lookup)]
    assert parts == [("nearest 1", "exact"), ("source", "exact")]


def test_without_the_text_there_is_no_context() -> None:
    assert quoted_texts(ANSWER.to_dict(), lambda _: Source("cd" * 32, TEXT)) == {}
    bundle = make(ANSWER, {}, "0.1.0")
    assert "prefix" not in bundle["annotations"][0]["target"]["selector"][1]
    assert {check.status for check in recheck(bundle, lookup)} == {"exact"}


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["answer"].update(question="من غادر؟"),
        lambda b: b["answer"]["citations"][0].update(quote="غادر الوفد."),
        lambda b: b["answer"]["citations"][0].update(start=0),
        lambda b: b["answer"]["statements"][0].update(text="غادر الوفد."),
        lambda b: b["sources"][0].update(sha256="0" * 64),
        lambda b: b["annotations"].clear(),
        lambda b: b["generator"].update(version="9"),
        lambda b: b.update(sha256="0" * 64),
        lambda b: b.update(more=1),
    ],
)
def test_damage_is_said(change: Callable[[dict[str, Any]], object]) -> None:
    bundle = copy.deepcopy(BUNDLE)
    change(bundle)
    with pytest.raises(InputError, match="not as it was made"):
        recheck(bundle, lookup)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: b["answer"]["citations"][0].update(quote="غادر."), "annotations"),
        (lambda b: b["answer"]["citations"][0].update(start=0), "annotations"),
        (lambda b: b["answer"]["citations"][0].update(sha256="0" * 64), "sources"),
        (lambda b: b["annotations"][0]["body"][0].update(value="غادر."), "annotations"),
        (lambda b: b["annotations"][0]["target"].update(source="/x"), "annotations"),
        (lambda b: b["annotations"][0]["target"].update(selector=[]), "annotations"),
        (lambda b: b["annotations"].append(None), "annotations"),
        (lambda b: b["answer"].update(text="غادر. [1]"), "text"),
        (lambda b: b["answer"]["agreement"][0].update(sources=3), "3 sources"),
        (
            lambda b: b["answer"].update(
                short={"text": "غادر", "citation": 1, "start": 0, "end": 4}
            ),
            "short",
        ),
        (lambda b: b["answer"].update(id=1), "answer.id"),
        (lambda b: b["answer"]["citations"][0].pop("url"), "url"),
        (lambda b: b["answer"].pop("statements"), "statements"),
    ],
)
def test_a_forgery_that_contradicts_itself_is_said(
    change: Callable[[dict[str, Any]], object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        recheck(forged(change), lookup)


def test_a_statement_must_be_its_quote() -> None:
    def lie(bundle: dict[str, Any]) -> None:
        bundle["answer"]["statements"][0]["text"] = "غادر الوفد."
        bundle["answer"]["text"] = "غادر الوفد. [1]"
        bundle["annotations"][0]["body"][0]["value"] = "غادر الوفد."

    with pytest.raises(InputError, match="statement 1 is said to be verbatim"):
        recheck(forged(lie), lookup)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (QUOTE, "غادر الوفد.", "citation 1"),
        (f'"start": {START}', '"start": 0', "citation 1"),
        (SOURCE.sha256, "0" * 64, "source"),
        ("السفير لا. ", "الوزير لا. ", "citation 1"),
    ],
)
def test_a_perfect_forgery_does_not_stand_before_the_source(old: str, new: str, part: str) -> None:
    changed = json.loads(json.dumps(BUNDLE, ensure_ascii=False).replace(old, new))
    assert changed != BUNDLE
    checks = recheck(forged(lambda b: b.update(changed)), lookup)
    assert part in {check.part for check in checks if check.status != "exact"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "newer Isnad"),
        ({"version": 99, "answer": {"new": "shape"}, "sha256": None}, "newer Isnad"),
        ({"version": "1"}, "version"),
        ({"version": True}, "version"),
        ({"version": 0}, "version"),
        ({"type": "other"}, "type"),
        ({"answer": []}, "answer"),
        ({"annotations": {}}, "annotations"),
        ({"sources": None}, "sources"),
        ({"generator": 1}, "generator"),
        ({"sha256": 1}, "sha256"),
    ],
)
def test_what_is_no_bundle_of_ours_is_said(change: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        recheck(BUNDLE | change, lookup)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(BUNDLE)), JSON)
def test_any_value_anywhere_is_judged_or_refused(name: str, value: object) -> None:
    for bundle in (BUNDLE | {name: value}, forged(lambda b: b.update({name: value}))):
        try:
            checks = recheck(bundle, lookup)
        except InputError:
            continue
        assert {check.status for check in checks} == {"exact"}


@given(st.sampled_from(sorted(BUNDLE["answer"])), JSON)
def test_any_value_in_its_answer_is_judged_or_refused(name: str, value: object) -> None:
    bundle = forged(lambda b: b["answer"].update({name: value}))
    try:
        checks = recheck(bundle, lookup)
    except InputError:
        return
    assert checks


def test_the_answers_of_the_demo_articles_travel(pipeline: Pipeline) -> None:
    for question in ("ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟", "من فاز بالكأس؟"):
        answer = pipeline.ask(question)
        texts = quoted_texts(answer.to_dict(), in_index(pipeline.index))
        bundle = json.loads(json.dumps(make(answer, texts, "0.1.0")))
        checks = recheck(bundle, in_folder(SEEDS))
        assert checks
        assert {check.status for check in checks} == {"exact"}
