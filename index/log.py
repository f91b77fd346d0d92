r"""The log of all of Isnad, in which what comes from outside can write no line of its own."""

import logging
import unicodedata

ESCAPED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Kinds of characters that end a line, steer a terminal, or turn the order of what is read."""
LONGEST = 2_000
"""Characters of a message; more is somebody else's text."""


class Escaped(logging.Filter):
    """Puts a message's text in place of its parts, with nothing in it but what can be seen."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Escape, and let pass."""
        record.msg, record.args = escaped(record.getMessage()), None
        return True


def escaped(text: str) -> str:
    r"""A text in one line that shows each of its characters.

    >>> escaped("a\nINFO b\x1b[2J")
    'a\\nINFO b\\x1b[2J'
    """
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return "".join(
        char.encode("unicode_escape").decode("ascii")
        if unicodedata.category(char) in ESCAPED
        else char
        for char in text
    )


log = logging.getLogger("isnad")
log.addFilter(Escaped())
