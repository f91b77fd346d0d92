"""The objects of the OpenAI-compatible routes, as their documentation shows them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ui import schemas

MODEL = "isnad-extractive"
ADDRESS = "http://127.0.0.1:7860" + schemas.CITATION["url"]
TEXT = schemas.ANSWER["text"]
ANNOTATION: dict[str, Any] = {
    "type": "url_citation",
    "url_citation": {
        "start_index": TEXT.index("[1]"),
        "end_index": len(TEXT),
        "url": ADDRESS,
        "title": schemas.QUOTE,
    },
}
COMPLETION: dict[str, Any] = {
    "id": "chatcmpl-5d2f0c9a",
    "object": "chat.completion",
    "created": 1_767_225_600,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": TEXT,
                "refusal": None,
                "annotations": [ANNOTATION],
            },
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 9, "completion_tokens": 14, "total_tokens": 23},
    "isnad": {**schemas.ANSWER, "citations": [{**schemas.CITATION, "url": ADDRESS}]},
}


class _Request(BaseModel):
    """What a client sends; fields that mean nothing here are let through."""

    model_config = ConfigDict(extra="allow", strict=True)


class Part(_Request):
    """A part of a message; only `text` is read here."""

    type: str
    text: str | None = None
    refusal: str | None = None


class ChatMessage(_Request):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None
    tool_calls: list[Any] | None = Field(default=None, description="Refused.")


class StreamOptions(_Request):
    """What the stream is to hold."""

    include_usage: bool | None = None


class ResponseFormat(_Request):
    """The form of the answer; only `text` is given here."""

    type: str


class ChatRequest(_Request):
    """A conversation whose last user message is the question.

    What only tunes a language model (`temperature`, `max_tokens`, `seed`, …) is ignored.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": schemas.ANSWER["question"]}],
                }
            ]
        }
    )

    model: str = Field(description="One of `GET /v1/models`.")
    messages: list[ChatMessage] = Field(
        min_length=1,
        description="The last user message is the question; of the turns before it, the last 20"
        " are its history. System messages are ignored: the sources alone decide what is said.",
    )
    stream: bool | None = Field(default=None, description="Send server-sent events.")
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=None, ge=1, description="More than 1 is refused.")
    tools: list[Any] | None = Field(default=None, description="Refused.")
    functions: list[Any] | None = Field(default=None, description="Refused.")
    response_format: ResponseFormat | None = Field(
        default=None, description="Any type but `text` is refused."
    )
    modalities: list[str] | None = Field(
        default=None, description="Anything but `text` is refused."
    )
    audio: dict[str, Any] | None = Field(default=None, description="Refused.")


class UrlCitation(BaseModel):
    """A sentence of a source, and the marker in `content` that stands for it."""

    start_index: int = Field(
        ge=0, description="Where the marker [n] starts in `content`, in Unicode code points."
    )
    end_index: int = Field(ge=0, description="Exclusive: `content[start_index:end_index]`.")
    url: str = Field(description="The page of the source, at the sentence.")
    title: str = Field(description="The whole sentence, word for word.")


class Annotation(BaseModel):
    """A citation; one for each marker."""

    type: Literal["url_citation"]
    url_citation: UrlCitation


class AssistantMessage(BaseModel):
    """The answer."""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one choice there is."""

    index: int
    message: AssistantMessage
    logprobs: None
    finish_reason: Literal["stop"]


class Usage(BaseModel):
    """Tokens, counted with Isnad's own encoding."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """An answer in OpenAI's form, with the whole Answer under `isnad`."""

    model_config = ConfigDict(json_schema_extra={"examples": [COMPLETION]})

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    isnad: schemas.Answer


class Model(BaseModel):
    """An answerer, as a model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(BaseModel):
    """All of them; the first is the default."""

    object: Literal["list"]
    data: list[Model]


class ErrorObject(BaseModel):
    """What is wrong, as OpenAI says it."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorReply(BaseModel):
    """An error of these routes."""

    error: ErrorObject
