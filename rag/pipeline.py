"""The whole way from a question to an Answer, over one index."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

from index.errors import InputError, ModelError
from index.log import log
from index.store import Index
from index.values import Sentence
from rag import extractive
from rag.agreement import differences
from rag.answer import EXTRACTIVE, Agreement, Answer, Citation, Short, Statement, Support
from rag.marks import marks, short
from rag.notes import EMPTY, NOT_SAID, NOTES, Note, marked
from rag.query import parse
from rag.question import Message, Question
from rag.retriever import Hit, Retrieved, Retriever
from rag.steps import Step, unwatched
from rag.tally import Tally
from rag.twins import distinct

if TYPE_CHECKING:
    from rag.generative import Generative, Told
    from rag.reranker import Reranker
    from rag.scorer import Scorer


NEAREST = 3
"""Sentences shown with a refusal."""
DENIED_BELOW = 0.6
"""Confidence below which a language model's "the sentences don't say" refuses a question; above it
the extractive answer stands, so that neither a weak model nor an article can silence the rest."""

Event = Citation | Statement | Answer
Said = tuple[str, Sequence[Sentence], Support]
"""A statement's text, the sentences behind it, the best first, and how they carry it."""


class Pipeline:
    """Asks and searches one index; safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        *,
        public_url: str = "",
        thesaurus: Path | None = None,
        lexicon: Path | None = None,
        generative: "Generative | None" = None,
        reranker: "Reranker | None" = None,
        scorer: "Scorer | None" = None,
    ) -> None:
        self.index = index
        self.generative = generative
        self.retriever = Retriever(index, reranker, scorer)
        self.public_url = public_url.rstrip("/")
        self.thesaurus = thesaurus
        self.lexicon = lexicon
        self.step: Step = unwatched

    @property
    def answerers(self) -> tuple[str, ...]:
        """The names a question may be put to; the first is the default."""
        return (self.generative.name, EXTRACTIVE) if self.generative else (EXTRACTIVE,)

    def ask(
        self,
        question: str,
        history: Sequence[Message] = (),
        sources: Sequence[str] | None = None,
        answerer: str | None = None,
    ) -> Answer:
        """The answer to a question.

        `history` holds the earlier turns it may lean on, `sources` narrows it to some.
        Raises QuestionError, UnknownSourceError, and InputError for an unknown answerer.
        """
        for event in self.stream(question, history, sources, answerer):
            if isinstance(event, Answer):
                return event
        raise AssertionError("a stream ends with its Answer")

    def stream(
        self,
        question: str,
        history: Sequence[Message] = (),
        sources: Sequence[str] | None = None,
        answerer: str | None = None,
    ) -> Iterator[Event]:
        """The answer as it forms: each citation before the statement that names it, and last
        the whole Answer. Raises as `ask` does.
        """
        if answerer not in (None, *self.answerers):
            known = ", ".join(self.answerers)
            raise InputError(f"no answerer is named {answerer!r}; there are: {known}")
        model = self.generative if answerer != EXTRACTIVE else None
        with self.index.reading():
            asked = self.parsed(question, history)
        notes: list[Note] = []
        if model is not None:
            try:
                alone = model.rewritten(asked, history)
            except ModelError as error:  # nor would it answer, and somebody waits
                notes.append(_noted(error))
                model.outcomes.add(notes[-1])
                model = None
            else:
                if alone != asked.text:
                    with self.index.reading():
                        asked = self.parsed(alone)
        yield from self._answer(asked, sources, model, notes)

    def _answer(
        self,
        asked: Question,
        sources: Sequence[str] | None,
        model: "Generative | None",
        notes: Sequence[Note],
    ) -> Iterator[Event]:
        with self.index.reading():
            retrieved = self._distinct(self.retriever.retrieve(asked, sources=sources))
        with self.step("answering"):
            if not retrieved.answers:
                yield self._refusal(asked, retrieved)
            elif model is not None:
                yield from self._generate(model, asked, retrieved, sources)
            else:
                found = self._found(asked, retrieved, sources)
                yield from self._tell(asked, retrieved, retrieved.answerer, found, notes)

    def search(self, query: str, k: int = 10, sources: Sequence[str] | None = None) -> list[Hit]:
        """The `k` best sentences for a query; QuestionError, UnknownSourceError."""
        with self.index.reading():
            found = self.retriever.retrieve(self.parsed(query), k, sources)
        return [Hit(each.candidate.sentence, each.score) for each in found.ranked[:k]]

    def sureness(self, question: str, sources: Sequence[str] | None = None) -> float:
        """How sure an answer would be, 0 to 1, without giving it; raises as `search` does."""
        with self.index.reading():
            asked = self.parsed(question)
            return self.retriever.retrieve(asked, sources=sources).sure

    def warm(self) -> None:
        """Load in the background what the first question to the language model would wait for."""
        if self.generative is not None:
            Thread(target=self.generative.warm, name="isnad-warm", daemon=True).start()

    def watched(self, step: Step) -> None:
        """Have every step of an answer's making run within what `step` gives for it."""
        self.step = self.retriever.step = step

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()

    def parsed(self, question: str, history: Sequence[Message] = ()) -> Question:
        """The question as it is searched for; call it within `index.reading()`. QuestionError."""
        index = self.index
        return parse(
            question,
            index.spellings,
            self.thesaurus,
            history,
            index.known,
            self.lexicon,
        )

    def _found(
        self, asked: Question, retrieved: Retrieved, sources: Sequence[str] | None
    ) -> Iterator[Said]:
        for found in extractive.statements(self.retriever, asked, retrieved, sources):
            yield found.sentences[0].text, found.sentences, "verbatim"

    def _generate(
        self,
        model: "Generative",
        asked: Question,
        retrieved: Retrieved,
        sources: Sequence[str] | None,
    ) -> Iterator[Event]:
        """The model's answer; where nothing of it can be used, the extractive one."""
        found = next(self._found(asked, retrieved, sources), None)
        best = found[1] if found else ()
        with closing(model.statements(self.retriever, asked, retrieved, best)) as told:
            try:
                first = next(told, None)
            except ModelError as error:
                notes = [_noted(error)]
                model.outcomes.add(notes[0])
            else:
                if first is not None:
                    broken: list[Note] = []
                    heard = _heard(first, told, broken, model.outcomes)
                    yield from self._tell(asked, retrieved, model.name, heard, broken)
                    return
                model.outcomes.add("denied")
                if retrieved.sure < DENIED_BELOW:
                    yield self._refusal(asked, retrieved, model.name)
                    return
                log.warning("ISNAD_LLM=%s finds no answer: the extractive one is given", model.name)
                notes = ["denied"]
        yield from self._answer(asked, sources, None, notes)  # from the index as it is by now

    def _tell(
        self,
        asked: Question,
        retrieved: Retrieved,
        answerer: str,
        said: Iterable[Said],
        notes: Sequence[Note] = (),
    ) -> Iterator[Event]:
        """The parts of an answer; `notes` are read last, since `said` may still add to them."""
        citations: dict[int, Citation] = {}
        statements: list[Statement] = []
        agreement: list[Agreement] = []
        direct: Short | None = None
        for text, sentences, support in said:
            for sentence in sentences:
                if sentence.id not in citations:
                    citation = self._citation(len(citations) + 1, sentence)
                    citations[sentence.id] = citation
                    yield citation
            own = [citations[sentence.id] for sentence in sentences]
            agreement.append(
                Agreement(
                    len(statements),
                    len({citation.source for citation in own}),
                    differences([(citation.id, citation.quote) for citation in own]),
                )
            )
            shown = support == "verbatim" or (support == "supported" and asked.language == "ar")
            reading = retrieved.readings.get(sentences[0].id) if support == "verbatim" else None
            where = marks(asked, text, reading) if shown else ()
            statements.append(Statement(text, tuple(c.id for c in own), support, where))
            if len(statements) == 1 and reading is not None:
                direct = short(asked, own[0], reading, retrieved.sure)
            yield statements[-1]
        yield Answer(
            id=_new_id(),
            question=asked.text,
            language=asked.language,
            answered=True,
            confidence=round(retrieved.sure, 3),
            text="\n".join(map(marked, statements)),
            statements=tuple(statements),
            citations=tuple(citations.values()),
            agreement=tuple(agreement),
            nearest=(),
            answerer=answerer,
            short=direct,
            note=" ".join(NOTES[each][asked.language] for each in notes),
        )

    def _distinct(self, retrieved: Retrieved) -> Retrieved:
        """The ranked candidates, those of a text under several names once."""
        sentences = [each.candidate.sentence for each in retrieved.ranked]
        kept = {sentence.id for sentence in distinct(sentences, self.index.text)}
        ranked = [each for each in retrieved.ranked if each.candidate.sentence.id in kept]
        return replace(retrieved, ranked=ranked)

    def _refusal(self, asked: Question, retrieved: Retrieved, answerer: str = "") -> Answer:
        nearest = [each.candidate.sentence for each in retrieved.ranked[:NEAREST]]
        return Answer(
            id=_new_id(),
            question=asked.text,
            language=asked.language,
            answered=False,
            confidence=round(retrieved.sure, 3),
            text=(NOT_SAID if retrieved.statistics.totals.sentences else EMPTY)[asked.language],
            statements=(),
            citations=(),
            agreement=(),
            nearest=tuple(self._citation(n, each) for n, each in enumerate(nearest, start=1)),
            answerer=answerer or retrieved.answerer,
        )

    def _citation(self, number: int, sentence: Sentence) -> Citation:
        return Citation(
            id=number,
            source=sentence.source,
            sha256=sentence.sha256,
            sentence=sentence.ordinal,
            start=sentence.start,
            end=sentence.end,
            quote=sentence.text,
            url=f"{self.public_url}/sources/{quote(sentence.source)}#s{sentence.ordinal}",
        )


def _heard(
    first: "Told", rest: Iterator["Told"], notes: list[Note], outcomes: Tally
) -> Iterator[Said]:
    """What a model tells, as far as it gets: what was checked stands, whatever comes after it."""
    try:
        for told in chain((first,), rest):
            yield told.text, told.sentences, told.support
    except ModelError as error:
        log.warning("%s; the statements before that are given", error)
        notes.append("broken")
    outcomes.add(notes[-1] if notes else "told")


def _noted(error: ModelError) -> Note:
    """Tell the log why the extractive answer is given, and the reader in short."""
    from rag.generative import NothingLeftError
    from rag.llm import LateError

    log.warning("%s; the extractive answer is given", error)
    if isinstance(error, NothingLeftError):
        return "unusable"
    return "late" if isinstance(error, LateError) else "failed"


def _new_id() -> str:
    """An id nobody can guess: it is also the address of a shared answer."""
    return f"a-{secrets.token_hex(8)}"
