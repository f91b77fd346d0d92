"""An answer that comes from outside: every field of its right kind, or a clear error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import InputError

SUPPORTS = ("verbatim", "supported", "unsupported")


@dataclass(frozen=True, slots=True)
class Received:
    """The parts of an answer, each as its JSON has it; `claims` is `agreement` by statement."""

    answered: bool
    text: str
    statements: list[dict[str, Any]]
    citations: list[dict[str, Any]]
    nearest: list[dict[str, Any]]
    claims: dict[int, dict[str, Any]]
    short: dict[str, Any] | None = None


def read_answer(answer: object) -> Received:
    """The parts of an answer, as `isnad ask --json` prints it, from its parsed JSON.

    Raises InputError: this is no answer; the message names the field that is wrong.
    """
    whole = _mapping(answer, "it")
    confidence = whole.get("confidence")
    if not isinstance(confidence, int | float) or isinstance(confidence, bool):
        raise _wrong("confidence", "is missing or not a number")
    if not 0 <= confidence <= 1:
        raise _wrong("confidence", f"is {confidence}, and not from 0 to 1")
    received = Received(
        answered=_field(whole, "answered", bool),
        text=_field(whole, "text", str),
        statements=[_statement(s, i) for i, s in enumerate(_list(whole, "statements"))],
        citations=[
            _citation(c, f"citations[{i}]") for i, c in enumerate(_list(whole, "citations"))
        ],
        nearest=[_citation(c, f"nearest[{i}]") for i, c in enumerate(_list(whole, "nearest"))],
        claims=_claims(whole),
        short=_short(whole.get("short")),
    )
    ids = {citation["id"] for citation in received.citations}
    if len(ids) < len(received.citations):
        raise _wrong("citations", "holds an id twice")
    both = bool(received.statements) and bool(received.citations)
    if received.answered and not both:
        raise _wrong("it", "is answered, without a statement and its citation")
    if not received.answered and (received.statements or received.citations or received.short):
        raise _wrong("it", "is a refusal, and yet has statements, citations or a short answer")
    return received


def joined(statements: Sequence[Mapping[str, Any]]) -> str:
    """The text of an answer: its statements, each followed by its markers [n]."""
    return "\n".join(
        f"{each['text']} " + "".join(f"[{number}]" for number in each["citations"])
        for each in statements
    )


def _claims(whole: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What is said of the agreement on each statement."""
    claims = {}
    for at, entry in enumerate(_list(whole, "agreement")):
        where = f"agreement[{at}]"
        claim = _mapping(entry, where)
        _whole(claim, "sources", where)
        for difference in _list(claim, "differences", where):
            for value in _list(_mapping(difference, where), "values", where):
                _field(_mapping(value, where), "text", str, where)
                _numbers(value, "citations", where)
        claims[_whole(claim, "statement", where)] = claim
    return claims


def _citation(value: object, where: str) -> dict[str, Any]:
    citation = _mapping(value, where)
    for name in ("source", "sha256", "quote", "url"):
        _field(citation, name, str, where)
    for name in ("id", "sentence", "start", "end"):
        _whole(citation, name, where)
    if citation["sentence"] < 1:
        raise _wrong(f"{where}.sentence", "is not counted from 1")
    return citation


def _statement(value: object, at: int) -> dict[str, Any]:
    where = f"statements[{at}]"
    statement = _mapping(value, where)
    _field(statement, "text", str, where)
    if _field(statement, "support", str, where) not in SUPPORTS:
        raise _wrong(f"{where}.support", f"is none of {', '.join(SUPPORTS)}")
    _numbers(statement, "citations", where)
    for pair in _list(statement, "highlight", where):
        if not (isinstance(pair, list) and len(pair) == 2 and all(map(_is_whole, pair))):
            raise _wrong(f"{where}.highlight", "is not a list of pairs of whole numbers")
    return statement


def _short(value: object) -> dict[str, Any] | None:
    """The short answer; None where there is none, or the answer is older than they are."""
    if value is None:
        return None
    short = _mapping(value, "short")
    _field(short, "text", str, "short")
    _whole(short, "citation", "short")
    ends = [short.get("start"), short.get("end")]
    if not (ends == [None, None] or all(map(_is_whole, ends))):
        raise _wrong("short", "has a start or an end that is no whole number, and not both null")
    return short


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(where, "is not an object")
    return value


def _list(value: dict[str, Any], name: str, where: str = "") -> list[Any]:
    found: list[Any] = _field(value, name, list, where)
    return found


def _numbers(value: dict[str, Any], name: str, where: str) -> None:
    if not all(map(_is_whole, _list(value, name, where))):
        raise _wrong(f"{where}.{name}", "is not a list of whole numbers")


def _whole(value: dict[str, Any], name: str, where: str = "") -> int:
    if not _is_whole(value.get(name)):
        raise _wrong(f"{where}.{name}".lstrip("."), "is missing or not a whole number")
    number: int = value[name]
    return number


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _field(value: dict[str, Any], name: str, kind: type, where: str = "") -> Any:
    if not isinstance(value.get(name), kind):
        words = {str: "text", bool: "true or false", list: "a list"}
        raise _wrong(f"{where}.{name}".lstrip("."), f"is missing or not {words[kind]}")
    return value[name]


def _wrong(where: str, what: str) -> InputError:
    return InputError(f"not an answer of `isnad ask --json`: {where} {what}")
