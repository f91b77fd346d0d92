"""The objects of the REST interface, as its documentation shows them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_QUESTION = 2_000
"""Characters; what the pipeline takes too."""
MAX_MESSAGES = 20
MAX_MESSAGE = 20_000
"""Characters; an answer of three long sentences stays well below."""
MAX_SOURCES = 1_000
MAX_NAME = 1_000
MAX_COMMENT = 2_000
MAX_K = 100

QUOTE = "واستهدف الهجوم قاعدة عين الأسد."
CITATION: dict[str, Any] = {
    "id": 1,
    "source": "001_19a3caf8993365fc.txt",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "sentence": 9,
    "start": 855,
    "end": 886,
    "quote": QUOTE,
    "url": "/sources/001_19a3caf8993365fc.txt#s9",
}
ANSWER: dict[str, Any] = {
    "id": "a-3f9c2d7e",
    "question": "ما القاعدة التي استهدفها الهجوم؟",
    "language": "ar",
    "answered": True,
    "confidence": 0.93,
    "text": QUOTE + " [1]",
    "statements": [
        {"text": QUOTE, "citations": [1], "support": "verbatim", "highlight": [[21, 30]]}
    ],
    "citations": [CITATION],
    "agreement": [{"statement": 0, "sources": 1, "differences": []}],
    "nearest": [],
    "answerer": "extractive",
    "short": {"text": "عين الأسد", "citation": 1, "start": 21, "end": 30},
}


def _example(**example: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class _Request(BaseModel):
    """What a client sends: no unknown field, and no guess at another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Turn(_Request):
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=MAX_MESSAGE)


Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]


class AskRequest(_Request):
    """A question on the indexed articles, in Arabic or English."""

    model_config = _example(question="ما القاعدة التي استهدفها الهجوم؟")

    question: str = Field(
        min_length=1,
        max_length=MAX_QUESTION,
        description="The question; it must hold a letter or a digit.",
    )
    history: list[Turn] = Field(
        default=[],
        max_length=MAX_MESSAGES,
        description="The turns before, oldest first, for a question that leans on them.",
    )
    sources: list[Name] | None = Field(
        default=None,
        min_length=1,
        max_length=MAX_SOURCES,
        description="Answer from these sources alone; left out: from all.",
    )
    answerer: str | None = Field(
        default=None,
        max_length=200,
        description="`extractive`, or the name of the language model that is set.",
    )
    stream: bool = Field(
        default=False, description="Send the answer as server-sent events, part by part."
    )


class SearchRequest(_Request):
    """A search for sentences."""

    model_config = _example(query="قاعدة عين الأسد", k=10)

    query: str = Field(min_length=1, max_length=MAX_QUESTION, description="Words or a question.")
    k: int = Field(default=10, ge=1, le=MAX_K, description="How many sentences at most.")


class FeedbackRequest(_Request):
    """What a reader thinks of an answer."""

    model_config = _example(thumbs="up", comment="")

    thumbs: Literal["up", "down"] | None = Field(description="null takes the thumbs back.")
    comment: str = Field(default="", max_length=MAX_COMMENT)


class Citation(BaseModel):
    """A whole sentence of a source: `text[start:end] == quote`, in Unicode code points."""

    model_config = _example(**CITATION)

    id: int = Field(description="The number of its marker [n] in the answer's text.")
    source: str = Field(description="The file's path relative to the folder that was indexed.")
    sha256: str = Field(description="The fingerprint of the source's bytes when it was quoted.")
    sentence: int = Field(ge=1, description="The sentence's ordinal in the source, from 1.")
    start: int = Field(ge=0)
    end: int = Field(ge=0, description="Exclusive.")
    quote: str
    url: str = Field(description="The page of the source, at the sentence.")


class Statement(BaseModel):
    """One thing the answer says, and the citations behind it."""

    text: str
    citations: list[int]
    support: Literal["verbatim", "supported", "unsupported"] = Field(
        description="`verbatim`: the sentence itself; `supported`: a language model's words,"
        " checked against the citations; `unsupported`: not found in them."
    )
    highlight: list[tuple[int, int]] = Field(
        description="The words that answer, as offsets in `text`; empty where unsure."
    )


class Value(BaseModel):
    """What some of the citations say."""

    text: str
    citations: list[int]


class Difference(BaseModel):
    """A number, date or name on which the citations of a statement differ."""

    kind: Literal["number", "date", "name"]
    values: list[Value]


class Agreement(BaseModel):
    """How many sources carry a statement, and where they differ."""

    statement: int = Field(ge=0, description="The statement's index, from 0.")
    sources: int = Field(ge=1, description="Distinct sources among its citations.")
    differences: list[Difference]


