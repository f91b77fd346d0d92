"""A statement as units, each with the places in its cited sentences that say the same."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.arabic import STOP_WORDS, fold, stem
from rag import english, stopping, thesaurus
from rag.alignment import Spelt, aligned
from rag.claims import same_name
from rag.conjugation import agreeing, citations
from rag.counted import nouns, scales, units
from rag.facts import Date, dates, numbers
from rag.grounds import GAP, PROPER, Text, dated, dates_of, named_of, numbers_of
from rag.inflection import bases
from rag.keys import alone, keys_of, owned, root
from rag.kin import heads_of
from rag.lands import ADJECTIVE, ROOT_MIN, lands, place_stems, places_of
from rag.lexicon import DATA, SEPARATOR, Vocabulary, vocabulary
from rag.light import light
from rag.question import Language
from rag.skeleton import Skeleton, skeleton

Kind = Literal["word", "proper", "place", "origin", "name", "number", "date"]
"""A proper word is part of an organisation's name or written with a capital; an origin is a
place's adjective (عراقي, Iraqi); a name is a person's, or one that only its spelling tells."""

RULING = re.compile("[وبلف]?(?:ال|لل)?(?:حكومه|خارجيه|وزرا|وزير|وزاره|رياسه|سلطات|برلمان)$")
"""Words before a land's adjective that make it the state: «الخارجية العراقية»."""
LESSER = re.compile("ال(?:وزرا|حكومه|برلمان|اركان|اقليم)$")
PRESIDENT = fold("الرئيس")
PARAPHRASES = DATA / "paraphrases.txt"
TRANSLATIONS = DATA / "paraphrases.tsv"
TITLED = 0.6
"""Share of words with a capital from which a capital makes no name: In Title Case."""
LEAST_WEIGHT = 0.3
"""Translations below are mostly learned by chance."""


def _vocabulary() -> Vocabulary:
    return vocabulary(TRANSLATIONS)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a statement: where it stands in it, and where the sentences say the same."""

    text: str
    at: int
    kind: Kind
    ways: frozenset[tuple[str, ...]]
    found: tuple[int, ...] = ()
    value: object = None
    akin: bool = False
    """Whether it was only found by an English translation that two words share."""


def units_of(statement: str, language: Language, source: Text) -> list[Unit]:
    """The parts of a statement that carry meaning, in order."""
    bones = skeleton(statement)
    taken: set[int] = set()
    found: list[Unit] = []
    for at, value, noun in numbers_of(0, bones):
        spots = tuple(p for p, other, _ in source.numbers if other == value)
        found.append(Unit(noun, at, "number", frozenset(), spots, value))
    for at, date in dates_of(0, bones):
        spots = tuple(p for p, other in source.dates if meets(date, other))
        found.append(Unit(date.text, at, "date", frozenset(), spots, date))
    spans = [(number.start, number.end) for number in numbers(statement)]
    spans += [(date.start, date.end) for date in filter(dated, dates(statement))]
    for start, end in spans:
        taken.update(bones.touched(start, end))
    make = _arabic if language == "ar" else _english
    found += [unit for unit in make(bones, source) if unit.at not in taken]
    return sorted(found, key=lambda unit: unit.at)


def _arabic(bones: Skeleton, source: Text) -> Iterator[Unit]:
    places = dict(places_of(bones, 0))
    persons = set(named_of(bones, 0))
    proper = set(named_of(bones, 0, PROPER))
    at = 0
    while at < len(bones.words):
        stopping.check()
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
            akin, spots = False, source.positions(ways)
            if word == PRESIDENT:
                spots = _presiding(spots, source)
            if kind == "place" and length == 1:
                spots = _proper(spots, {stem(bones.words[i])}, source)
            if kind == "name" or (not spots and not word.isascii()):
                spots = tuple(sorted({*spots, *_alike(bones.words[i], source, kind)}))
            if not spots and kind == "word":
                spots, akin = _akin(keys_of(bones.words[i]), source), True
            yield Unit(bones.surface(i), i, kind, frozenset(ways), spots, akin=akin)
        at += length


def _proper(spots: Iterable[int], own: set[str], source: Text) -> tuple[int, ...]:
    """Without what is only of a place by another name: «الضربات الأميركية» are not «واشنطن».

    Where nothing is left, what governs stands for it: «الخارجية العراقية» for «بغداد».
    """
    found = tuple(p for p in spots if p not in source.origins or own & source.keys[p])
    return found or tuple(p for p in spots if RULING.match(source.words.get(p - 1, "")))


def _presiding(spots: Iterable[int], source: Text) -> tuple[int, ...]:
    """Without the heads of something less than a state: «رئيس الوزراء»."""
    return tuple(p for p in spots if not LESSER.match(source.words.get(p + 1, "")))


def _synonyms(words: Sequence[str], at: int) -> tuple[int, frozenset[tuple[str, ...]]]:
    """The longest phrase of the thesaurus from here: its length, and its other names."""
    for length in range(min(thesaurus.load(PARAPHRASES).longest, len(words) - at, 4), 0, -1):
        if known := thesaurus.synonyms(words[at : at + length], PARAPHRASES):
            return length, frozenset(known.others)
    word = words[at]
    bare = [word[1:]] if word[0] in "لبفكو" and len(word) > 3 and not word.isascii() else []
    verbs = dict.fromkeys(verb for each in reversed(alone(word)) for verb in citations(each))
    for form in (*bare, *owned(word), *verbs):
        known = thesaurus.synonyms([form], PARAPHRASES)
        if known and (not known.name or form in bare):
            return 1, frozenset({(stem(form),), *known.others})
    return 1, frozenset()


def _apart(phrase: str, source: Text) -> tuple[int, ...]:
    """Where the words of a phrase stand one by one, if they all do within one sentence."""
    known = _vocabulary()
    held: list[tuple[int, ...]] = []
    for word in phrase.split():
        if light(word):
            continue
        ways = {way for base in bases(word) for way in known.translations(base)}
        ways |= {(o,) for w in set(ways) if len(w) == 1 for o in agreeing(w[0])}
        held.append(source.positions(ways))
    sentences = [{at // GAP for at in spots} for spots in held]
    shared = set.intersection(*sentences) if sentences else set()
    return tuple(sorted(at for spots in held for at in spots if at // GAP in shared))


def _near(stems: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Other words for the translations of an English word."""
    for each in stems:
        known = thesaurus.synonyms([each], PARAPHRASES)
        if known and not known.name:
            yield from known.others


