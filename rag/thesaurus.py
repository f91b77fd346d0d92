"""Other words for a word: groups of Arabic words and phrases that newspapers use for one thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.arabic import ARTICLES, CONJUNCTION_MIN, FOLDED, STOP_WORDS, stem, tokens
from index.errors import SettingError

DATA = Path(__file__).parent / "data" / "thesaurus.txt"
COMMENT = "#"
SEPARATOR = "،"
SECTIONS = {"[words]": False, "[names]": True}
"""Lines that say what follows: words go by their stems, names also by their spelling."""
SHORT_STEM = 2
PLAIN_WORD = 3
"""A stem of two letters left of more than three («لبنان» gives «بن») is that of many words."""
PLAIN = re.compile(r"[\u0621-\u063a\u0641-\u064a، ]+")
"""A line of letters alone is folded by one table, which is what loads our file in 30 ms."""

Unit = tuple[str, ...]
"""A word or phrase as the stems of its words, stop words left out."""


@dataclass(frozen=True, slots=True)
class Group:
    """Words and phrases for one thing, folded; of names or of words."""

    names: bool
    members: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What the thesaurus knows of a word or phrase."""

    others: tuple[Unit, ...]
    name: bool


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Groups, each with the member found, by its stems; `longest` is the longest member's words."""

    found: dict[Unit, list[tuple[Group, tuple[str, ...]]]]
    longest: int


def synonyms(forms: Sequence[str], extra: Path | None = None) -> Synonyms | None:
    """Other units for a word or phrase, given as folded words; None if it is in no group.

    `synonyms(["الحكومه"]).others` holds `("مجلس", "وزرا")`. A name is known by its spelling, so
    that «البحرين» is not «البحر», of which it has the stem. A longer name that holds the whole
    phrase («حركة حماس» for «حماس») is left out, since the phrase finds it. Raises SettingError
    if the user's file `extra` can't be read or has a malformed line.
    """
    key = _unit(forms)
    found = load(extra).found.get(key, ())
    names = [group for group, member in found if group.names and _spelt(forms, member)]
    groups = names or [group for group, _ in found if not group.names]
    if not groups:
        return None
    members = (member for group in groups for member in group.members if not _blurred(member))
    others = dict.fromkeys(map(_unit, members))
    kept = tuple(other for other in others if not set(key) <= set(other))
    return Synonyms(kept, bool(names))


@cache
def load(extra: Path | None = None) -> Thesaurus:
    """Our own groups and those of the user's file, read once (SettingError as `synonyms`)."""
    found: dict[Unit, list[tuple[Group, tuple[str, ...]]]] = {}
    for path in (DATA, extra) if extra else (DATA,):
        for group in _groups(path):
            for member in group.members:
                found.setdefault(_unit(member), []).append((group, member))
    return Thesaurus(found, max(map(len, found), default=0))


def _unit(forms: Sequence[str]) -> Unit:
    return tuple(map(stem, forms))


def _spelt(forms: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words are those of a name, clitics and endings aside: «بالعراق», «العراقية»."""
    return all(
        any(variant.startswith(_body(part)) for variant in _variants(form))
        for form, part in zip(forms, name, strict=True)
    )


def _body(name: str) -> str:
    """A name without article and last vowel, which its adjective changes: أمريكا, أمريكي."""
    bare = _without_article(name)
    return bare[:-1] if bare[-1] in "اهي" and len(bare) > PLAIN_WORD else bare


def _variants(form: str) -> Iterator[str]:
    """A word with its clitics taken off one after the other: وبالعراق, بالعراق, عراق."""
    yield form
    if form[0] in "وف" and len(form) > CONJUNCTION_MIN:
        form = form[1:]
        yield form
    bare = _without_article(form)
    yield bare
    if bare == form and form[0] in "بلك":
        yield form[1:]


def _without_article(form: str) -> str:
    for article in ARTICLES:
        if form.startswith(article) and len(form) > len(article) + 1:
            return form[len(article) :]
    return form


def _blurred(forms: Sequence[str]) -> bool:
    """Whether a single word's stem is too short to stand for it in a text."""
    if len(forms) > 1 or len(stem(forms[0])) > SHORT_STEM:
        return False
    return len(_without_article(forms[0])) > PLAIN_WORD


def _groups(path: Path) -> Iterator[Group]:
    """The groups of a file in order."""
    names = False
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"thesaurus {path}: can't be read as UTF-8 text ({error})") from error
    lines = zip(text.splitlines(), _plainly_folded(text).splitlines(), strict=True)
    for number, (raw, folded) in enumerate(lines, 1):
        line = raw.strip()
        if line in SECTIONS:
            names = SECTIONS[line]
        elif line and not line.startswith(COMMENT):
            try:
                yield Group(names, _members(line, folded))
            except ValueError as error:
                raise SettingError(f"thesaurus {path}, line {number}: {error}") from error


def _plainly_folded(text: str) -> str:
    """A text of letters alone as `fold` has it; replacing takes a tenth of translating."""
    for letter, plain in FOLDED.items():
        text = text.replace(chr(letter), plain)
    return text


def _members(line: str, folded: str) -> tuple[tuple[str, ...], ...]:
    """The members of a line as folded words; ValueError says what is wrong with it."""
    if PLAIN.fullmatch(line):
        words = [member.split() for member in folded.split(SEPARATOR)]
    else:
        words = [[token.form for token in tokens(part)] for part in line.split(SEPARATOR)]
    if len(words) < 2:
        raise ValueError("a group needs two words or more, parted by «،»")
    members = tuple(map(_meaningful, words))
    if () in members:
        empty = line.split(SEPARATOR)[members.index(())].strip()
        raise ValueError(f"{empty!r} holds no word to look for")
    return members


def _meaningful(words: Sequence[str]) -> tuple[str, ...]:
    if STOP_WORDS.isdisjoint(words):
        return tuple(words)
    return tuple(word for word in words if word not in STOP_WORDS)
