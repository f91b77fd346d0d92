"""Who does what to whom, in a statement and in its sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.arabic import fold
from rag.governors import PREPOSITIONS, governor
from rag.grounds import GAP, Text
from rag.query import language
from rag.skeleton import skeleton
from rag.units import Unit

TO = frozenset(("to", fold("إلى")))


def faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Where a statement has another do it, or receive it, than the sentences."""
    words = dict(enumerate(skeleton(statement).words))
    named = [unit for unit in units if unit.kind == "name" and unit.found]
    to = [unit for unit in named if _receives(unit.at, words, {u.at for u in named})]
    theirs = {p for p in source.persons if _receives(p, source.words, source.persons)}
    if to and theirs and not any(theirs.intersection(unit.found) for unit in to):
        yield f"in the sentences it is not «{to[0].text}» that receives"
    yield from _agents(units, words, source)
    yield from _doers(units, words, source)
    yield from _swapped(units, words, source)


PASSIVE = frozenset("was were been being by is are be".split())
BEHIND = 5
DETERMINERS = frozenset("the a an its their his her of".split())
OBJECT = ("تها", "ته", "تهم", "تهما")


def _doers(units: Sequence[Unit], words: dict[int, str], source: Text) -> Iterator[str]:
    """An English verb's object that in the sentences does it: "forces attacked factions"."""
    if language(" ".join(words.values())) != "en":
        return
    deeds = [unit for unit in units if unit.kind not in ("number", "date")]
    for at, verb in enumerate(deeds):
        before, after = deeds[max(at - 2, 0) : at], deeds[at + 1 : at + 1 + BEHIND]
        near = {words.get(p, "") for p in range(verb.at - 2, verb.at + 8)}
        noun = words.get(verb.at - 1, "") in DETERMINERS
        if verb.kind != "word" or noun or not before or near & PASSIVE or not after:
            continue
        held = {q for unit in before for q in unit.found}
        theirs = {q for unit in after for q in unit.found}
        if any(_does(p, verb, held, theirs, source) for p in verb.found):
            yield f"in the sentences another does what «{before[-1].text}» is said to do"
            return


UNDERGONE = re.compile("و?(?:تعرض|خضع|واجه|تلق|عان|شهد)")
"""Verbs whose subject has it done to it."""


def _does(at: int, verb: Unit, subject: set[int], rest: set[int], source: Text) -> bool:
    """Whether behind an Arabic verb stands, as its doer, what the statement has as its object."""
    around = {source.words.get(p) for p in (at - 1, at + 1)}
    own = {way[0] for way in verb.ways if len(way) == 1}
    if own.isdisjoint(source.keys[at]) or not _is_verb(source.words[at]) or around & PREPOSITIONS:
        return False
    if UNDERGONE.match(source.words[at]):
        return False  # "attacks hit the forces": «تعرضت القوات لهجمات»
    before = subject.intersection(range(at - 8, at))
    if not source.words[at].endswith(OBJECT) and before:
        return False  # its subject stands before it
    doer = next((p for p in (at + 1, at + 2) if source.content.get(p) != source.content[at]), at)
    return bool(subject) and doer not in subject and doer in rest


def _is_verb(word: str) -> bool:
    """Whether an Arabic word has an ending of the past with its subject behind: شنتها, قالت."""
    bare = word.removeprefix("و")
    if bare.startswith("ال") or bare.endswith("ات"):
        return False
    return any(bare.endswith(each) for each in ("ت", "تها", "ته", "تهم", "تهما")) and len(bare) > 3


ENTITIES = ("place", "origin", "name")


def _swapped(units: Sequence[Unit], words: dict[int, str], source: Text) -> Iterator[str]:
    """Two that have changed places around the verb that opens an Arabic clause."""
    for at, verb in enumerate(units[:2]):
        if verb.kind != "word" or language(verb.text) == "en":
            continue
        ahead = [u for u in units[at + 1 :] if u.kind in ENTITIES and u.found]
        pairs = [(a, b) for i, a in enumerate(ahead) for b in ahead[i + 1 :]]
        for one, other in pairs:
            for p in verb.found:
                first = [q for q in one.found if p < q < p // GAP * GAP + GAP]
                second = [q for q in other.found if p < q < p // GAP * GAP + GAP]
                if not first or not second or max(second) >= min(first):
                    continue
                own = (governor(one.at, words), governor(other.at, words))
                theirs = (
                    governor(min(second), source.words),
                    governor(min(first), source.words),
                )
                if own == theirs and not _joined(one, other, words):
                    yield f"«{one.text}» and «{other.text}» have changed places"
                    return


def _joined(one: Unit, other: Unit, words: dict[int, str]) -> bool:
    between = [words[p] for p in range(one.at + 1, other.at + 1) if p in words]
    return len(between) < 4 and any(word == "و" or word[0] == "و" for word in between)


def _receives(at: int, words: dict[int, str], persons: Iterable[int]) -> bool:
    """Whether a preposition of direction stands before a name and the titles before it."""
    known = set(persons)
    while at - 1 in known:
        at -= 1
    for p in range(at - 1, at - 6, -1):
        word = words.get(p, "")
        if p in known or not word:
            return False
        if word in TO or (word[0] == "ل" and len(word) > 4 and word != "لكن"):
            return True
    return False


def _agents(units: Sequence[Unit], words: dict[int, str], source: Text) -> Iterator[str]:
    """A verb whose doer in the sentences is the one it is done to in the statement."""
    english = language(" ".join(words.values())) == "en"
    for before, verb, after in zip(units, units[1:], units[2:], strict=False):
        if not english or verb.kind != "word" or {before.kind, after.kind} - {"place", "name"}:
            continue
        between = {words.get(p, "") for p in range(before.at, after.at)}
        if (
            between & {*PASSIVE, "in", "at", "of", "from", "with", "for", "and"}
            or verb.text[0].isupper()
        ):
            continue
        for at in verb.found:
            if source.words[at].startswith(("ال", "لل", "ب")):
                continue  # a noun
            doers = [u for u in (before, after) if {at + 1, at + 2}.intersection(u.found)]
            if doers == [after]:
                yield f"in the sentences it is «{after.text}» that does it"
