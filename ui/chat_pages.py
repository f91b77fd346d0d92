"""What the chat page shows of the index and the kept conversations, looked up for chat_view."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index.errors import UnknownSourceError
from index.store import Index
from rag.answer import Agreement, Answer, Citation, Difference, Short, Statement, Value
from ui import chat_view as view
from ui.chat_sources import library
from ui.chat_strings import Language
from ui.kept import KeptAnswer

SHOWN_SOURCES = 200
"""Rows of the list of sources; beyond, the reader searches."""


def titles_of(index: Index, citations: Iterable[Citation]) -> dict[str, str]:
    """The titles of the sources cited; one that has gone is called by its name."""
    titles = {}
    for source in {citation.source for citation in citations}:
        try:
            titles[source] = index.document(source).title
        except UnknownSourceError:
            titles[source] = source
    return titles


def turns(kept: Sequence[KeptAnswer], index: Index, language: Language) -> str:
    """A kept conversation; of a question asked again at once only the last answer is shown."""
    parts = []
    for n, one in enumerate(kept):
        answer = revive(one.body)
        if n + 1 < len(kept) and kept[n + 1].body["question"] == answer.question:
            continue
        titles = titles_of(index, answer.citations + answer.nearest)
        shown = view.turn(answer, titles, language, thumb=one.thumb)
        parts.append(f'<article class="turn">{shown}</article>')
    return "".join(parts)


def revive(body: Mapping[str, Any]) -> Answer:
    """The Answer that `Answer.to_dict` gave, also after a way through JSON."""
    return Answer(
        **{
            **body,
            "statements": tuple(
                Statement(
                    said["text"],
                    tuple(said["citations"]),
                    said["support"],
                    tuple((start, end) for start, end in said["highlight"]),
                )
                for said in body["statements"]
            ),
            "citations": tuple(Citation(**citation) for citation in body["citations"]),
            "agreement": tuple(
                Agreement(
                    item["statement"], item["sources"], tuple(map(_difference, item["differences"]))
                )
                for item in body["agreement"]
            ),
            "nearest": tuple(Citation(**citation) for citation in body["nearest"]),
            "short": Short(**body["short"]) if body.get("short") else None,
        }
    )


def listing(index: Index, search: str, language: Language) -> str:
    """The list of sources, narrowed to those whose title or name holds all words searched."""
    with index.reading():
        shown = index.documents(search, limit=SHOWN_SOURCES)
        total = index.number(search)
    return library(shown, total, language, searched=bool(search.strip()))


def _difference(body: Mapping[str, Any]) -> Difference:
    values = tuple(Value(value["text"], tuple(value["citations"])) for value in body["values"])
    return Difference(body["kind"], values)
