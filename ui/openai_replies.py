"""Answers in OpenAI's form: chat completions, their annotations, and the chunks of a stream."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain
from typing import Any

from anyio import from_thread
from starlette.types import Message, Send

from index.encoding import count
from rag.answer import Answer, Statement
from rag.notes import marked
from rag.stopping import StoppedError, until
from ui.events import EventStream
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


class ChatStream(EventStream):
    """A completion in chunks: the role, one for each statement, the last with the citations.

    `frame` holds what all chunks share. With `prompt` given, the usage follows as a chunk of its
    own, as `stream_options.include_usage` asks.
    """

    def __init__(
        self,
        parts: Callable[[], Generator[Event, None, None]],
        frame: dict[str, Any],
        prompt: str | None = None,
    ) -> None:
        super().__init__(parts)
        self.frame = {**frame, "object": "chat.completion.chunk"}
        self.prompt = prompt

    def frames(self, parts: Iterable[Event]) -> Iterator[bytes]:
        """The chunks of an answer's parts; an error ends them with OpenAI's error object."""
        yield self._chunk({"role": "assistant", "content": "", "refusal": None})
        said = ""
        try:
            for part in parts:
                if isinstance(part, Statement):
                    more = ("\n" if said else "") + marked(part)
                    said += more
                    yield self._chunk({"content": more})
                elif isinstance(part, Answer):
                    yield from self._end(part, said)
        except StoppedError:
            return
        except FAILURES as error:
            log_failure(error)
            yield _data(error_object(status_of(error), detail_of(error)))

    def _end(self, answer: Answer, said: str) -> Iterator[bytes]:
        if rest := answer.text.removeprefix(said):
            yield self._chunk({"content": rest})  # all of it, where nothing is answered
        cited = {"annotations": annotations(answer)}
        yield self._chunk(cited, "stop", isnad=answer.to_dict())
        if self.prompt is not None:
            yield _data({**self.frame, "choices": [], "usage": usage(self.prompt, answer.text)})
        yield DONE

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        unused = {} if self.prompt is None else {"usage": None}
        return _data({**self.frame, "choices": [choice], **unused, **more})

    def _run(self, send: Send, gone: threading.Event) -> Exception | None:
        """The work of the thread; what is wrong with the question gets a status of its own."""

        async def sending(message: Message) -> None:
            await send(message)

        with until(gone), closing(self.parts()) as parts:
            try:
                first = next(parts)
            except StoppedError:
                return None
            except FAILURES as error:
                return error
            from_thread.run(sending, self._start())
            for body in self.frames(chain([first], parts)):
                if gone.is_set():
                    return None
                message = {"type": "http.response.body", "body": body, "more_body": True}
                from_thread.run(sending, message)
        from_thread.run(sending, {"type": "http.response.body", "body": b""})
        return None


def _data(body: dict[str, Any]) -> bytes:
    return f"data: {dumps(body)}\n\n".encode("utf-8", "replace")
