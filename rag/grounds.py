"""A statement as units, each with the places in its cited sentences that say the same."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from index import transliteration
from index.arabic import LEXICAL_WAW, STOP_WORDS, fold, stem
from rag import english, thesaurus
from rag.claims import FATES, same_name
from rag.conjugation import agreeing, citations, inflections
from rag.counted import scales, singular, units
from rag.facts import Date, dates, names, numbers
from rag.inflection import bases
from rag.lexicon import SEPARATOR, vocabulary
from rag.names import AMBIGUOUS_PLACES, DATA
from rag.persons import is_common
from rag.question import Language
from rag.skeleton import Skeleton, skeleton

Kind = Literal["word", "proper", "place", "origin", "name", "number", "date"]
"""A proper word is part of an organisation's name or written with a capital; an origin is a
place's adjective (عراقي, Iraqi); a name is a person's, or one that only its spelling tells."""

PERSON = frozenset({"person"})
PROPER = frozenset({"organisation", "latin"})
GAP = 1_000
"""Positions between two cited sentences, so that nothing in one is near anything in the other."""
PHRASE = 6
"""Words within which all stems of one way of saying a thing must stand."""
LEAST_WEIGHT = 0.3
"""Translations below are mostly learned by chance."""
GLUED = re.compile(r"(?<=.{4})و(?=.{4})")
"""«العراقوسوريا»: the و between two words that ran together."""
GLUED_LENGTH = 8
LEADS = frozenset(map(fold, "عام سنة يوم شهر نحو حوالي زهاء قرابة".split()))
"""Words before a value that put no distance between it and what it is said of."""
CLITIC = re.compile("^(?:ال|لل|[وبلفك](?=..))")
ADJECTIVE = re.compile("(?:ي|يه|يين|يون|يات)$")
WALLS = frozenset("، , ; ؛ : . و ثم فيما بينما غير لكن and but while then whereas".split())
"""What stands behind says something of its own: «2500 في العراق و900 في سوريا»."""
ROOT_FRAME = re.compile(r"^(?:است|تست|يست|مست|ان|تن|ين|من|ست|سي|[متياسن])(?=.{3})")
ROOT_MIN = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a statement: where it stands in it, and where the sentences say the same."""

    text: str
    at: int
    kind: Kind
    ways: frozenset[tuple[str, ...]]
    found: tuple[int, ...] = ()
    value: object = None


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


@lru_cache(maxsize=512)
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
            content[at] = number * GAP + seen
            if is_wall(word):
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
        tuple(each for base, bones in many for each in _numbers(base, bones)),
        tuple(each for base, bones in many for each in _dates(base, bones)),
        frozenset(
            at for base, bones in many for at, kind in places_of(bones, base) if kind == "place"
        ),
        frozenset(
            at for base, bones in many for at, kind in places_of(bones, base) if kind != "place"
        ),
        frozenset(at for base, bones in many for at in _named(bones, base)),
        frozenset(walls),
        content,
    )


def is_wall(word: str) -> bool:
    """Whether a word begins something new: a mark, an "and", a word with و before it."""
    if word in WALLS:
        return True
    return word[0] == "و" and len(word) > 3 and word not in LEXICAL_WAW


@lru_cache(maxsize=50_000)
def keys_of(form: str) -> frozenset[str]:
    """What a folded word may be met by: its stem, its singular, its verb's forms, its root."""
    if not form.isalnum():
        return frozenset()
    found = {stem(form), singular(form), *(fate for fate, forms in FATES.items() if form in forms)}
    if form.isascii():
        return frozenset(found)
    for part in GLUED.split(form, 1) if len(form) > GLUED_LENGTH else ():
        if len(part) > 2:
            found.update((stem(part), singular(part)))
    if form[0] in "لبفك" and len(form) > 4:
        found.add(stem(form[1:]))
    for verb in (form, *citations(form)):
        found.add(stem(verb))
        found.update(inflections(verb))
    if len(key := root(form)) >= ROOT_MIN:
        found.add("√" + key)
    if place := place_key(form):
        found.add(place)
    if form.startswith("ال"):
        found.add(stem("ا" + form))  # آلينا has no article
    return frozenset(found)