class Short(BaseModel):
    """The words that answer: `quote[start:end] == text` of that citation, in code points."""

    text: str = Field(description="For a question of yes or no one of نعم, لا, Yes and No.")
    citation: int = Field(description="The id of the citation that answers.")
    start: int | None = Field(ge=0, description="null for yes and no.")
    end: int | None = Field(ge=0, description="Exclusive; null for yes and no.")


class Answer(BaseModel):
    """The answer in the articles' own words. Not in the sources: `answered` is false,
    `citations` is empty and `nearest` holds up to three sentences.
    """

    model_config = _example(**ANSWER)

    id: str
    question: str
    language: Literal["ar", "en"]
    answered: bool
    confidence: float = Field(ge=0, le=1)
    text: str = Field(description="The statements, each followed by its markers [n].")
    statements: list[Statement]
    citations: list[Citation] = Field(description="The first is the best evidence.")
    agreement: list[Agreement]
    nearest: list[Citation]
    answerer: str = Field(description="Who gave it: `extractive`, or a language model's name.")
    note: str = Field(
        default="",
        description="Why the language model that was asked did not give all of it, for people;"
        " left out where there is nothing to say.",
    )
    short: Short | None = Field(
        description="The words that answer, as short as they are; null where that is not sure."
    )


class Check(BaseModel):
    """What became of a citation since the answer was given."""

    part: str = Field(description="`citation 1`, or `nearest 1` of a refusal.")
    status: Literal["exact", "moved", "gone"] = Field(
        description="`exact`: stands where it stood; `moved`: stands elsewhere in the source;"
        " `gone`: the source no longer says it, or is no longer indexed."
    )
    citation: int
    source: str
    sentence: int = Field(description="The sentence's ordinal when it was quoted.")
    start: int | None = Field(description="Where the quote stands now.")
    changed: bool = Field(description="The source is not the one that was quoted.")
    present: bool = Field(description="The source is indexed.")
    reason: str = Field(description="What there is to say of it, if anything.")


class KeptAnswer(Answer):
    """A kept answer, re-checked against its sources as they are now."""

    model_config = _example(
        **ANSWER,
        created="2025-01-31T12:00:00Z",
        unchanged=True,
        checks=[
            {
                "part": "citation 1",
                "status": "exact",
                "citation": 1,
                "source": CITATION["source"],
                "sentence": 9,
                "start": 855,
                "changed": False,
                "present": True,
                "reason": "",
            }
        ],
        thumbs=None,
    )

    created: str = Field(description="When the answer was given, ISO 8601, UTC.")
    unchanged: bool = Field(description="Every citation is exact and no source has changed.")
    checks: list[Check] = Field(
        description="One for each citation; of a refusal, for each of `nearest`."
    )
    thumbs: Literal["up", "down"] | None


class Hit(BaseModel):
    """A sentence that was found."""

    source: str
    sentence: int
    start: int
    end: int
    quote: str
    score: float


class Hits(BaseModel):
    """Sentences, best first."""

    hits: list[Hit]


class Source(BaseModel):
    """An indexed file."""

    source: str
    sha256: str
    title: str
    sentences: int
    characters: int
    added: str = Field(description="ISO 8601.")


class Sources(BaseModel):
    """All indexed files, by name."""

    sources: list[Source]


class SentenceSpan(BaseModel):
    """Where a sentence stands: `text[start:end]`."""

    sentence: int
    start: int
    end: int


class SourceText(Source):
    """An indexed file with its text, nothing changed, and its sentences."""

    text: str
    spans: list[SentenceSpan]


class Failure(BaseModel):
    """A file that was not taken in, and why."""

    source: str
    reason: str


class Uploaded(BaseModel):
    """What became of the files."""

    indexed: list[str]
    failed: list[Failure]


class Feedback(BaseModel):
    """The feedback as it is kept now."""

    id: str
    thumbs: Literal["up", "down"] | None
    comment: str


class Status(BaseModel):
    """The state of the service."""

    status: Literal["alive", "ready"]
    sentences: int | None = Field(default=None, description="Indexed sentences, where asked.")
    warnings: list[str] | None = Field(
        default=None, description="What does not work while questions are answered."
    )


class Fault(BaseModel):
    """One fault of a request: where it is, and what is wrong."""

    where: str
    message: str


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    model_config = _example(
        type="about:blank", title="Not Found", status=404, detail="no source is named 'x.txt'"
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="What is wrong, for a person to read.")
    errors: list[Fault] | None = Field(default=None, description="The faults one by one.")
    failed: list[Failure] | None = Field(default=None, description="The files refused.")
