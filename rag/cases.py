"""Question files: each line a question with the evidence that answers it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.errors import InputError
from rag.question import Message

NONE = "none"
"""The kind of a question that the sources do not answer."""
MOST_MESSAGES = 20
"""Messages of a history; the contract's limit."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a question file; `gold` pairs a source with a text its evidence contains."""

    id: str
    language: str
    kind: str
    question: str
    gold: tuple[tuple[str, str], ...]
    history: tuple[Message, ...] = ()


def read_case(line: str, number: int = 1) -> Case:
    """The question of one line of a question file; InputError names what is wrong in it."""

    def check(right: bool, what: str) -> None:
        if not right:
            raise InputError(f"line {number}: {what}")

    value = parse_json(line, f"line {number}")
    check(isinstance(value, dict), "not a JSON object")
    for name in ("lang", "kind", "question"):
        check(isinstance(value.get(name), str), f"{name} is missing or not text")
    gold = value.get("gold", [])
    check(
        isinstance(gold, list)
        and all(
            isinstance(g, dict) and all(isinstance(g.get(n), str) for n in ("source", "contains"))
            for g in gold
        ),
        "gold is not a list of objects with source and contains",
    )
    check(bool(gold) != (value["kind"] == NONE), "gold is for every kind of question but none")
    try:
        history = messages(value.get("history", []))
    except InputError as error:
        raise InputError(f"line {number}: {error}") from error
    return Case(
        id=str(value.get("id", number)),
        language=value["lang"],
        kind=value["kind"],
        question=value["question"],
        gold=tuple((g["source"], g["contains"]) for g in gold),
        history=history,
    )


def messages(value: object) -> tuple[Message, ...]:
    """The turns of a history: objects with role and content, or texts, which are the user's.

    Raises InputError: anything else; the message gives its place.
    """
    if not isinstance(value, list):
        raise InputError("the history is not a list")
    if len(value) > MOST_MESSAGES:
        raise InputError(f"the history has {len(value)} messages: {MOST_MESSAGES} is the limit")
    found = []
    for at, item in enumerate(value, 1):
        turn = {"role": "user", "content": item} if isinstance(item, str) else item
        if not isinstance(turn, dict) or not isinstance(turn.get("content"), str):
            raise InputError(f"turn {at} of the history is neither text nor has it a content")
        if turn.get("role") not in {"user", "assistant"}:
            raise InputError(f"turn {at} of the history: the role is user or assistant")
        found.append(Message(turn["role"], turn["content"]))
    return tuple(found)


def items(value: object, name: str, where: str) -> list[Any]:
    """The list of that name in an object; InputError says where there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    if not isinstance(found, list):
        raise InputError(f"{where}: {name} is missing or not a list")
    return found


def string(value: object, name: str, where: str) -> str:
    """The text of that name in an object; InputError says where there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    if not isinstance(found, str):
        raise InputError(f"{where}: {name} is missing or not text")
    return found


def parse_json(text: str, where: str) -> Any:
    """A JSON value; InputError says where and what is wrong."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{where} is not JSON: {error.msg} (character {error.pos})") from error
    except (ValueError, RecursionError) as error:  # a huge number; nested too deeply
        raise InputError(f"{where} is not JSON that can be read: {error}") from error
