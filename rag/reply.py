"""Reads a language model's reply as it comes: its statements, in JSON or with markers."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from rag import markers
from rag.llm import LONGEST
from rag.markers import Marked

THINKING = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL)
THINKING_BEGUN = re.compile(r"\A\s*<(?:think|thinking|reasoning)>")
OPENINGS = ("<think>", "<thinking>", "<reasoning>", "```")
"""What may stand before a reply; while it could still be one of these, nothing is decided."""
FENCE = re.compile(r"\A```\w*\s*")
ARRAY = re.compile(r'\A\s*\[\s*(?=[{\]])|"statements"\s*:\s*\[')
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)](?=\s))\s*")
NONE = re.compile(r"\W*(?:none|لا جواب)\W*", re.IGNORECASE)
"""What the plain format says for «the sentences don't say»."""
NUMBERS_NAMES = ("sentences", "citations", "cites", "sources")
"""What small models call the numbers, beside the name they were told."""


class Reader:
    """Takes a reply in pieces, and gives each statement as soon as it is complete.

    `offered` are the numbers that may be named. `none` says that the model found no answer,
    `formed` that the reply had the form asked for.
    """

    def __init__(self, offered: Collection[int]) -> None:
        self.offered = offered
        self.text = ""
        self.none = False
        self.formed = False
        self._at = self._read = 0
        self._within = False
        self._json: bool | None = None

    def feed(self, piece: str) -> list[Marked]:
        """The statements that this piece completes."""
        self.text = (self.text + piece)[:LONGEST]
        if self._json is None and not self._begin():
            return []
        return list(self._objects() if self._json else self._lines(last=False))

    @property
    def full(self) -> bool:
        """Whether the reply is longer than any that is worth reading."""
        return len(self.text) >= LONGEST

    @staticmethod
    def thoughtless(reply: str) -> str:
        """A whole reply without what the model thought aloud before it."""
        return THINKING.sub("", reply)

    def end(self) -> list[Marked]:
        """The statements that were still open, once the reply has ended."""
        if self._json is None:
            self.text += "\n"
            self._begin()
        if self._json:
            return list(self._objects())
        return list(self._lines(last=True))

    def _begin(self) -> bool:
        """Skip the model's thinking, and see which of the formats it speaks."""
        self.text = THINKING.sub("", self.text)
        bare = self.text.lstrip()
        if THINKING_BEGUN.match(bare) or any(mark.startswith(bare) for mark in OPENINGS):
            return False
        fence = FENCE.match(bare)
        if fence is not None:
            bare = bare[fence.end() :].lstrip()
        if not bare or bare == "[" or (fence is not None and "\n" not in self.text):
            return False
        self._json = bare[0] == "{" or re.match(r"\[\s*(?:\{|\])", bare) is not None
        self._at = len(self.text) - len(bare)
        return True

    def _objects(self) -> Iterator[Marked]:
        """The objects of the array that are complete; a broken one ends the reply."""
        if not self._within:
            start = ARRAY.search(self.text[self._at :])
            if start is None:
                return
            self._at += start.end()
            self._within = True
        decoder = json.JSONDecoder()
        while True:
            while self._at < len(self.text) and self.text[self._at] in " \t\r\n,":
                self._at += 1
            if self.text[self._at : self._at + 1] == "]":
                self.none, self.formed = self._read == 0, True
                return
            try:
                found, self._at = decoder.raw_decode(self.text, self._at)
            except (ValueError, RecursionError):
                return  # not complete yet, or never, or nested beyond all reason
            self._read += 1
            self.formed = True
            yield from _statement(found, self.offered)

    def _lines(self, *, last: bool) -> Iterator[Marked]:
        while (cut := self.text.find("\n", self._at)) >= 0 or (last and self._at < len(self.text)):
            end = cut if cut >= 0 else len(self.text)
            line = BULLET.sub("", self.text[self._at : end])
            if ARRAY.search(line) or FENCE.match(line):  # JSON, behind some talk
                self._json = True
                yield from self._objects()
                return
            self._at = end + 1
            if NONE.fullmatch(line):
                self.none = self.formed = True
                continue
            for marked in markers.statements(line, self.offered):
                self.formed = self.formed or bool(marked.numbers)
                yield marked


def _statement(found: object, offered: Collection[int]) -> Iterator[Marked]:
    if not isinstance(found, Mapping) or not isinstance(found.get("text"), str):
        return
    marked = markers.read(found["text"], offered)
    named: Any = next((found[name] for name in NUMBERS_NAMES if name in found), [])
    numbers = [n for each in _listed(named) for n in _whole(each) if n in offered]
    if any(character.isalnum() for character in marked.text):
        yield Marked(marked.text, tuple(dict.fromkeys([*numbers, *marked.numbers])))


def _listed(named: Any) -> list[Any]:
    return named if isinstance(named, list) else [named]


def _whole(value: Any) -> list[int]:
    """The numbers in a value: 1, "1", "[1, 2]"; a bool is none."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        return [value]
    return [int(n) for n in re.findall(r"\d{1,6}", value)] if isinstance(value, str) else []
