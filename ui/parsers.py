"""The values of settings from their text; Refused says what is allowed."""

import math
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

Color = Literal["auto", "always", "never"]
Form = Literal["", "markdown", "html", "text"]
Scope = Literal["ask", "manage"]
Unsupported = Literal["leave-out", "mark"]
Log = Literal["text", "json"]

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")


class Refused(ValueError):
    """A value that is not allowed; its text says what is."""


def text(value: str) -> str:
    """Printable text without its surrounding white space."""
    if not value.isprintable():
        raise Refused("text without control characters")
    return value.strip()


def path(value: str) -> Path:
    """A path; ~ is the home folder."""
    if not value or "\0" in value:
        raise Refused("the path of a file or folder")
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # ~somebody, who has no home here
        raise Refused("the path of a file or folder") from error


def flag(value: str) -> bool:
    """Yes or no: "on" -> True."""
    word = value.strip().lower()
    if word not in TRUE + FALSE:
        raise Refused("1 or 0 (or true, yes, on; false, no, off)")
    return word in TRUE


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number between two others: whole(1, 100)("7") -> 7."""

    def parse(value: str) -> int:
        digits = value.strip()
        plain = digits.isascii() and digits.isdigit() and len(digits) < 10
        if not plain or not low <= int(digits) <= high:
            raise Refused(f"a whole number from {low} to {high:,}")
        return int(digits)

    return parse


def seconds(value: str) -> float:
    """Seconds, at most an hour."""
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= 3600:
        raise Refused("seconds from 0 to 3600")
    return seconds


def keys(value: str) -> tuple[str, ...]:
    """Keys separated by commas or line ends: "a, b" -> ("a", "b")."""
    parts = value.replace("\n", ",").split(",")
    keys = tuple(key.strip() for key in parts if key.strip())
    if not all(key.isascii() and key.isprintable() and " " not in key for key in keys):
        raise Refused("keys of ASCII letters, digits and marks, separated by commas")
    return keys


def proxies(value: str) -> tuple[str, ...]:
    """Addresses and networks separated by commas: "10.0.0.1, fd00::/8"."""
    found = []
    for one in filter(None, map(str.strip, value.split(","))):
        try:
            found.append(str(ip_network(one)))
        except ValueError as error:
            raise Refused(
                "addresses or networks such as 10.0.0.0/8, separated by commas"
            ) from error
    return tuple(found)


def scope(value: str) -> Scope:
    """What a key is good for."""
    if value not in {"ask", "manage"}:
        raise Refused("ask or manage")
    return cast(Scope, value)


def address(value: str) -> str:
    """The address of a server, without the slash at its end."""
    try:
        parts = urlsplit(value.strip())
        fine = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        fine = False
    if not fine or not value.strip().isprintable():
        raise Refused("an address that begins with http:// or https://")
    return value.strip().rstrip("/")


def origins(value: str) -> tuple[str, ...]:
    """Origins separated by commas, the usual port left out.

    "https://a.org, http://b.org:80" -> ("https://a.org", "http://b.org")
    """
    found = []
    for one in filter(None, map(str.strip, value.split(","))):
        try:
            parts = urlsplit(address(one))
        except Refused:
            parts = urlsplit("")
        if not parts.netloc or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
            raise Refused("addresses such as https://example.org, separated by commas")
        usual = {"http": ":80", "https": ":443"}[parts.scheme]
        found.append(f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}")
    return tuple(found)


def form(value: str) -> Form:
    """How to write a copy of an answer."""
    if value not in {"markdown", "html", "text"}:
        raise Refused("markdown, html or text")
    return cast(Form, value)


def color(value: str) -> Color:
    """When to use colour."""
    if value not in {"auto", "always", "never"}:
        raise Refused("auto, always or never")
    return cast(Color, value)


def log(value: str) -> Log:
    """How to write the server's log."""
    if value not in {"text", "json"}:
        raise Refused("text or json")
    return cast(Log, value)


def unsupported(value: str) -> Unsupported:
    """What becomes of a language model's statements that no source supports."""
    if value not in {"leave-out", "mark"}:
        raise Refused("leave-out or mark")
    return cast(Unsupported, value)
