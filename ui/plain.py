"""Text that is safe to show in a terminal."""

import unicodedata

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates, with which a text could make its surroundings lie."""
ESCAPED = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of what is no text: controls, halves of pairs, line separators."""


def visible(text: str) -> str:
    r"""A text that can't steer the terminal: controls and bidi overrides become escapes.

    "a\x1b[2Jb" -> r"a\x1b[2Jb"; tabs and line ends become spaces.
    """
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char in "\t\n\r":
        return " "
    if char in BIDI_CONTROLS or unicodedata.category(char) in ESCAPED:
        return char.encode("unicode_escape").decode("ascii")
    return char
