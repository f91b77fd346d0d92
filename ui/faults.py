"""What is wrong with a request, in our words: the field, its value, and what it may be."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ui.uploads import shown

SHOWN = 60
"""Characters of a value that a message shows."""
STEP = 100
"""Characters of a field's name in its place."""

Fault = Mapping[str, Any]
"""An error of pydantic's: its type, the value it concerns (`input`) and its limits (`ctx`)."""

KINDS = {
    "string": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
    "finite": "a finite number",
}
SENTENCES: dict[str, Callable[[str, Any, Mapping[str, Any]], str]] = {
    "missing": lambda name, _, __: f"{name} is missing",
    "extra_forbidden": lambda name, _, __: f"{name} is no field of this call: leave it out",
    "string_too_short": lambda name, _, __: f"{name} is empty",
    "string_too_long": lambda name, value, limits: (
        f"{name} has {len(value):,} characters: {limits['max_length']:,} is the limit"
    ),
    "too_short": lambda name, _, limits: f"{name} is empty: {limits['min_length']:,} is the least",
    "too_long": lambda name, value, limits: (
        f"{name} has {len(value):,} items: {limits['max_length']:,} is the limit"
    ),
    "greater_than_equal": lambda name, value, limits: (
        f"{name} is {_value(value)}: {limits['ge']:,} is the least"
    ),
    "less_than_equal": lambda name, value, limits: (
        f"{name} is {_value(value)}: {limits['le']:,} is the most"
    ),
    "literal_error": lambda name, value, limits: (
        f"{name} is {_value(value)}: it must be {limits['expected']}"
    ),
    "string_pattern_mismatch": lambda name, value, limits: (
        f"{name} is {_value(value)}: it must look like {limits['pattern']}"
    ),
    "string_unicode": lambda name, _, __: f"{name} holds half a surrogate pair, no character",
}


def sentence(fault: Fault, where: str) -> str:
    """What is wrong, as a sentence that names the place.

    >>> sentence({"type": "less_than_equal", "input": 101, "ctx": {"le": 100}}, "k")
    'k is 101: 100 is the most'
    >>> sentence({"type": "int_type", "input": "3"}, "k")
    'k is "3": it must be a whole number'
    """
    known = SENTENCES.get(fault["type"])
    if known is not None:
        return known(where, fault["input"], fault.get("ctx", {}))
    kind = KINDS.get(fault["type"].partition("_")[0], "of another form")
    return f"{where} is {_value(fault['input'])}: it must be {kind}"


def place(location: Sequence[Any]) -> str:
    """The place of a fault as people write it.

    >>> place(("history", 2, "role"))
    'history[2].role'
    """
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{shown(str(part))[:STEP]}"
    return path.lstrip(".")


def _value(value: Any) -> str:
    """A value in a few characters; a list or an object by its kind."""
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "an object"
    if not isinstance(value, str | int | float | None):
        return "of another kind"
    if isinstance(value, int) and value.bit_length() > 4 * SHOWN:
        return "a number of many digits"
    text = json.dumps(value[: SHOWN + 1] if isinstance(value, str) else value, ensure_ascii=False)
    return shown(text if len(text) <= SHOWN else text[:SHOWN] + "…")