def _akin(stems: Iterable[str], source: Text) -> tuple[int, ...]:
    """Where a word stands that has an English translation in common."""
    own = heads_of(key for key in stems if key[0] not in "√@=" and not key.isascii())
    return tuple(at for at, keys in source.keys.items() if own & heads_of(keys))


def _alike(word: str, source: Text, kind: Kind) -> Iterator[int]:
    """Where a name stands in another spelling."""
    for at, other in source.words.items():
        if kind == "name" and len(other) > 2 and same_name(word, other):
            yield at


def _english(bones: Skeleton, source: Text) -> Iterator[Unit]:
    statement = bones.text
    sequence = english.words(statement)
    spots = aligned([word.lower for word in sequence], bones.words)
    texts = [word.text for word in sequence]
    spelt = Spelt(source)
    titled = sum(word.text[0].isupper() for word in sequence) > TITLED * len(sequence)
    at = 0
    for term in english.terms(statement, spelt, TRANSLATIONS):
        stopping.check()
        parts = term.text.split(" ")
        start = next((i for i in range(at, len(texts)) if texts[i : i + len(parts)] == parts), None)
        if start is None or parts[0][0].isdigit() or parts[0].lower() in _numerals():
            continue
        at = start + len(parts)
        ways = {way.stems for way in term.alternatives if way.weight >= LEAST_WEIGHT}
        ways |= {(o,) for w in set(ways) if len(w) == 1 for o in agreeing(w[0])}
        ways |= {tuple(nouns()[0].get(each, each) for each in way) for way in set(ways)}
        lower = " ".join(word.lower for word in sequence[start:at])
        kind = _english_kind(lower, ways, term.name or start == 0, start == 0 or titled)
        if kind == "place" and (_is_adjective(lower) or _attributive(bones.words, spots[start])):
            kind = "origin"
        ways |= {(lands()[w[0]],) for w in set(ways) if len(w) == 1 and w[0] in lands()}
        direct = {way[0] for way in ways if len(way) == 1}
        if kind in ("place", "origin"):
            ways |= set(_other_names(lower))
        rooted = {("√" + key,) for w in ways if len(w) == 1 and len(key := root(w[0])) >= ROOT_MIN}
        found = source.positions(ways | rooted if kind in ("word", "proper") else ways)
        if kind == "place" and len(parts) == 1:
            found = _proper(found, direct, source)
        if not found and len(parts) > 1:
            found = _apart(lower, source)
        akin = False
        if not found and kind == "word":
            found = source.positions(_near(direct))
            if akin := not found:
                found = _akin(direct, source)
        if lower == "president":
            found = _presiding(found, source)
        yield Unit(term.text, spots[start], kind, frozenset(ways), found, akin=akin)


def _english_kind(
    lower: str, ways: Iterable[tuple[str, ...]], capital: bool, opening: bool
) -> Kind:
    if not capital:
        return "word"
    parts = [p for p in lower.split() if p not in english.FRAME and p not in STOP_WORDS]
    known = all(any(base in _vocabulary() for base in bases(part)) for part in parts)
    if known and any(len(way) == 1 and way[0] in place_stems() for way in ways):
        return "place"
    return "proper" if known and not opening else "word" if known else "name"


def _is_adjective(head: str) -> bool:
    """Whether a place's word is an adjective in Arabic: Iraqi, not Iran."""
    entries = [table[head] for table in _vocabulary().written if head in table]
    usual = entries[0].split(SEPARATOR)[0].split() if entries else []
    return bool(usual) and ADJECTIVE.search(fold(usual[-1])) is not None


def _attributive(words: Sequence[str], at: int) -> bool:
    """Whether "US" stands before what is American."""
    following = words[at + 1] if at + 1 < len(words) else ""
    following = words[at + 2] if following == "and" and at + 2 < len(words) else following
    return words[at] in ("us", "uk", "eu") and following.isalpha() and following not in STOP_WORDS


def _other_names(head: str) -> Iterator[tuple[str, ...]]:
    """A place's names in Arabic beside its translations: واشنطن for "united states"."""
    for table in _vocabulary().written:
        for text in filter(None, table.get(head, "").split(SEPARATOR)):
            known = thesaurus.synonyms([fold(word) for word in text.split()], PARAPHRASES)
            yield from known.others if known else ()


@cache
def _numerals() -> frozenset[str]:
    return frozenset(word for word in (*units(), *scales()) if word.isascii())


def meets(one: Date, other: Date) -> bool:
    """Whether two dates share a part that both give, and differ in none."""
    pairs = [
        (getattr(one, part), getattr(other, part)) for part in ("year", "month", "day", "weekday")
    ]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(both) and all(a == b for a, b in both)
