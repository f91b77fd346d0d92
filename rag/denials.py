"""Whether a statement denies what its sentences say, or says what they deny."""

import re
from collections.abc import Collection, Iterator, Sequence

from index.arabic import STOP_WORDS, fold
from rag.claims import IDIOM_BEFORE, NEGATORS, NOT_NEGATED
from rag.grounds import Text, is_wall
from rag.lexicon import vocabulary
from rag.light import HEDGES, light
from rag.skeleton import skeleton
from rag.units import Unit

REACH = 8
"""Content words around a denial that it may be meant for."""
BEHIND = 3
TOLD = 2
"""Words of matter said before a denial that make a statement one of what stands there."""


ENGLISH_NEGATORS = frozenset(
    """not no never neither nor without cannot isn aren wasn weren don doesn didn won wouldn
    couldn shouldn hasn haven hadn can't unlikely unless""".split()
)
RAISING = frozenset(
    fold(person + verb)
    for verb in "عتقد رى ظن بدو توقع ريد رغب".split()
    for person in "ي ت ن أ".split()
) | frozenset(
    "believe believes think thinks expect expects seem seems appear appears any want wants".split()
)
"""Verbs whose denial is meant for what follows: «لا يعتقد أن الأمريكيين يريدون»."""
MAYBE = frozenset(map(fold, "ألا وألا".split()))
"""«ألا», that not, is written like «إلا», except."""
DENIERS = frozenset(NEGATORS) | MAYBE
NEGATIVE = re.compile("(?:un|in|im|ir|il|non|dis)(.{5,})")


NOTHING = ENGLISH_NEGATORS | {"nothing", "none"}


def _negative(text: str) -> bool:
    """Whether a word of English denies by itself: irresponsible, "has nothing to do with"."""
    matches = (NEGATIVE.fullmatch(word) for word in text.lower().split())
    inner = any(match[1] in vocabulary() for match in matches if match)
    return inner or not NOTHING.isdisjoint(text.lower().split())


DENYING = frozenset(map(fold, "نفى نفت ينفي تنفي نفي".split()))
REFUSED = frozenset(
    map(fold, "رفض رفضت يرفض ترفض امتنع امتنعت تمتنع يمتنع فشل فشلت أخفق أخفقت".split())
)
PARTICLES = frozenset("غير عدم دون بدون".split())
WITHOUT = frozenset("دون بدون".split())
"""«دون أن يوقع» denies, «غير أن» doesn't."""
EMPTY = RAISING | frozenset(
    map(fold, "يسبق تسبق سبق وجود أي يكون تكون يكن تكن نكن كان كانت يتم تتم هناك يعد تعد".split())
)
IDIOMS = frozenset("if only just".split()) | IDIOM_BEFORE


def faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """What one denies and the other says: «وشيك» and «ليس وشيكا»."""
    theirs = source.places | source.origins | source.persons
    named = {unit.at for unit in units if unit.kind not in ("word", "number", "date")}
    named |= {unit.at for unit in units if unit.found and theirs.issuperset(unit.found)}
    verbs = {u.at for u in units if u.kind == "word" and u.found}
    verbs -= {u.at for u in units if u.text in PARTICLES | ENGLISH_NEGATORS}
    sure, wide = _denied(dict(enumerate(skeleton(statement).words)), named, verbs)
    told = {p for unit in units for p in unit.found if source.words[p].lstrip("و") in DENYING}
    their_sure, their_wide = _denied(source.words, theirs, told, firm=True)
    their_wide |= _refused(source)
    for unit in units:
        if unit.kind in ("number", "date") or not unit.found:
            continue
        frames = light(unit.text) and fold(unit.text) not in HEDGES
        if unit.at in sure and their_wide.isdisjoint(unit.found) and not frames:
            yield f"it denies «{unit.text}», the sentences don't"
        if (
            unit.at not in wide
            and not _negative(unit.text)
            and their_wide.issuperset(unit.found)
            and (not their_sure.isdisjoint(unit.found))
            and _meant(unit, units, their_sure, source, denies=bool(wide))
        ):
            yield f"the sentences deny «{unit.text}»"


def _refused(source: Text) -> set[int]:
    """What is refused, or fails: to decline to comment is not to comment."""
    found: set[int] = set()
    for at, word in source.words.items():
        if word.removeprefix("و") in REFUSED:
            for p in range(at + 1, at + 12):
                if source.words.get(p, ".") in ".،؛":
                    break
                found.add(p)
    return found


def _meant(
    unit: Unit, units: Sequence[Unit], sure: set[int], source: Text, *, denies: bool
) -> bool:
    """Whether of "sees no need" the statement has the need too, and not only another "sees"."""
    for at in unit.found:
        if source.words[at] in RAISING:
            head = min((p for p in sure if p > at), default=at)
            apart = [o for o in units if o.at > unit.at and o.found and max(o.found) < at]
            told = sum(o.kind == "word" and not light(o.text) for o in apart) >= TOLD
            return not denies and not told and any(head in other.found for other in units)
    return True


def _denied(
    words: dict[int, str],
    names: Collection[int],
    shared: Collection[int] = (),
    *,
    firm: bool = False,
) -> tuple[set[int], set[int]]:
    """The positions surely denied, and those that a denial may be meant for."""
    sure: set[int] = set()
    wide: set[int] = set()
    for at, word in words.items():
        after = words.get(at + 1, "")
        if at in shared:
            continue
        bare = word[1:] if word[0] in "وف" and word[1:] in DENIERS else word
        if bare not in DENIERS and word not in ENGLISH_NEGATORS:
            continue
        idle = after in NOT_NEGATED and bare not in WITHOUT
        if idle or words.get(at - 1, "") in IDIOMS or after in ("only", "just"):
            continue
        left, named = REACH, False
        for p in range(at + 1, at + 16):
            other = words.get(p, "")
            if not other or left == 0 or other in ".،,;؛":
                break
            if other in STOP_WORDS or not other.isalnum():
                continue
            if p == at + 1 and other in RAISING and firm:
                sure.add(p)
            wide.add(p)
            left -= 1
            if bare not in MAYBE and not named and p not in names and other not in EMPTY:
                sure.add(p)
                named = True
        wide.update(_before(words, at))
    return sure, wide


def _before(words: dict[int, str], at: int) -> Iterator[int]:
    """The words before a denial that it may be meant for, up to where its clause begins."""
    left = BEHIND
    for p in range(at - 1, at - 10, -1):
        word = words.get(p, "")
        if not word or left == 0 or word in ".،,;؛":
            return
        if word not in STOP_WORDS and word.isalnum():
            yield p
            left -= 1
        if is_wall(word):
            return
