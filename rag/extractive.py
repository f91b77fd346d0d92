"""The answerer without a language model: the articles' own sentences, those that agree together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from index.values import Sentence
from rag.agreement import differences, disputes, restatements
from rag.facts import numbers
from rag.marks import marks
from rag.question import Question
from rag.retriever import Retrieved, Retriever
from rag.twins import distinct

MOST_CITATIONS = 8
"""Sentences cited for one statement; more tellings of the same add length, not evidence."""
MOST_STATEMENTS = 3
"""Statements to a why or what question; a question of fact gets one."""
OPEN_KINDS = frozenset({"cause", "manner", "saying", "thing", "definition"})
NEAR_BEST = 1.0
"""How far below the best score, in the logits of the learned ranking, a further statement may be:
a third as likely to answer as the best."""
POOL = 40
"""Ranked candidates among which restatements are looked for, beside those `alike` finds."""


@dataclass(frozen=True, slots=True)
class Found:
    """A statement in the making: the best sentence first, then those that state the same."""

    sentences: tuple[Sentence, ...]


def statements(
    retriever: Retriever,
    question: Question,
    retrieved: Retrieved,
    sources: Sequence[str] | None = None,
) -> Iterator[Found]:
    """The statements that answer a question, best first, each found as it is asked for.

    Sentences of several articles that state the same are one statement; so is a sentence that
    gives another value for the same fact, for the reader to see both.
    """
    ranked = retrieved.ranked
    most = MOST_STATEMENTS if question.kind in OPEN_KINDS else 1
    told: set[int] = set()
    given = 0
    for scored in ranked[:POOL]:
        best = scored.candidate.sentence
        if given >= most or scored.score < ranked[0].score - NEAR_BEST:
            return
        if best.id in told:
            continue
        # A view for each statement: a stream may be read on from another thread.
        with retriever.index.reading():
            found = _gathered(retriever, question, best, retrieved, sources)
        told.update(sentence.id for sentence in found.sentences)
        given += 1
        yield found


def _gathered(
    retriever: Retriever,
    question: Question,
    best: Sentence,
    retrieved: Retrieved,
    sources: Sequence[str] | None,
) -> Found:
    documents = None
    if sources is not None:
        documents = [retriever.index.document(source).id for source in sources]
    pool = {each.candidate.sentence.id: each.candidate.sentence for each in retrieved.ranked[:POOL]}
    pool.update((each.id, each) for each in retriever.alike(best, documents))
    pool.pop(best.id, None)
    _, *others = distinct([best, *pool.values()], retriever.index.text)
    idf = _Idf(retriever)
    same = restatements(best, others, idf)
    rest = [other for other in others if other not in same]
    same = [*same, *disputes(best, rest, idf)]
    found = marks(question, best.text, retrieved.readings.get(best.id))
    if question.kind == "number" and found:
        same = [other for other in same if _tells(best, found, other)]
    return Found((best, *same[: MOST_CITATIONS - 1]))


def _tells(best: Sentence, marked: Sequence[tuple[int, int]], other: Sentence) -> bool:
    """Whether a retelling has the number that answers, or another one in its place.

    «2500 في العراق و900 في سوريا» is retold by many a sentence that says nothing of Syria.
    """
    asked = [
        number.value
        for number in numbers(best.text)
        if any(start < number.end and number.start < end for start, end in marked)
    ]
    if not asked or {number.value for number in numbers(other.text)} & set(asked):
        return True
    answer = " ".join(best.text[start:end] for start, end in marked)
    told = differences([(1, best.text), (2, other.text)])
    values = [value.text for each in told if each.kind == "number" for value in each.values]
    return any(value in answer or answer in value for value in values)


class _Idf:
    """The idf of index terms among sentences, each looked up once."""

    def __init__(self, retriever: Retriever) -> None:
        self._index = retriever.index
        self._number = retriever.index.totals().sentences
        self._known: dict[str, float] = {}

    def __call__(self, term: str) -> float:
        if term not in self._known:
            held = self._index.counts([term]).get(term, (0, 0))[0]
            self._known[term] = log(1 + (self._number - held + 0.5) / (held + 0.5))
        return self._known[term]
