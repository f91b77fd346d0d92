"""Answers in OpenAI's form: chat completions, their annotations, and the chunks of a stream."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import Any

from index.encoding import count
from rag.answer import Answer, Statement
from rag.notes import marked
from ui.openai_errors import error_object
from ui.problems import FAILURES, detail_of, log_failure, status_of
from ui.replies import dumps
from ui.service import Event

DONE = b"data: [DONE]\n\n"


def completion(frame: dict[str, Any], answer: Answer, used: dict[str, int]) -> dict[str, Any]:
    """The whole answer as a chat completion; `frame` holds its id, time and model."""
    message = {
        "role": "assistant",
        "content": answer.text,
        "refusal": None,
        "annotations": annotations(answer),
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    more = {"choices": [choice], "usage": used, "isnad": answer.to_dict()}
    return {**frame, "object": "chat.completion", **more}


def annotations(answer: Answer) -> list[dict[str, Any]]:
    """One url_citation for each marker [n] that follows a statement in the answer's text.

    The range is the marker's own, in code points and with an exclusive end, as OpenAI's are the
    range of the inline link: `text[start_index:end_index] == "[1]"`.
    """
    cited = {citation.id: citation for citation in answer.citations}
    found = []
    at = 0
    for statement in answer.statements:
        at = answer.text.index(statement.text, at) + len(statement.text)
        for number in statement.citations:
            marker = f"[{number}]"
            start = answer.text.index(marker, at)
            at = start + len(marker)
            place = {
                "start_index": start,
                "end_index": at,
                "url": cited[number].url,
                "title": cited[number].quote,
            }
            found.append({"type": "url_citation", "url_citation": place})
    return found


def usage(prompt: str, reply: str) -> dict[str, int]:
    """The tokens of both, by our own encoding."""
    asked, said = count(prompt), count(reply)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


@dataclass(frozen=True, slots=True)
class Chunks:
    """A completion in chunks: the role, one for each statement, the last with the citations.

    `frame` holds what all chunks share. With `prompt` given, the usage follows as a chunk of its
    own, as `stream_options.include_usage` asks.
    """

    frame: dict[str, Any]
    prompt: str | None = None

    def of(self, parts: Generator[Event, None, None]) -> Generator[bytes, None, None]:
        """The chunks of an answer's parts; an error after the first ends them with OpenAI's."""
        said = ""
        with closing(parts):
            first = next(parts)
            yield self._chunk({"role": "assistant", "content": "", "refusal": None})
            try:
                for part in chain([first], parts):
                    if isinstance(part, Statement):
                        more = ("\n" if said else "") + marked(part)
                        said += more
                        yield self._chunk({"content": more})
                    elif isinstance(part, Answer):
                        yield from self._end(part, said)
            except FAILURES as error:
                log_failure(error)
                yield _data(error_object(status_of(error), detail_of(error)))

    def _end(self, answer: Answer, said: str) -> Iterator[bytes]:
        if rest := answer.text.removeprefix(said):
            yield self._chunk({"content": rest})  # all of it, where nothing is answered
        cited = {"annotations": annotations(answer)}
        yield self._chunk(cited, "stop", isnad=answer.to_dict())
        if self.prompt is not None:
            yield self._data(choices=[], usage=usage(self.prompt, answer.text))
        yield DONE

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        unused = {} if self.prompt is None else {"usage": None}
        return self._data(choices=[choice], **unused, **more)

    def _data(self, **more: Any) -> bytes:
        return _data({**self.frame, "object": "chat.completion.chunk", **more})


def _data(body: dict[str, Any]) -> bytes:
    return f"data: {dumps(body)}\n\n".encode("utf-8", "replace")
