"""The metrics, counted on answers made up for the purpose."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from index.errors import InputError, QuestionError, UnknownSourceError
from rag.answer import Answer, Citation, Statement
from rag.cases import messages, read_case
from rag.evaluate import evaluate_questions, share
from rag.question import Message

TEXTS = {"a.txt": "واحد اثنان ثلاثة", "b.txt": "أربعة خمسة ستة"}


class Texts:
    def text(self, source: str) -> str:
        if source not in TEXTS:
            raise UnknownSourceError(source)
        return TEXTS[source]


class Scripted:
    """Answers a question with the (source, quote) pairs written for it."""

    def __init__(self, **script: list[tuple[str, str]]) -> None:
        self.script = script
        self.heard: list[tuple[Message, ...]] = []

    @property
    def index(self) -> Texts:
        return Texts()

    def ask(self, question: str, history: Sequence[Message] = ()) -> Answer:
        self.heard.append(tuple(history))
        if question == "bad":
            raise QuestionError("can't be asked")
        quotes = self.script.get(question, [])
        citations = tuple(
            Citation(n, source, "", 1, max(TEXTS[source].find(quote), 0),
                     max(TEXTS[source].find(quote), 0) + len(quote), quote, "")
            for n, (source, quote) in enumerate(quotes, 1)
        )  # fmt: skip
        statements = (Statement("", tuple(c.id for c in citations)),) if citations else ()
        return Answer(
            "a", question, "ar", bool(citations), 1.0, "", statements, citations, (), (), "x"
        )


def line(question: object, kind: str = "fact", lang: str = "ar", **more: Any) -> str:
    gold = [] if kind == "none" else [{"source": "a.txt", "contains": "اثنان"}]
    values = {"id": question, "lang": lang, "kind": kind, "question": question, "gold": gold}
    return json.dumps(values | more)


RIGHT, WRONG = ("a.txt", "واحد اثنان"), ("b.txt", "أربعة")


def test_the_metrics() -> None:
    pipeline = Scripted(
        first=[RIGHT], third=[WRONG, WRONG, RIGHT], fourth=[WRONG, WRONG, WRONG, RIGHT], lie=[WRONG]
    )
    lines = [line("first"), line("third"), line("fourth", lang="en"), line("silent", "why"), "",
             line("right", "none"), line("lie", "none")]  # fmt: skip
    report = evaluate_questions(pipeline, lines)
    figures = report.to_dict()
    assert (figures["questions"], figures["answerable"], figures["absent"]) == (6, 4, 2)
    assert figures["cited@1"] == 0.25
    assert figures["cited@3"] == 0.5
    assert figures["answered"] == 0.75
    assert figures["refused"] == 0.5
    assert figures["exact"] == 1.0
    assert [failure.id for failure in report.failures] == ["third", "fourth", "silent", "lie"]
    groups = figures["groups"]
    assert [*groups] == ["ar", "en", "fact", "none", "why",
                         "ar fact", "ar none", "ar why", "en fact"]  # fmt: skip
    assert groups["en"]["cited@3"] == 0.0
    assert groups["ar fact"]["cited@1"] == 0.5
    assert groups["none"]["cited@1"] is None


def test_gold_counts_only_in_its_own_source() -> None:
    gold = [{"source": "b.txt", "contains": "اثنان"}]
    assert evaluate_questions(Scripted(q=[RIGHT]), [line("q", gold=gold)]).overall.cited1 == 0


def test_a_quote_that_is_not_exact_is_a_failure() -> None:
    report = evaluate_questions(Scripted(q=[("a.txt", "زور اثنان")]), [line("q")])
    assert report.to_dict()["exact"] == 0.0
    assert "not exact" in report.failures[0].reason


def test_a_question_that_can_not_be_asked_is_not_answered() -> None:
    report = evaluate_questions(Scripted(), [line("bad"), line("bad", "none")])
    assert (report.overall.answered, report.overall.refused) == (0, 1)
    assert report.failures[0].reason == "can't be asked"


def test_history_entries_are_turns_of_the_user() -> None:
    pipeline = Scripted()
    evaluate_questions(pipeline, [line("q", history=["before"])])
    assert pipeline.heard == [(Message("user", "before"),)]


def test_messages() -> None:
    both = messages([{"role": "assistant", "content": "a"}, "b"])
    assert both == (Message("assistant", "a"), Message("user", "b"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "lang is missing"),
        (line(1), "question is missing or not text"),
        (line("q", gold="x"), "gold is not a list"),
        (line("q", gold=[{"source": "a"}]), "gold is not a list"),
        (line("q", gold=[]), "gold is for every kind"),
        (line("q", "none", gold=[{"source": "a", "contains": "b"}]), "gold is for every kind"),
        (line("q", history={}), "history is not a list"),
        (line("q", history=[3]), "turn 1"),
    ],
)
def test_a_malformed_line_is_named(text: str, words: str) -> None:
    with pytest.raises(InputError, match=f"line 7: .*{words}|line 7 .*{words}"):
        read_case(text, 7)


def test_nothing_is_asked_before_all_lines_are_read() -> None:
    pipeline = Scripted()
    with pytest.raises(InputError, match="line 2"):
        evaluate_questions(pipeline, [line("q"), "nonsense"])
    assert pipeline.heard == []
    with pytest.raises(InputError, match="no question"):
        evaluate_questions(pipeline, ["", "  "])


def test_share() -> None:
    assert share(1, 3) == 0.3333
    assert share(0, 0) is None
