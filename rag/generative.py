"""The answerer with a language model: it writes, and what it writes is checked before it counts."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from math import log as ln
from time import thread_time

from index.errors import ModelError, QuestionError
from index.log import log
from index.values import Sentence
from rag import followup, legible, prompt, stopping
from rag.agreement import disputes, restatements
from rag.answer import Support
from rag.llm import FormatRefusedError, LanguageModel, LateError, TooLongError
from rag.markers import Marked
from rag.query import check, language
from rag.question import Language, Message, Question
from rag.reply import Reader
from rag.retriever import Retrieved, Retriever
from rag.support import best_first, invented
from rag.tally import Tally
from rag.twins import plain
from rag.verifier import CARRIED, RuleVerifier, Verifier

MOST_CITATIONS = 8
"""Sentences cited for one statement, as in an extractive answer."""
REWRITING = 1 / 3
"""Share of an answer's time that the rewriting of a follow-up may take before it."""
LONGEST = 600
"""Characters of a statement; it is to be short, and what a check costs rises with its square."""
CHECKING_S = 3.0
"""Seconds of the processor for checking all statements of an answer: four take some 0.1."""
LEADING = 10
"""Ranked sentences offered before those that restate the best: the answer is mostly among them."""
OUTCOMES = ("told", "denied", "late", "failed", "unusable", "broken")
"""What becomes of a question put to the model: answered; "the sentences don't say"; no answer in
time, none at all, or none that can be used; an answer that breaks off."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement the model wrote, the sentences behind it, the best first, and how they stand."""

    text: str
    sentences: tuple[Sentence, ...]
    support: Support


class NothingLeftError(ModelError):
    """The model was reached, and nothing it said can be used."""


