"""The small pieces of HTML that the chat page's parts share."""

from html import escape

TITLE_MAX = 60
"""Characters of a title on a chip; the whole stands in its label."""

ICONS = {
    "copy": '<path d="M9 9h10v11H9z"/><path d="M5 15V4h10"/>',
    "share": '<path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1"/>'
    '<path d="M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"/>',
    "retry": '<path d="M4 12a8 8 0 1 0 3-6"/><path d="M7 2v4h4"/>',
    "up": '<path d="M7 11v9H4v-9zM7 11l4-8c2 0 3 1 2.500 3L13 9h6l-1.500 9a2 2 0 0 1-2 2H7"/>',
    "down": '<path d="M7 13V4H4v9zM7 13l4 8c2 0 3-1 2.500-3L13 15h6l-1.500-9a2 2 0 0 0-2-2H7"/>',
    "agree": '<path d="M4 12l5 5L20 6"/>',
    "differ": '<path d="M4 9h16M4 15h16M7 20L17 4"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
}


def icon(name: str) -> str:
    """A small drawing, hidden from screen readers: the words beside it say the same."""
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'


def shorten(title: str) -> str:
    """A title cut at a word: `shorten("a " * 50)` ends with an ellipsis."""
    if len(title) <= TITLE_MAX:
        return title
    return title[:TITLE_MAX].rsplit(maxsplit=1)[0] + "…"


def note(text: str, kind: str = "note") -> str:
    """A short message in place of an answer."""
    return f'<p class="{kind}" dir="auto">{escape(text)}</p>'
