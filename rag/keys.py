"""What a word may be met by: its stem, its singular, its verb's forms, a place's key, its root."""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.arabic import stem
from rag.claims import FATES
from rag.conjugation import citations, inflections
from rag.counted import singular, units
from rag.lands import ROOT_MIN, glued, place_key

OWNERS = ("هما", "كما", "هم", "ها", "هن", "نا", "كم", "ه")
OWNED_MIN = 2
ROOT_FRAME = re.compile(r"^(?:است|تست|يست|مست|ان|تن|ين|من|يت|تت|مت|نت|ست|سي|[متيان])(?=.{3})")

DUAL = re.compile("س?[يت].{2,}ان$")


@lru_cache(maxsize=50_000)
def keys_of(form: str) -> frozenset[str]:
    """What a folded word may be met by: its stem, its singular, its verb's forms, its root."""
    if not form.isalnum():
        return frozenset()
    found = {stem(form), singular(form), *(fate for fate, forms in FATES.items() if form in forms)}
    if form.isascii():
        return frozenset(found)
    for part in (*glued(form), *_parted(form)):
        found.update((stem(part), singular(part)))
    for verb in dict.fromkeys(verb for each in alone(form) for verb in (each, *citations(each))):
        found.add(stem(verb))
        found.update(inflections(verb))
    if len(key := root(form)) >= ROOT_MIN:
        found.add("√" + key)
    if place := place_key(form):
        found.add(place)
    return frozenset(found)


def alone(form: str) -> tuple[str, ...]:
    """A verb as it stands, without the conjunction before it, and of two as of one.

    `alone("سيبدان")` has «سيبدا» too.
    """
    bare = form[1:] if form[0] in "وف" and len(form) > 4 else form
    both = bare[:-2] + "ا" if DUAL.match(bare) else bare
    done = bare[:-1] if bare.endswith("يت") and len(bare) > 4 else bare  # ألغيت of ألغى
    return tuple(dict.fromkeys((form, bare, both, both.removesuffix("ا"), done)))


def _parted(form: str) -> Iterator[str]:
    """A word without what may be joined to it, and verbs in persons a dictionary lacks."""
    bare = form[1:] if form[0] in "وفبلك" and len(form) > 4 else form
    for word in {form, bare}:
        yield from owned(word)
    if form[0] in "لبفكو" and len(form) >= (3 if form[0] == "ل" else 4):
        yield form[1:]
    if form[0] in "وف" and form[1:2] in ("ب", "ل", "ك") and len(form) > 5:
        yield form[2:]  # وبتحديد
    if len(form) == 4 and form.endswith("ين") and form not in units():
        yield form[:-2]  # سدين, two of سد
    if len(form) in (3, 4) and form[-1] == "ا":
        yield form[:-1]  # ردا, ضغطا: too short for the stemmer
    if form[0] == "ن" and len(form) > 3:
        yield from ("ي" + form[1:], "ت" + form[1:])  # نريد, we want
    past = form.removeprefix("و").removesuffix("ت")
    if len(past) == 2 and form[-1] == "ت":
        yield from (past + "ا", past + "ي")  # غزت of غزا
    if form.startswith("ال"):
        yield "ا" + form  # آلينا has no article


def owned(form: str) -> Iterator[str]:
    """A noun without the pronoun of whose it is: نيه of نيتهما."""
    for ending in OWNERS:
        if form.endswith(ending) and len(form) - len(ending) >= max(OWNED_MIN, 4 - len(ending)):
            bare = form.removesuffix(ending)
            yield bare
            if bare[-1] == "ت":
                yield bare[:-1] + "ه"
            return


@lru_cache(maxsize=50_000)
def root(form: str) -> str:
    """A guess at the consonants a folded word is made of: سحب of انسحاب and of تنسحب."""
    bare = ROOT_FRAME.sub("", stem(form).removesuffix("ت") if len(form) > 4 else stem(form))
    bare = ROOT_FRAME.sub("", bare) if len(bare) > 4 else bare
    return re.sub("[اويه]", "", bare)
