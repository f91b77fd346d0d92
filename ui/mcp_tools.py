"""The tools that Isnad offers over MCP: ask, search, read a source, list the sources."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import InputError, IsnadError, UnknownSourceError
from ui import schemas
from ui.faults import place, sentence
from ui.replies import dumps
from ui.seats import Seats
from ui.service import Service

LISTED = 100
"""Sources listed at once unless told otherwise: some 20 kB."""
MAX_LISTED = 1_000
MAX_OFFSET = 1_000_000_000
FAULTS = 3
"""Faults of a call that are said at once."""

SOURCES: Any = Field(
    default=[],
    max_length=schemas.MAX_SOURCES,
    description="Names of sources to keep to, as `list_sources` gives them; empty: all.",
)


class _Input(BaseModel):
    """What a tool takes; an unknown argument is refused."""

    model_config = ConfigDict(extra="forbid")


class Ask(_Input):
    """The arguments of `ask`."""

    question: str = Field(
        min_length=1,
        max_length=schemas.MAX_QUESTION,
        description="One question in Arabic or English that stands by itself: name what it is"
        " about, in place of «he» or «there».",
    )
    sources: list[schemas.Name] = SOURCES
    answerer: str = Field(
        default="",
        max_length=200,
        description="`extractive`, or the name of the language model that is set; empty: the"
        " default.",
    )


class Search(_Input):
    """The arguments of `search`."""

    query: str = Field(
        min_length=1, max_length=schemas.MAX_QUESTION, description="Words or a question."
    )
    k: int = Field(default=10, ge=1, le=schemas.MAX_K, description="How many sentences at most.")
    sources: list[schemas.Name] = SOURCES


class ReadSource(_Input):
    """The arguments of `read_source`."""

    source: str = Field(
        min_length=1,
        max_length=schemas.MAX_NAME,
        description="The source's name, as citations and `list_sources` give it.",
    )
    first: int = Field(default=1, ge=1, description="The first sentence wanted, from 1.")
    last: int = Field(default=0, ge=0, description="The last sentence wanted; 0: to the end.")


class ListSources(_Input):
    """The arguments of `list_sources`."""

    contains: str = Field(
        default="",
        max_length=schemas.MAX_NAME,
        description="Only names or titles with these words.",
    )
    offset: int = Field(default=0, ge=0, le=MAX_OFFSET, description="How many to pass over.")
    limit: int = Field(default=LISTED, ge=1, le=MAX_LISTED, description="How many at most.")


class Reading(schemas.SourceText):
    """A source, or the sentences of it that were asked for: a span is `text[start - offset:]`."""

    offset: int = Field(description="Where `text` starts in the source, in code points.")


class Listing(schemas.Sources):
    """Sources by name, and how many there are in all."""

    total: int


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it is called, what it takes and gives, and what does the work."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    work: Callable[[Service, Any], dict[str, Any]]


def call(service: Service, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a tool gives, as plain JSON.

    Raises IsnadError with one line for the model to read and act on.
    """
    tool = next((each for each in TOOLS if each.name == name), None)
    if tool is None:
        raise InputError(
            f"no tool is named {name!r}; there are: {', '.join(t.name for t in TOOLS)}"
        )
    try:
        given = tool.takes.model_validate(arguments)
    except ValidationError as error:
        raise InputError(_faults(error)) from error
    try:
        result = tool.work(service, given)
    except UnknownSourceError as error:
        line = f"no source is named {error.source!r}: the tool list_sources lists them"
        raise IsnadError(line) from error
    plain: dict[str, Any] = json.loads(dumps(result).encode("utf-8", "replace"))
    return plain


def seats(service: Service, name: str, arguments: Mapping[str, Any]) -> Seats | None:
    """The places for a call that a language model may answer; None for any other."""
    answerer = arguments.get("answerer")
    return service.seats(answerer if isinstance(answerer, str) else None) if name == "ask" else None


def _ask(service: Service, given: Ask) -> dict[str, Any]:
    sources = given.sources or None
    answer = service.ask(given.question, sources=sources, answerer=given.answerer or None)
    return answer.to_dict()


def _search(service: Service, given: Search) -> dict[str, Any]:
    hits = service.pipeline.search(given.query, given.k, given.sources or None)
    return {"hits": [hit.to_dict() for hit in hits]}


def _read_source(service: Service, given: ReadSource) -> dict[str, Any]:
    index = service.pipeline.index
    with index.reading():
        document, text = index.document(given.source), index.text(given.source)
        sentences = index.sentences(given.source)
    last = given.last or max(len(sentences), given.first)
    wanted = sentences[given.first - 1 : last]
    if sentences and not wanted:
        raise InputError(f"{given.source} has {len(sentences)} sentences: first is past the last")
    whole = len(wanted) == len(sentences)
    start, end = (0, len(text)) if whole else (wanted[0].start, wanted[-1].end)
    spans = [{"sentence": s.ordinal, "start": s.start, "end": s.end} for s in wanted]
    return {**document.to_dict(), "text": text[start:end], "spans": spans, "offset": start}


def _list_sources(service: Service, given: ListSources) -> dict[str, Any]:
    index = service.pipeline.index
    with index.reading():
        page = index.documents(given.contains, given.offset, given.limit)
        total = index.number(given.contains)
    return {"sources": [document.to_dict() for document in page], "total": total}


def _faults(error: ValidationError) -> str:
    """The faults in one line: "k is 101: 100 is the most"."""
    faults = error.errors(include_url=False)[:FAULTS]
    return "; ".join(sentence(each, place(each["loc"]) or "arguments") for each in faults)


TOOLS = (
    Tool(
        "ask",
        "Ask the articles",
        "Answer a question from the indexed Arabic news articles, in their own words. Every"
        " statement carries citations: whole sentences, word for word, with source, offsets and"
        " address. `answered` is false where the articles do not say; `nearest` then holds"
        " sentences that came close. Where sources differ, `agreement` shows it.",
        Ask,
        schemas.Answer,
        _ask,
    ),
    Tool(
        "search",
        "Search for sentences",
        "Find sentences of the indexed articles for words or a question, best first, each with"
        " its source and exact place.",
        Search,
        schemas.Hits,
        _search,
    ),
    Tool(
        "read_source",
        "Read a source",
        "Read the text of an indexed article, or some of its sentences: what stands around a"
        " citation. Nothing in the text is changed.",
        ReadSource,
        Reading,
        _read_source,
    ),
    Tool(
        "list_sources",
        "List the sources",
        "List the indexed articles by name, with titles and sizes.",
        ListSources,
        Listing,
        _list_sources,
    ),
)
