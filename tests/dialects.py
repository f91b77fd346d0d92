"""How each provider's HTTP API puts a chat into requests and streams: for the tests' server."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Pieces = Sequence[str]
Body = dict[str, Any]


@dataclass(frozen=True)
class Dialect:
    """One API: its answers are `frames`, its requests are read as OpenAI's by `messages`."""

    name: str
    package: str
    """The LangChain package that speaks it."""
    base: str
    """The path of its base address."""
    kind: str
    """The content type of a streamed reply."""
    key: str
    """The header that carries the key."""
    schema: tuple[str, ...]
    """Where in a request's body a JSON schema stands; empty where there is no place for one."""
    stall: bytes
    """What keeps a connection alive and says nothing."""
    frames: Callable[[Pieces], Iterator[bytes]]
    messages: Callable[[Body], list[dict[str, str]]]
    error: Callable[[int, str], Body]

    def wants_schema(self, body: Body) -> bool:
        """Whether a request holds the model to a schema."""
        found: Any = body
        for name in self.schema:
            found = (found or {}).get(name)
        return bool(self.schema and found)


def _sse(data: Any, name: str = "") -> bytes:
    text = data if isinstance(data, str) else json.dumps(data)
    return (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode()


def _openai(pieces: Pieces) -> Iterator[bytes]:
    frame = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    for text in pieces:
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}}
        yield _sse({**frame, "choices": [{**choice, "finish_reason": None}]})
    yield _sse({**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield _sse("[DONE]")


def _anthropic(pieces: Pieces) -> Iterator[bytes]:
    usage = {"input_tokens": 9, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": []}
    begun = {**message, "stop_reason": None, "stop_sequence": None, "usage": usage}
    block = {"type": "text", "text": ""}
    opening = _sse({"type": "message_start", "message": begun}, "message_start") + _sse(
        {"type": "content_block_start", "index": 0, "content_block": block}, "content_block_start"
    )
    for text in pieces:
        delta = {"type": "text_delta", "text": text}
        event = {"type": "content_block_delta", "index": 0, "delta": delta}
        yield opening + _sse(event, "content_block_delta")
        opening = b""
    yield opening + _sse({"type": "content_block_stop", "index": 0}, "content_block_stop")
    ended = {"stop_reason": "end_turn", "stop_sequence": None}
    yield _sse({"type": "message_delta", "delta": ended, "usage": usage}, "message_delta")
    yield _sse({"type": "message_stop"}, "message_stop")


def _google(pieces: Pieces) -> Iterator[bytes]:
    usage = {"promptTokenCount": 9, "candidatesTokenCount": 1, "totalTokenCount": 10}
    for text in pieces:
        content = {"role": "model", "parts": [{"text": text}]}
        yield _sse({"candidates": [{"content": content, "index": 0}], "usageMetadata": usage})
    content = {"role": "model", "parts": [{"text": ""}]}
    last = {"content": content, "index": 0, "finishReason": "STOP"}
    yield _sse({"candidates": [last], "usageMetadata": usage})


def _ollama(pieces: Pieces) -> Iterator[bytes]:
    frame = {"model": "m", "created_at": "2025-01-01T00:00:00Z"}
    for text in pieces:
        message = {"role": "assistant", "content": text}
        yield json.dumps({**frame, "message": message, "done": False}).encode() + b"\n"
    last = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    yield json.dumps({**frame, **last, "eval_count": 1}).encode() + b"\n"


def _text(content: Any) -> str:
    """The text of a message's content or parts."""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def _plain(body: Body) -> list[dict[str, str]]:
    return [{"role": m["role"], "content": _text(m["content"])} for m in body["messages"]]


def _from_anthropic(body: Body) -> list[dict[str, str]]:
    return [{"role": "system", "content": _text(body["system"])}, *_plain(body)]


def _from_google(body: Body) -> list[dict[str, str]]:
    roles = {"model": "assistant"}
    told = [
        {"role": roles.get(turn["role"], turn["role"]), "content": _text(turn["parts"])}
        for turn in body["contents"]
    ]
    return [{"role": "system", "content": _text(body["systemInstruction"]["parts"])}, *told]


DIALECTS = {
    each.name: each
    for each in (
        Dialect(
            "openai",
            "langchain_openai",
            "/v1",
            "text/event-stream",
            "authorization",
            ("response_format", "json_schema"),
            b": still here\n\n",
            _openai,
            _plain,
            lambda _, text: {"error": {"message": text, "type": "x", "code": None}},
        ),
        Dialect(
            "anthropic",
            "langchain_anthropic",
            "",
            "text/event-stream",
            "authorization",
            (),
            _sse({"type": "ping"}, "ping"),
            _anthropic,
            _from_anthropic,
            lambda _, text: {"type": "error", "error": {"type": "x", "message": text}},
        ),
        Dialect(
            "google_genai",
            "langchain_google_genai",
            "",
            "text/event-stream",
            "x-goog-api-key",
            ("generationConfig", "responseJsonSchema"),
            b"",
            _google,
            _from_google,
            lambda status, text: {"error": {"code": status, "message": text, "status": "X"}},
        ),
        Dialect(
            "ollama",
            "langchain_ollama",
            "",
            "application/x-ndjson",
            "authorization",
            ("format",),
            b"",
            _ollama,
            _plain,
            lambda _, text: {"error": text},
        ),
    )
}
