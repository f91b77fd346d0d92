"""The OpenAI-compatible routes: chat completions with citations, and the list of models."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from rag.answer import EXTRACTIVE
from rag.question import Message
from ui import openai_schemas
from ui.events import SERVER_SENT, Stream, Whole
from ui.openai_errors import Refused
from ui.openai_replies import Chunks, completion, usage
from ui.openai_schemas import ChatMessage, ChatRequest, Part
from ui.replies import Reply
from ui.schemas import MAX_MESSAGE, MAX_MESSAGES
from ui.service import Service

TEXT_PARTS = ("text", "refusal")
REASONS = {
    "n": "There is one answer to a question here: leave `n` out.",
    "tools": "No tools are called here: leave `tools` out.",
    "functions": "No functions are called here: leave `functions` out.",
    "response_format": "The answer is text with citations, and can't be given another form.",
    "modalities": "The answer is text alone.",
    "audio": "The answer is text alone.",
}
"""What would mislead if it were ignored; everything else is."""

ModelId = Annotated[str, Path(description="The `id` of a model.", examples=["isnad-extractive"])]


def routes(service: Service) -> APIRouter:
    """All of them, over one service."""
    router = APIRouter(tags=["openai"])
    since = int(time.time())

    @router.post(
        "/v1/chat/completions",
        summary="Ask as a chat",
        response_model=openai_schemas.Completion,
        responses={
            200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
            **_errors(400, 401, 404, 415, 429, 503),
        },
    )
    async def chat(request: ChatRequest, http: Request) -> Response:
        """The answer as an OpenAI chat completion.

        Each marker [n] of the text has an annotation of type `url_citation`; the whole Answer
        stands under `isnad`. With `stream`, OpenAI's chunks: one for each statement, the last
        with `annotations` in its delta and `isnad` beside it.
        """
        answerer = _answerer(service, request.model)
        _check(request)
        question, history = conversation(request.messages)
        base = str(http.base_url).rstrip("/")
        here = replace(service, public_url=service.public_url or base)
        asked = (question, history, None, answerer)
        frame = {"id": _new_id(), "created": int(time.time()), "model": request.model}
        prompt = "\n".join(_text(n, each) for n, each in enumerate(request.messages))
        seats = service.seats(answerer)
        if request.stream:
            options = request.stream_options
            with_usage = bool(options and options.include_usage)
            chunks = Chunks(frame, prompt if with_usage else None)
            return Stream(lambda: chunks.of(here.stream(*asked)), SERVER_SENT, seats)

        def whole() -> dict[str, Any]:
            answer = here.ask(*asked)
            return completion(frame, answer, usage(prompt, answer.text))

        return Whole(whole, seats)

    @router.get(
        "/v1/models",
        summary="List the models",
        response_model=openai_schemas.Models,
        responses=_errors(400, 401, 429, 503),
    )
    def list_models() -> Response:
        """The answerers, as OpenAI lists models; the first is the default."""
        data = [_model(each, since) for each in models(service)]
        return Reply({"object": "list", "data": data})

    @router.get(
        "/v1/models/{model:path}",
        summary="Read a model",
        response_model=openai_schemas.Model,
        responses=_errors(400, 401, 404, 429, 503),
    )
    def model(model: ModelId) -> Response:
        """One of the models."""
        _answerer(service, model)
        return Reply(_model(model, since))

    return router


def models(service: Service) -> dict[str, str]:
    """The answerer behind each model; a language model keeps its own name."""
    return {f"isnad-{a}" if a == EXTRACTIVE else a: a for a in service.pipeline.answerers}


def conversation(messages: Sequence[ChatMessage]) -> tuple[str, list[Message]]:
    """The question, which is the last user message, and the turns before it.

    Raises Refused where there is no question, or something that is no text.
    """
    turns: list[Message] = []
    last = -1
    for number, message in enumerate(messages):
        text = _text(number, message)
        if message.role == "user":
            last = len(turns)
            turns.append(Message("user", text))
        elif message.role == "assistant":
            turns.append(Message("assistant", text))
    if last < 0:
        raise Refused(400, "No message of the role user asks anything.", "messages", None)
    # A chat grows without end, and what was said long ago says little about the question.
    history = turns[max(0, last - MAX_MESSAGES) : last]
    clipped = [replace(turn, content=turn.content[:MAX_MESSAGE]) for turn in history]
    return turns[last].content, clipped


def _answerer(service: Service, model: str) -> str:
    known = models(service)
    if model not in known:
        message = f"The model {model!r} does not exist here; there are: {', '.join(known)}."
        raise Refused(404, message, "model", "model_not_found")
    return known[model]


def _check(request: ChatRequest) -> None:
    """Raise Refused for what would mislead if it were ignored."""
    form = request.response_format
    wrong = {
        "n": (request.n or 1) > 1,
        "tools": bool(request.tools),
        "functions": bool(request.functions),
        "response_format": form is not None and form.type != "text",
        "modalities": bool(request.modalities) and request.modalities != ["text"],
        "audio": request.audio is not None,
    }
    for param, reason in REASONS.items():
        if wrong[param]:
            raise Refused(400, reason, param, "unsupported_parameter")


def _text(number: int, message: ChatMessage) -> str:
    where = f"messages[{number}]"
    if message.role in ("tool", "function") or message.tool_calls:
        raise Refused(400, "No tools are called here.", where, "unsupported_value")
    if not isinstance(message.content, list):
        return _whole(message.content or "")
    return "\n".join(_part(f"{where}.content[{n}]", p) for n, p in enumerate(message.content))


def _part(where: str, part: Part) -> str:
    if part.type not in TEXT_PARTS:
        reason = f"A part of type {part.type[:100]!r} can't be read here: send text alone."
        raise Refused(400, reason, where, "unsupported_value")
    return _whole(part.text or part.refusal or "")


def _whole(text: str) -> str:
    """A text without half surrogate pairs, as a client leaves them that cuts an emoji in two."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _model(name: str, since: int) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": since, "owned_by": "isnad"}


def _new_id() -> str:
    return f"chatcmpl-{secrets.token_hex(12)}"


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: these statuses, and any other error, all in OpenAI's form."""
    known: dict[int | str, dict[str, Any]] = {
        status: {"model": openai_schemas.ErrorReply} for status in statuses
    }
    return {**known, "default": {"model": openai_schemas.ErrorReply, "description": "An error"}}
