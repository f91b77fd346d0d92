"""The chat page's HTML of an article and of the list of sources, all text escaped."""

from collections.abc import Sequence
from html import escape

from index.values import Document, Sentence
from ui.chat_pieces import icon, note
from ui.chat_strings import ARTICLES, SENTENCES, Language, count, say


def article(
    document: Document,
    text: str,
    sentences: Sequence[Sentence],
    language: Language,
    *,
    target: int = 0,
    cited: frozenset[int] = frozenset(),
    changed: bool = False,
) -> str:
    """An article, sentence `target` highlighted and those of `cited` lightly marked.

    Text between two sentences that holds a line end starts a paragraph.
    """
    paragraphs: list[list[str]] = [[]]
    done = 0
    for sentence in sentences:
        between = text[done : sentence.start]
        if "\n" in between and paragraphs[-1]:
            paragraphs.append([])
        elif between and paragraphs[-1]:
            paragraphs[-1].append(" ")
        paragraphs[-1].append(spot(sentence, target, cited))
        done = sentence.end
    body = "".join(f'<p dir="auto">{"".join(spans)}</p>' for spans in paragraphs if spans)
    warning = note(say("changed", language), "warning") if changed else ""
    return (
        f'<header><h2 dir="auto">{escape(document.title)}</h2>'
        f'<p class="where"><bdi dir="auto">{escape(document.source)}</bdi>'
        f" · {escape(count(SENTENCES, document.sentences, language))}</p>{warning}</header>"
        f'<div class="text">{body}</div>'
    )


def spot(sentence: Sentence, target: int, cited: frozenset[int]) -> str:
    """A sentence in its article."""
    words = escape(sentence.text)
    if sentence.ordinal == target:
        return f'<mark class="target" tabindex="-1" data-s="{sentence.ordinal}">{words}</mark>'
    if sentence.ordinal in cited:
        return f'<mark class="cited" data-s="{sentence.ordinal}">{words}</mark>'
    return f'<span data-s="{sentence.ordinal}">{words}</span>'


def library(
    documents: Sequence[Document], total: int, language: Language, *, searched: bool = False
) -> str:
    """The list of sources with their counts; `total` may be more than are shown."""
    if not total:
        return note(say("no_match" if searched else "no_sources", language), "empty")
    rows = "".join(row(document, language) for document in documents)
    rest = total - len(documents)
    more = note(say("more_sources", language, n=f"{rest:,}")) if rest else ""
    heading = escape(count(ARTICLES, total, language))
    return f'<p class="total">{heading}</p><ul>{rows}</ul>{more}'


def row(document: Document, language: Language) -> str:
    """One source of the list: its title opens it, a button removes it."""
    remove = say("remove", language)
    return (
        f'<li><button type="button" class="open" data-source="{escape(document.source)}"'
        f' data-sentence="0" data-sha="{escape(document.sha256)}">'
        f'<span class="name" dir="auto">{escape(document.title)}</span>'
        f'<span class="where"><bdi dir="auto">{escape(document.source)}</bdi>'
        f" · {escape(count(SENTENCES, document.sentences, language))}</span></button>"
        f'<button type="button" class="remove" data-remove="{escape(document.source)}"'
        f' data-title="{escape(document.title)}" title="{escape(remove)}"'
        f' aria-label="{escape(f"{remove}: {document.title}")}">{icon("close")}</button></li>'
    )