@lru_cache(maxsize=50_000)
def root(form: str) -> str:
    """A guess at the consonants a folded word is made of: سحب of انسحاب and of تنسحب."""
    bare = ROOT_FRAME.sub("", stem(form).removesuffix("ت") if len(form) > 4 else stem(form))
    bare = ROOT_FRAME.sub("", bare) if len(bare) > 4 else bare
    return re.sub("[اويه]", "", bare)


def units_of(statement: str, language: Language, source: Text) -> list[Unit]:
    """The parts of a statement that carry meaning, in order."""
    bones = skeleton(statement)
    taken: set[int] = set()
    found: list[Unit] = []
    for at, value, noun in _numbers(0, bones):
        spots = tuple(p for p, other, _ in source.numbers if other == value)
        found.append(Unit(noun, at, "number", frozenset(), spots, value))
    for at, date in _dates(0, bones):
        spots = tuple(p for p, other in source.dates if _meets(date, other))
        found.append(Unit(date.text, at, "date", frozenset(), spots, date))
    spans = [(number.start, number.end) for number in numbers(statement)]
    spans += [(date.start, date.end) for date in filter(dated, dates(statement))]
    for start, end in spans:
        taken.update(_touched(bones, start, end))
    make = _arabic if language == "ar" else _english
    found += [unit for unit in make(bones, source) if unit.at not in taken]
    return sorted(found, key=lambda unit: unit.at)


def _arabic(bones: Skeleton, source: Text) -> Iterator[Unit]:
    places = dict(places_of(bones, 0))
    persons = set(_named(bones, 0))
    proper = set(_named(bones, 0, PROPER))
    at = 0
    while at < len(bones.words):
        word = bones.words[at]
        if word in STOP_WORDS or not word.isalnum() or word[0].isdigit():
            at += 1
            continue
        length, others = _synonyms(bones.words, at)
        for i in range(at, at + length):
            plain: Kind = "proper" if i in proper else "word"
            kind = places.get(i, "name" if i in persons else plain)
            ways = {(key,) for key in keys_of(bones.words[i])} | set(others)
            if kind == "name":
                ways = {(stem(bones.words[i]),)}
            spots = source.positions(ways)
            if kind == "place" and length == 1:
                spots = _proper(spots, {stem(bones.words[i])}, source)
            if kind == "name" or (not spots and not word.isascii()):
                spots = tuple(sorted({*spots, *_alike(bones.words[i], source, kind)}))
            yield Unit(bones.surface(i), i, kind, frozenset(ways), spots)
        at += length


def _proper(spots: Iterable[int], own: set[str], source: Text) -> tuple[int, ...]:
    """Without what is only of a place by another name: «الضربات الأميركية» are not «واشنطن»."""
    return tuple(p for p in spots if p not in source.origins or own & source.keys[p])


def _synonyms(words: Sequence[str], at: int) -> tuple[int, frozenset[tuple[str, ...]]]:
    """The longest phrase of the thesaurus from here: its length, and its other names."""
    for length in range(min(thesaurus.load().longest, len(words) - at, 4), 0, -1):
        if known := thesaurus.synonyms(words[at : at + length]):
            return length, frozenset(known.others)
    for form in citations(words[at]):
        known = thesaurus.synonyms([form])
        if known and not known.name:
            return 1, frozenset({(stem(form),), *known.others})
    return 1, frozenset()


def _alike(word: str, source: Text, kind: Kind) -> Iterator[int]:
    """Where a name stands in another spelling."""
    for at, other in source.words.items():
        if kind == "name" and len(other) > 2 and same_name(word, other):
            yield at


