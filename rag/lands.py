"""Places of one word and what is of them: a country and its adjective share a key."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from index.arabic import fold, stem
from rag.lexicon import SEPARATOR
from rag.names import AMBIGUOUS_PLACES, DATA, names
from rag.skeleton import Skeleton

GLUED = re.compile(r"(?<=.{4})و(?=.{4})")
"""«العراقوسوريا»: the و between two words that ran together."""
GLUED_LENGTH = 8
CLITIC = re.compile("^(?:ال|لل|[وبلفك](?=..))")
ADJECTIVE = re.compile("(?:ي|يه|يين|يون|يات)$")
ROOT_MIN = 3
CONTINENTS = frozenset(stem(fold(word)) for word in "أوروبية آسيوية أفريقية إفريقية عربية".split())


@cache
def lands() -> dict[str, str]:
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
    return frozenset(lands()) | CONTINENTS


@lru_cache(maxsize=50_000)
def place_key(form: str) -> str:
    """What a place and its adjective have in common, empty for other words.

    `place_key("الايرانيه") == place_key("ايران")`, whose stems differ.
    """
    bare = form
    while True:
        base = ADJECTIVE.sub("", bare)
        for each in (bare, base, bare[:-1] if bare[-1:] in ("ا", "ه") else bare):
            if len(each) >= ROOT_MIN and lands().get(each, "") == "@" + each:
                return "@" + each
        shorter = CLITIC.sub("", bare)
        if shorter == bare:
            return ""
        bare = shorter


def places_of(bones: Skeleton, base: int) -> Iterator[tuple[int, Literal["place", "origin"]]]:
    """Where places and what is of them stand."""
    sure = {
        at
        for name in names(bones.text)
        if name.kind == "place"
        for at in bones.touched(name.start, name.end)
    }
    for at, word in enumerate(bones.words):
        if ADJECTIVE.search(word) and (place_key(word) or stem(word) in place_stems()):
            yield base + at, "origin"
        elif at in sure or _glued_place(word):
            yield base + at, "place"


def _glued_place(word: str) -> bool:
    return any(stem(part) in place_stems() for part in glued(word)[1:])


def glued(word: str) -> list[str]:
    """The parts of two words that ran together: «العراقوسوريا»; empty for one word."""
    parts = GLUED.split(word, 1) if len(word) > GLUED_LENGTH else []
    return [part for part in parts if len(part) > 2] if len(parts) == 2 else []
