"""The names that uploaded files may have."""

import re
import unicodedata

from index.errors import FileError

MEGABYTE = 2**20
UNSEEN = ("Cc", "Cs", "Zl", "Zp")
MAX_NAME = 255
"""Bytes; what file systems allow for a name, so that a source can be saved under it."""
DRIVE = re.compile(r"^[A-Za-z]:")
ESCAPED_CONTROL = re.compile("%0[0-9A-Fa-f]|%7[Ff]")
"""How forms write control characters in a name; %10 and above are as likely to be a percentage."""
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_name(name: str) -> None:
    """Raise FileError for a name that is unsafe, or that can't be told from another by eye.

    Slashes may divide it; every part must be a plain name.
    >>> check_name("أخبار/تقرير.txt")
    >>> check_name("../../etc/passwd")
    Traceback (most recent call last):
    index.errors.FileError: ../../etc/passwd: its name leads out of its folder
    """
    reason = _wrong(name)
    if reason:
        raise FileError(shown(name), reason)


def shown(name: str) -> str:
    r"""A name that is safe to show: what does not print becomes an escape.

    >>> shown("a\u202etxt.exe")
    'a\\u202etxt.exe'
    """
    name = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in name
    )


def _wrong(name: str) -> str:
    if not name.strip():
        return "it has no name"
    if any(char in BIDI for char in name):
        return "its name holds characters that turn the direction of text"
    if ESCAPED_CONTROL.search(name) or any(unicodedata.category(c) in UNSEEN for c in name):
        return "its name holds control characters"
    if not name.isprintable():
        return "its name holds invisible characters"
    if len(name.encode("utf-8")) > MAX_NAME:
        return f"its name is longer than {MAX_NAME} bytes"
    if name.startswith("/") or "\\" in name or DRIVE.match(name):
        return "its name is an absolute path or holds a backslash"
    parts = name.split("/")
    if ".." in parts:
        return "its name leads out of its folder"
    if any(part in ("", ".") or part != part.strip() for part in parts):
        return "its name has an empty or padded part"
    return ""