def _english(bones: Skeleton, source: Text) -> Iterator[Unit]:
    statement = bones.text
    sequence = english.words(statement)
    spots = _aligned([word.lower for word in sequence], bones.words)
    texts = [word.text for word in sequence]
    spelt = _Spelt(source)
    at = 0
    for term in english.terms(statement, spelt):
        parts = term.text.split(" ")
        start = next((i for i in range(at, len(texts)) if texts[i : i + len(parts)] == parts), None)
        if start is None or parts[0][0].isdigit() or parts[0].lower() in _numerals():
            continue
        at = start + len(parts)
        ways = {way.stems for way in term.alternatives if way.weight >= LEAST_WEIGHT}
        ways |= {(o,) for w in set(ways) if len(w) == 1 for o in agreeing(w[0])}
        lower = " ".join(word.lower for word in sequence[start:at])
        kind = _english_kind(lower, ways, term.name or start == 0, start == 0)
        if kind == "place" and (_is_adjective(lower) or _attributive(bones.words, spots[start])):
            kind = "origin"
        ways |= {(_places()[w[0]],) for w in set(ways) if len(w) == 1 and w[0] in _places()}
        direct = {way[0] for way in ways if len(way) == 1}
        if kind in ("place", "origin"):
            ways |= set(_other_names(lower))
        rooted = {("√" + key,) for w in ways if len(w) == 1 and len(key := root(w[0])) >= ROOT_MIN}
        found = source.positions(ways | rooted if kind in ("word", "proper") else ways)
        if kind == "place" and len(parts) == 1:
            found = _proper(found, direct, source)
        yield Unit(term.text, spots[start], kind, frozenset(ways), found)


def _english_kind(
    lower: str, ways: Iterable[tuple[str, ...]], capital: bool, opening: bool
) -> Kind:
    if not capital:
        return "word"
    parts = [part for part in lower.split() if part not in english.FRAME]
    known = all(any(base in vocabulary() for base in bases(part)) for part in parts)
    if known and any(len(way) == 1 and way[0] in place_stems() for way in ways):
        return "place"
    return "proper" if known and not opening else "word" if known else "name"


def _is_adjective(head: str) -> bool:
    """Whether a place's word is an adjective in Arabic: Iraqi, not Iran."""
    entries = [table[head] for table in vocabulary().written if head in table]
    usual = entries[0].split(SEPARATOR)[0].split() if entries else []
    return bool(usual) and ADJECTIVE.search(fold(usual[-1])) is not None


def _attributive(words: Sequence[str], at: int) -> bool:
    """Whether "US" stands before what is American."""
    following = words[at + 1] if at + 1 < len(words) else ""
    return words[at] in ("us", "uk", "eu") and following.isalpha() and following not in STOP_WORDS


def _other_names(head: str) -> Iterator[tuple[str, ...]]:
    """A place's names in Arabic beside its translations: واشنطن for "united states"."""
    for table in vocabulary().written:
        for text in filter(None, table.get(head, "").split(SEPARATOR)):
            known = thesaurus.synonyms([fold(word) for word in text.split()])
            yield from known.others if known else ()


@cache
def _numerals() -> frozenset[str]:
    return frozenset(word for word in (*units(), *scales()) if word.isascii())


class _Spelt:
    """The words of the cited sentences by their consonants, for names of another script."""

    def __init__(self, source: Text) -> None:
        self._by: dict[str, list[str]] = {}
        for word in dict.fromkeys(source.words.values()):
            if word.isalpha() and not word.isascii():
                own = {word, "ا" + word} if word.startswith("ال") else {word}
                for part in {*own, *GLUED.split(word, 1)}:
                    self._by.setdefault(transliteration.skeleton(part), []).append(part)

    def __call__(self, key: str) -> list[str]:
        return self._by.get(key, [])


