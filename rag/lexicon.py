"""The English-Arabic vocabulary: a lexicon, names and learned translations, read on demand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from index import arabic
from index.errors import SettingError

DATA = Path(__file__).parent / "data"
SEPARATOR = "،"
COMMENT = "#"
ENTRY = re.compile(r"[^\t]*[^\W\d_][^\t]*\t[^\t]*[\u0621-\u064a][^\t]*")
DECAY = 0.12
"""A translation counts 1 / (1 + DECAY rank): the first is the most usual. 0 to .4 measure alike."""

Translations = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Heads (lower case, spaces for hyphens) with entries as written, split only when asked for."""

    written: tuple[Mapping[str, str], ...]
    learned: Mapping[str, str]
    _split: dict[str, Translations] = field(default_factory=dict)

    def __contains__(self, head: str) -> bool:
        return any(head in table for table in self.written)

    def translations(self, head: str) -> Translations:
        """The stems of each written translation (all must occur) and how far it counts."""
        found = self._split.get(head)
        if found is None:
            weights: dict[tuple[str, ...], float] = {}
            for table in self.written:
                for rank, text in enumerate(table.get(head, "").split(SEPARATOR)):
                    stems = tuple(dict.fromkeys(arabic.stem(form) for form in arabic.forms(text)))
                    if stems:
                        weights[stems] = max(weights.get(stems, 0.0), 1 / (1 + DECAY * rank))
            found = self._split[head] = weights
        return found

    def guesses(self, head: str, floor: float = 0.0) -> Translations:
        """The stems learned from parallel text, with the weight learned, from `floor` up."""
        pairs = (entry.rpartition(":") for entry in self.learned.get(head, "").split())
        return {(stem,): float(weight) for stem, _, weight in pairs if float(weight) >= floor}


@cache
def vocabulary(own: Path | None = None) -> Vocabulary:
    """The vocabulary that ships, and before it a file of the user's in the form of lexicon.tsv.

    Raises SettingError for a file that can't be read or is not «English, TAB, Arabic» lines.
    """
    shipped = tuple(_heads(_read(DATA / name)) for name in ("names.tsv", "lexicon.tsv"))
    theirs = () if own is None else (_heads(_checked(own)),)
    return Vocabulary((*theirs, *shipped), _heads(_read(DATA / "translations.tsv")))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _checked(path: Path) -> str:
    try:
        text = _read(path).removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"the lexicon {path} can't be read: {error}") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith(COMMENT) and not ENTRY.fullmatch(line):
            raise SettingError(f"{path}, line {number}: not «English, TAB, Arabic»: {line!r}")
    return text


def _heads(text: str) -> dict[str, str]:
    """Lines to heads and entries: hyphens are spaces, and "st. lucia" has no point."""
    table = {}
    for line in text.splitlines():
        head, tab, entry = line.partition("\t")
        if tab and not head.startswith(COMMENT):
            table[head.strip().lower().replace("-", " ").replace(". ", " ")] = entry
    return table
