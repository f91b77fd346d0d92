"""What the tests ask a language model, and what holds of every answer, whoever gave it."""

import json
from collections.abc import Callable
from typing import Any

from rag.answer import YES_OR_NO, Answer
from rag.notes import NOT_SAID, UNSUPPORTED
from rag.pipeline import Pipeline
from rag.question import Message
from rag.support import verify
from tests.fake_llm import Reply, says

TROOPS = "كم عدد العسكريين الأمريكيين الذين تنشرهم واشنطن في العراق؟"
TROOPS_EN = "How many troops does the United States have in Iraq?"
UNKNOWN = "من فاز بكأس العالم لكرة القدم عام 1998؟"
TRUE = "تنشر الولايات المتحدة 2500 عسكري في العراق."
FALSE = "تنشر الولايات المتحدة 3500 عسكري في العراق."
HISTORY = [Message("user", TROOPS), Message("assistant", TRUE + " [1]")]


def holding(body: dict[str, Any], words: str) -> list[int]:
    """The numbers of the offered sentences that hold some words."""
    lines = body["messages"][1]["content"].splitlines()
    found = [json.loads(line) for line in lines if line.startswith('{"sentence"')]
    return [each["sentence"] for each in found if words in each["text"]]


def saying(text: str, words: str = "2500 عسكري") -> Callable[[dict[str, Any]], Reply]:
    """A reply that rests a statement on the offered sentences that hold some words."""
    return lambda body: says((text, holding(body, words)[:1]))


def check_sound(pipeline: Pipeline, answer: Answer) -> None:
    """What holds of every answer, whoever gave it."""
    for citation in answer.citations:
        text = pipeline.index.text(citation.source)
        assert text[citation.start : citation.end] == citation.quote
    assert [c.id for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    named = {number for statement in answer.statements for number in statement.citations}
    assert named == {c.id for c in answer.citations}
    sources = {c.id: c.source for c in answer.citations}
    for agreement in answer.agreement:
        cited = answer.statements[agreement.statement].citations
        assert agreement.sources == len({sources[number] for number in cited})
    quotes = {c.id: c.quote for c in answer.citations}
    if answer.short is not None and answer.short.start is None:
        assert answer.short.text in YES_OR_NO
    elif answer.short is not None:
        quote = quotes[answer.short.citation]
        assert quote[answer.short.start : answer.short.end] == answer.short.text
    for statement in answer.statements:
        assert statement.citations
        if statement.support == "supported":
            assert verify(statement.text, [quotes[n] for n in statement.citations]).supported
        if statement.support == "verbatim":
            assert statement.text in quotes.values()
        if statement.support == "unsupported":
            assert UNSUPPORTED[answer.language] in answer.text
        marks = "".join(f"[{number}]" for number in statement.citations)
        assert f"{statement.text} {marks}" in answer.text
    if not answer.answered:
        assert answer.text == NOT_SAID[answer.language]
        assert not answer.statements
        assert answer.short is None