def _aligned(lower: Sequence[str], words: Sequence[str]) -> list[int]:
    """For each English word its position among the folded words of the text."""
    spots: list[int] = []
    at = 0
    for word in lower:
        ahead = range(at, min(at + 6, len(words)))
        at = next((i for i in ahead if words[i] == fold(word)), at)
        spots.append(at)
    return spots


def _touched(bones: Skeleton, start: int, end: int) -> Iterator[int]:
    for at, (first, last) in enumerate(bones.spans):
        if first < end and start < last:
            yield at


def _numbers(base: int, bones: Skeleton) -> Iterator[tuple[int, float | None, str]]:
    for number in numbers(bones.text):
        at = next(_touched(bones, number.start, number.end))
        yield base + at, number.value, number.noun


def _dates(base: int, bones: Skeleton) -> Iterator[tuple[int, Date]]:
    for date in filter(dated, dates(bones.text)):
        yield base + next(_touched(bones, date.start, date.end)), date


def dated(date: Date) -> bool:
    """Whether a date says a day, month or year, and not «منذ شهر»."""
    return any(part is not None for part in (date.year, date.month, date.day, date.weekday))


def _meets(one: Date, other: Date) -> bool:
    """Whether two dates share a part that both give, and differ in none."""
    pairs = [
        (getattr(one, part), getattr(other, part)) for part in ("year", "month", "day", "weekday")
    ]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(both) and all(a == b for a, b in both)


CONTINENTS = frozenset(stem(fold(word)) for word in "أوروبية آسيوية أفريقية إفريقية عربية".split())


@cache
def _places() -> dict[str, str]:
    """Places of one word without article and last vowel, by themselves and by their stem."""
    found: dict[str, str] = {}
    for line in (DATA / "places.txt").read_text("utf-8").splitlines():
        for place in line.split(SEPARATOR) if not line.startswith("#") else ():
            words = [fold(word) for word in place.split()]
            if len(words) == 1 and words[0] not in AMBIGUOUS_PLACES:
                bare = words[0].removeprefix("ال")
                key = bare[:-1] if bare[-1] in "اه" and len(bare) > ROOT_MIN else bare
                found[key] = found[stem(words[0])] = "@" + key
    return found


@cache
def place_stems() -> frozenset[str]:
    """Stems of the places of one word; their adjectives mostly have the same."""
    return frozenset(_places()) | CONTINENTS


@lru_cache(maxsize=50_000)
def place_key(form: str) -> str:
    """What a place and its adjective have in common, empty for other words.

    `place_key("الايرانيه") == place_key("ايران")`, whose stems differ.
    """
    bare = form
    while True:
        base = ADJECTIVE.sub("", bare)
        for each in (bare, base, bare[:-1] if bare[-1:] in ("ا", "ه") else bare):
            if len(each) >= ROOT_MIN and _places().get(each, "") == "@" + each:
                return "@" + each
        shorter = CLITIC.sub("", bare)
        if shorter == bare:
            return ""
        bare = shorter


def places_of(bones: Skeleton, base: int) -> Iterator[tuple[int, Kind]]:
    """Where places and what is of them stand."""
    sure = {
        at
        for name in names(bones.text)
        if name.kind == "place"
        for at in _touched(bones, name.start, name.end)
    }
    for at, word in enumerate(bones.words):
        if ADJECTIVE.search(word) and (place_key(word) or stem(word) in place_stems()):
            yield base + at, "origin"
        elif at in sure or _glued_place(word):
            yield base + at, "place"


def _glued_place(word: str) -> bool:
    parts = GLUED.split(word, 1) if len(word) > GLUED_LENGTH else []
    return any(stem(part) in place_stems() for part in parts[1:] if len(part) > 2)


def _named(bones: Skeleton, base: int, kinds: frozenset[str] = PERSON) -> Iterator[int]:
    for name in names(bones.text):
        if name.kind in kinds:
            for at in _touched(bones, name.start, name.end):
                if name.kind != "person" or not is_common(bones.words[at]):
                    yield base + at