class Generative:
    """Answers with a language model over retrieved sentences.

    The model chooses numbers; quotes are copied from the index. `unsupported` keeps statements
    that fail the check, marked so; they are left out by default. `verifier` says whether
    sentences carry a statement.
    """

    def __init__(
        self,
        model: LanguageModel,
        *,
        unsupported: bool = False,
        verifier: Verifier | None = None,
    ) -> None:
        self.model = model
        self.unsupported = unsupported
        self.verifier = verifier or RuleVerifier()
        self.outcomes = Tally(*OUTCOMES)
        self.checked = Tally("supported", "unsupported")

    @property
    def name(self) -> str:
        """The answerer's name: the setting's value."""
        return self.model.name

    def warm(self) -> None:
        """Make the model's client; what it lacks is said to the log before anybody asks."""
        try:
            self.model.prepare()
        except ModelError as error:
            log.warning("%s; until then answers are extractive", error)

    def rewritten(self, asked: Question, history: Sequence[Message]) -> str:
        """A follow-up as a question that stands alone; the question itself where that fails.

        A rewriting that brings in a number or a name of which nobody has spoken is not used.
        Raises ModelError where the model can't be had.
        """
        if not history or not followup.leans(asked.text, asked.language, asked.terms):
            return asked.text
        messages = prompt.rewrite(asked.text, asked.language, history)
        until = self.model.deadline(REWRITING)
        reply = Reader(()).thoughtless(self.model.complete(messages, until))
        try:
            new = check(reply.strip().strip("\"'“”«»`").strip())
        except QuestionError as error:
            log.warning("the follow-up was not rewritten: %s", error)
            return asked.text
        spoken = [asked.text, *(turn.content for turn in history)]
        if "\n" in new or language(new) != asked.language or legible.fault(new):
            return asked.text
        try:
            with stopping.within(CHECKING_S):
                return asked.text if invented(new, spoken) else new
        except stopping.OverdueError:
            return asked.text

    def statements(
        self,
        retriever: Retriever,
        question: Question,
        retrieved: Retrieved,
        best: Sequence[Sentence],
    ) -> Generator[Told, None, None]:
        """The statements that answer a question, each when it is complete and checked.

        `best` are the sentences the extractive answer would cite. Those that fail the check come
        last, where they are kept, so that the first has the best evidence. Raises ModelError where
        the model fails, also after some statements, and NothingLeftError where none is usable; the
        iterator is empty where the model says that the sentences hold no answer.
        """
        ranked = [scored.candidate.sentence for scored in retrieved.ranked]
        offered = prompt.offered(chain(ranked[:1], best, ranked[1:LEADING], ranked[LEADING:]))
        given = dropped = 0
        none = False
        failed: list[Told] = []
        said: set[str] = set()
        left = CHECKING_S
        for marked in self._read(question, offered):
            if marked is None:
                none = True
                continue
            if (key := plain(marked.text)) in said:
                continue
            begun = thread_time()
            with self._within(left):
                told = self._checked(retriever, marked, offered, question.language)
            left -= thread_time() - begun
            if told is None:
                dropped += 1
                continue
            said.add(key)
            if told.support == "unsupported":
                failed.append(told)
            else:
                given += 1
                yield told
        yield from failed
        if not (given or failed or none):
            raise NothingLeftError(
                f"ISNAD_LLM={self.name} wrote nothing that its sentences carry"
                if dropped
                else f"ISNAD_LLM={self.name} does not keep to the form asked for"
            )

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Check for so long at most; LateError where it takes longer."""
        try:
            with stopping.within(seconds):
                yield
        except stopping.OverdueError as error:
            raise LateError(f"ISNAD_LLM={self.name} wrote what takes too long to check") from error

    def _read(self, question: Question, offered: Mapping[int, Sentence]) -> Iterator[Marked | None]:
        """The statements of the reply, asked for once more where it can't be read.

        The last is None where the model says that there is no answer.
        """
        structured, until = self.model.structured, self.model.deadline()
        while True:
            messages = prompt.ask(question.text, question.language, offered, structured=structured)
            reader = Reader(offered)
            try:
                schema = prompt.SCHEMA if structured else None
                yield from self._spoken(reader, messages, schema, until)
                break
            except FormatRefusedError:
                structured = False
            except TooLongError:
                if len(offered) < 2:
                    raise
                offered = dict(islice(offered.items(), len(offered) // 2))
        if not reader.formed:
            messages = prompt.repair(messages, reader.text)
            reader = Reader(offered)
            yield from self._spoken(reader, messages, None, until)
        if reader.none:
            yield None

    def _spoken(
        self,
        reader: Reader,
        messages: prompt.Messages,
        schema: Mapping[str, object] | None,
        until: float,
    ) -> Iterator[Marked]:
        with closing(self.model.stream(messages, schema, until)) as pieces:
            for piece in pieces:
                yield from reader.feed(piece)
                if reader.full:
                    break
        yield from reader.end()

    def _checked(
        self,
        retriever: Retriever,
        marked: Marked,
        offered: Mapping[int, Sentence],
        spoken: Language,
    ) -> Told | None:
        """The statement with the sentences that carry it; None where it is to be left out."""
        stopping.check()
        long = f"it has {len(marked.text)} characters" if len(marked.text) > LONGEST else ""
        if reason := long or legible.fault(marked.text):
            log.info("left out: %.200s (%s)", marked.text, reason)
            return None
        numbered = [offered[number] for number in marked.numbers]
        with retriever.index.reading():  # the model took its time: a source may be gone by now
            found = retriever.index.sentences_by_id([each.id for each in offered.values()])
        present = {sentence.id for sentence in found}
        cited = [sentence for sentence in numbered if sentence.id in present]
        if not cited or language(marked.text) != spoken:
            return None
        texts = [sentence.text for sentence in cited]
        score = self.verifier.score(texts, marked.text)
        self.checked.add("supported" if score >= CARRIED else "unsupported")
        if score < CARRIED:
            log.info("left out: %s (its sentences carry it to %.2f)", marked.text, score)
            return Told(marked.text, tuple(cited), "unsupported") if self.unsupported else None
        ordered = tuple(cited[i] for i in best_first(marked.text, texts))
        with retriever.index.reading():
            more = _agreeing(retriever, ordered, found)
        return Told(marked.text, (*ordered, *more)[:MOST_CITATIONS], "supported")


def _agreeing(
    retriever: Retriever, cited: Sequence[Sentence], offered: Sequence[Sentence]
) -> list[Sentence]:
    """The offered sentences that state what the best cited one states, or dispute it.

    Which sources agree is for the sources to say, not for the model.
    """
    held: dict[str, float] = {}
    number = retriever.index.totals().sentences

    def idf(term: str) -> float:
        if term not in held:
            count = retriever.index.counts([term]).get(term, (0, 0))[0]
            held[term] = ln(1 + (number - count + 0.5) / (count + 0.5))
        return held[term]

    others = [sentence for sentence in offered if sentence not in cited]
    same = restatements(cited[0], others, idf)
    rest = [sentence for sentence in others if sentence not in same]
    return [*same, *disputes(cited[0], rest, idf)]
