"""The service behind REST and the chat page: answers are kept, addresses made public."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from index.errors import FileError, StoreError
from index.files import from_bytes
from index.log import log
from index.store import UPLOADS, Outcome
from index.values import File
from rag.answer import EXTRACTIVE, Answer, Citation, Statement
from rag.question import Message
from rag.recheck import Check, in_index, recheck
from ui.audit import Audit
from ui.counts import Counts
from ui.kept import Kept
from ui.seats import Seats, model_seats, writer_seats
from ui.sessions import ANYONE
from ui.uploads import MEGABYTE, check_name

if TYPE_CHECKING:
    from rag.pipeline import Pipeline

Event = Citation | Statement | Answer


@dataclass(frozen=True, slots=True)
class Service:
    """A pipeline, the kept answers and what the outside may see of them.

    `public_url` (no slash at its end) stands before the addresses in answers; `max_upload` is
    the largest upload in bytes, `audit` the log of changes; `model_calls` and `writers` are the
    places for what waits. Every method may be called from any thread; none is async.
    """

    pipeline: "Pipeline"
    kept: Kept
    public_url: str = ""
    max_upload: int = 32 * MEGABYTE
    audit: Audit | None = None
    model_calls: Seats = field(default_factory=model_seats)
    writers: Seats = field(default_factory=writer_seats)
    counts: Counts = field(default_factory=Counts)

    def seats(self, answerer: str | None) -> Seats | None:
        """The places for a question to this answerer; None where any worker may take it."""
        chosen = answerer or self.pipeline.answerers[0]
        return None if chosen == EXTRACTIVE else self.model_calls

    def ask(
        self,
        question: str,
        history: Sequence[Message] = (),
        sources: Sequence[str] | None = None,
        answerer: str | None = None,
        conversation: str = "",
    ) -> Answer:
        """One answer, kept; the errors are those of Pipeline.ask."""
        answer = self.pipeline.ask(question, history, sources, answerer)
        self._keep(answer, conversation)
        return self.public(answer)

    def stream(
        self,
        question: str,
        history: Sequence[Message] = (),
        sources: Sequence[str] | None = None,
        answerer: str | None = None,
        conversation: str = "",
    ) -> Generator[Event, None, None]:
        """The parts of an answer as they come, the whole Answer last, kept then.

        Closing the iterator stops the work.
        """
        parts = self.pipeline.stream(question, history, sources, answerer)
        with closing(_generator(parts)) as events:
            for event in events:
                if isinstance(event, Answer):
                    self._keep(event, conversation)
                    yield self.public(event)
                elif isinstance(event, Citation):
                    yield self._public_citation(event)
                else:
                    yield event

    def recheck(self, body: Mapping[str, Any]) -> list[Check]:
        """What became of the citations of a kept answer, or of the nearest of a refusal."""
        part = "citation" if body["citations"] else "nearest"
        with self.pipeline.index.reading():
            lookup = in_index(self.pipeline.index)
            return recheck(body["citations"] or body["nearest"], lookup, part)

    def upload(
        self, files: Iterable[tuple[str, bytes]], who: str = ANYONE.name
    ) -> list[Outcome | FileError]:
        """Take files in by name and bytes, each replacing the source of its name.

        One result for each file, in order; a FileError keeps the kind of what was wrong. The
        audit log says by whom.
        """
        taken = [self._file(name, data) for name, data in files]
        good = [file for file in taken if isinstance(file, File)]
        known = {file.source for file in good if self.pipeline.index.find(file.source)}
        outcomes = []
        with self.counts.changes.track_inprogress():
            for outcome in self.pipeline.index.add(good):
                if outcome.status == "indexed":
                    what = "replaced" if outcome.source in known else "added"
                    self._note(who, what, outcome.source)
                outcomes.append(outcome)
        each = iter(outcomes)
        return [next(each) if isinstance(file, File) else file for file in taken]

    def remove(self, source: str, who: str = ANYONE.name) -> None:
        """Take a source out; UnknownSourceError where there is none, else the audit log says so."""
        with self.counts.changes.track_inprogress():
            self.pipeline.index.remove(source)
        self._note(who, "removed", source)

    def public(self, answer: Answer) -> Answer:
        """The answer with public addresses."""
        if not self.public_url:
            return answer
        return replace(
            answer,
            citations=tuple(self._public_citation(c) for c in answer.citations),
            nearest=tuple(self._public_citation(c) for c in answer.nearest),
        )

    def public_body(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The same for a kept answer's dict."""
        return {
            **body,
            "citations": [{**c, "url": self.address(c["url"])} for c in body["citations"]],
            "nearest": [{**c, "url": self.address(c["url"])} for c in body["nearest"]],
        }

    def address(self, path: str) -> str:
        """The public address of one of our paths."""
        return self.public_url + path if path.startswith("/") else path

    def _public_citation(self, citation: Citation) -> Citation:
        return replace(citation, url=self.address(citation.url)) if self.public_url else citation

    def _file(self, name: str, data: bytes) -> File | FileError:
        name = normalize("NFC", name)  # macOS parts letters and marks, which look the same
        try:
            check_name(name)
            return from_bytes(name, data, UPLOADS)
        except FileError as error:
            there = self.pipeline.index.find(error.source) is not None
            return error.kept() if there else error

    def _note(self, who: str, what: str, source: str) -> None:
        if self.audit is not None:
            self.audit.note(who, what, source=source)

    def _keep(self, answer: Answer, conversation: str) -> None:
        """A full disk must not cost the reader the answer, only its permanent address."""
        self.counts.answer(answer.answerer, answered=answer.answered)
        try:
            self.kept.keep(answer, conversation)
        except StoreError as error:
            log.warning("answer %s was not kept: %s", answer.id, error)


def _generator(parts: Iterator[Event]) -> Generator[Event, None, None]:
    """An iterator that can be closed, and with it the one inside."""
    if isinstance(parts, Generator):
        return parts
    return (part for part in parts)
