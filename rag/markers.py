"""The citation markers of a language model's text: [1][2], [1, 2], [1، 2], [١], 【1】."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

NUMBER = r"[\^#S]?\d{1,6}(?:†[^\]】］,،;؛、]{0,40}+)?"
"""Never read in two ways: a bracket of many «1†,» without an end would be tried in all of them."""
MARKER = re.compile(
    rf"[\[【［]\s*({NUMBER}(?:\s*(?:[,،;؛、-]|–|and|و)\s*{NUMBER})*)\s*[\]】］]",
)
"""A bracket that holds numbers and nothing else; OpenAI's assistants write 【1†source】."""
RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
LONGEST_RANGE = 20
LARGEST = 999
"""A number above is a year or a count in brackets, and no marker: «[2023]» stays in the text."""
RUN = re.compile(rf"(?:\s*{MARKER.pattern})+\s*[.؟!?…]*")
SPACE = re.compile(r"\s+([.،؛؟!?,;:…])")


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement without its markers, and the numbers it names, in order, each once."""

    text: str
    numbers: tuple[int, ...]


def read(text: str, offered: Collection[int]) -> Marked:
    """A statement without its markers, and those of their numbers that were offered.

    `read("نقلت 2500 جندي [١، 9].", {1, 2}) == Marked("نقلت 2500 جندي.", (1,))`. A number that was
    not offered is invented and goes; a bracket with a year in it stays, unless it was offered.
    """
    numbers: list[int] = []

    def take(match: re.Match[str]) -> str:
        found = list(_numbers(match[1]))
        if any(number > LARGEST and number not in offered for number in found):
            return match[0]
        numbers.extend(number for number in found if number in offered)
        return " "

    plain = " ".join(MARKER.sub(take, text).split())
    return Marked(SPACE.sub(r"\1", plain).strip(), tuple(dict.fromkeys(numbers)))


def statements(line: str, offered: Collection[int]) -> Iterator[Marked]:
    """The statements of a line: each ends with its markers, and a mark of punctuation after them.

    "بدأت في يناير [1]. وانتهت [2]." gives two.
    """
    done = 0
    for run in RUN.finditer(line):
        if read(run[0], offered).numbers:
            yield from _said(line[done : run.end()], offered)
            done = run.end()
    yield from _said(line[done:], offered)


def _said(part: str, offered: Collection[int]) -> Iterator[Marked]:
    marked = read(part, offered)
    if any(character.isalnum() for character in marked.text):
        yield marked


def _numbers(inside: str) -> Iterator[int]:
    """The numbers in a bracket, a range with all between: "1-3" gives 1, 2, 3."""
    bare = re.sub(r"†[^,،;؛、]*", "", inside)
    done = 0
    for match in RANGE.finditer(bare):
        yield from map(int, re.findall(r"\d+", bare[done : match.start()]))
        first, last = int(match[1]), int(match[2])
        yield from range(first, last + 1) if last - first < LONGEST_RANGE else (first, last)
        done = match.end()
    yield from map(int, re.findall(r"\d+", bare[done:]))
