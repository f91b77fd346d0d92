"""Cited sentences, ready to be looked things up in: words, keys and values by position."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from index.arabic import LEXICAL_WAW, STOP_WORDS, fold, stem
from rag.facts import Date, dates, names, numbers
from rag.keys import keys_of
from rag.lands import places_of
from rag.persons import is_common
from rag.skeleton import Skeleton, skeleton

PERSON = frozenset({"person"})
PROPER = frozenset({"organisation", "latin"})
GAP = 1_000
"""Positions between two cited sentences, so that nothing in one is near anything in the other."""
PHRASE = 6
"""Words within which all stems of one way of saying a thing must stand."""
LEADS = frozenset(map(fold, "عام سنة يوم شهر نحو حوالي زهاء قرابة".split()))
"""Words before a value that put no distance between it and what it is said of."""
WALLS = frozenset(
    "، , ; ؛ : . و ثم فيما بينما غير لكن عندما حين حينما and but while then whereas by when".split()
)
"""What stands behind says something of its own: «2500 في العراق و900 في سوريا»."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one or more sentences with their keys, and the values they hold by position."""

    words: dict[int, str]
    keys: dict[int, frozenset[str]]
    holders: dict[str, tuple[int, ...]]
    numbers: tuple[tuple[int, float | None, str], ...]
    dates: tuple[tuple[int, Date], ...]
    places: frozenset[int]
    origins: frozenset[int]
    persons: frozenset[int]
    walls: frozenset[int]
    content: dict[int, int] = field(default_factory=dict)
    """For each position the number of content words before it, to measure distances by."""

    def positions(self, ways: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
        """Where one of the ways of saying a thing stands."""
        found: set[int] = set()
        for way in ways:
            first, *others = way
            for at in self.holders.get(first, ()):
                near = range(at - PHRASE, at + PHRASE + 1)
                rest = [[q for q in self.holders.get(o, ()) if q in near] for o in others]
                if all(rest):
                    found.update([at, *(min(spots, key=lambda q: abs(q - at)) for spots in rest)])
        return tuple(sorted(found))


@lru_cache(maxsize=64)
def text_of(sentences: tuple[str, ...]) -> Text:
    """The cited sentences, ready to be looked things up in."""
    words: dict[int, str] = {}
    keys: dict[int, frozenset[str]] = {}
    content: dict[int, int] = {}
    walls: set[int] = set()
    for number, sentence in enumerate(sentences):
        bones = skeleton(sentence)
        seen = 0
        for at, word in enumerate(bones.words, number * GAP):
            words[at] = word
            keys[at] = frozenset() if word in STOP_WORDS else keys_of(word)
            seen += word not in STOP_WORDS and word not in LEADS and word.isalnum()
            if bones.words[at - number * GAP - 1 : at - number * GAP] == ("عبد",):
                joined = stem("عبد" + word)
                keys[at] |= {joined}
                keys[at - 1] |= {joined}
            content[at] = number * GAP + seen
            after = bones.words[at - number * GAP + 1 :][:1]
            if is_wall(word, *after):
                walls.add(at)
    holders: dict[str, list[int]] = {}
    for at, own in keys.items():
        for key in own:
            holders.setdefault(key, []).append(at)
    many = [(number * GAP, skeleton(sentence)) for number, sentence in enumerate(sentences)]
    return Text(
        words,
        keys,
        {key: tuple(places) for key, places in holders.items()},
        tuple(each for base, bones in many for each in numbers_of(base, bones)),
        tuple(each for base, bones in many for each in dates_of(base, bones)),
        frozenset(
            at for base, bones in many for at, kind in places_of(bones, base) if kind == "place"
        ),
        frozenset(
            at for base, bones in many for at, kind in places_of(bones, base) if kind != "place"
        ),
        frozenset(at for base, bones in many for at in named_of(bones, base)),
        frozenset(walls),
        content,
    )


TURNS = frozenset("قبل بعد before after".split())


def is_wall(word: str, after: str = "") -> bool:
    """Whether a word begins something new: a mark, an "and", a word with و before it.

    «قبل» and "after" do before a deed (`after` them), and not before a date.
    """
    if word in TURNS:
        return after in ("ان", "ما") or (after.isascii() and after.isalpha())
    if word in WALLS or after == "جانب":
        return True
    return word[0] == "و" and len(word) > 3 and word not in LEXICAL_WAW


def numbers_of(base: int, bones: Skeleton) -> Iterator[tuple[int, float | None, str]]:
    """Where numbers stand, with their values and the stems of what they count."""
    for number in numbers(bones.text):
        at = next(bones.touched(number.start, number.end))
        yield base + at, number.value, number.noun


def dates_of(base: int, bones: Skeleton) -> Iterator[tuple[int, Date]]:
    """Where dates stand that say a day, month or year."""
    for date in filter(dated, dates(bones.text)):
        yield base + next(bones.touched(date.start, date.end)), date


def dated(date: Date) -> bool:
    """Whether a date says a day, month or year, and not «منذ شهر»."""
    return any(part is not None for part in (date.year, date.month, date.day, date.weekday))


def named_of(bones: Skeleton, base: int, kinds: frozenset[str] = PERSON) -> Iterator[int]:
    """Where the words of names of some kinds stand, words of everyday left out of persons'."""
    for name in names(bones.text):
        if name.kind in kinds:
            for at in bones.touched(name.start, name.end):
                if name.kind != "person" or not is_common(bones.words[at]):
                    yield base + at
