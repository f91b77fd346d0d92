"""Times that depend on the day of writing, and what came before what."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.arabic import STOP_WORDS, fold
from rag.grounds import Text
from rag.skeleton import skeleton
from rag.units import Unit

PERIODS = (
    "العام السنة عام سنة year",
    "الشهر شهر month",
    "الأسبوع أسبوع week",
    "القرن قرن century",
    "العقد عقد decade",
    "الموسم موسم season",
)
LAST = "الماضي الماضية السابق السابقة المنصرم المنصرمة الفائت الفائتة last previous past"
NEXT = "المقبل المقبلة القادم القادمة التالي التالية next coming following"
THIS = "هذا هذه الجاري الجارية الحالي الحالية نفسه نفسها this current same"
DAYS = (
    ("أمس بالأمس البارحة yesterday", -1),
    ("اليوم today tonight", 0),
    ("غدا الغد tomorrow", 1),
)
EARLIER = frozenset(map(fold, "قبل قبيل before".split()))
LATER = frozenset(map(fold, "بعد بعدما عقب إثر after following".split()))
AROUND = 12
"""Parts of a statement, or words of a sentence, looked at on each side of before and after."""


def faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Where a statement says last year for this, today for yesterday, or after for before."""
    said = " ".join(source.words.values())
    theirs = set(_relative(said.split()))
    for what, offset in _relative(skeleton(statement).words):
        if (what, offset) not in theirs and not _same_day(what, offset, theirs):
            yield f"the sentences do not say it of that {what}"
    yield from _order(statement, units, source)


def _same_day(what: str, offset: int, theirs: set[tuple[str, int]]) -> bool:
    """«اليوم» is nowadays where the sentences speak of no other day."""
    return what == "day" and offset == 0 and not any(kind == "day" for kind, _ in theirs)


@cache
def _offsets() -> dict[str, int]:
    return {
        fold(word): offset
        for words, offset in ((LAST, -1), (NEXT, 1), (THIS, 0))
        for word in words.split()
    }


@cache
def _kinds() -> dict[str, str]:
    return {fold(word): group.split()[-1] for group in PERIODS for word in group.split()}


def _relative(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Periods with how far off they are: «العام الماضي» is ("year", -1)."""
    days = {fold(word): offset for group, offset in DAYS for word in group.split()}
    for at, word in enumerate(words):
        around = [words[p] for p in (at - 1, at + 1) if 0 <= p < len(words)]
        bare = word[1:] if word[0] in "وبلف" and word[1:] in _kinds() else word
        if bare in _kinds():
            after = around[-1] if at + 1 < len(words) else ""
            before = around[0] if at else ""
            for other in (after, before):
                english = other.isascii() and other.isalpha()
                if other in _offsets() and (other is before) == (
                    english or other in (fold("هذا"), fold("هذه"))
                ):
                    yield _kinds()[bare], _offsets()[other]
                    break
        elif word in days:
            yield "day", days[word]


def _order(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Who says «غزت بعد أن انسحبت» of what «غزت قبل أن تنسحب» says."""
    own = dict(enumerate(skeleton(statement).words))
    content = [at for at, word in source.words.items() if word not in STOP_WORDS]
    found = {unit.at: set(unit.found) for unit in units if unit.kind == "word"}
    for first, then in _sides(own, list(found)):
        for earlier, later in _sides(source.words, content):
            places = [{p for at in side for p in found[at]} for side in (first, then)]
            straight = bool(places[0] & earlier) + bool(places[1] & later)
            turned = bool(places[0] & later) + bool(places[1] & earlier)
            if turned == 2 and straight < 2:
                yield "in the sentences the one comes before the other"
                return


def _sides(words: dict[int, str], known: Sequence[int]) -> Iterator[tuple[set[int], set[int]]]:
    """What stands on the two sides of a before or after between deeds, the earlier first."""
    for at, word in words.items():
        if word not in EARLIER | LATER:
            continue
        if not re.match("ا[نه]|that$|[a-z]+$", words.get(at + 1, "")) and word != fold("بعدما"):
            continue  # «قبل عام» counts years
        left = _side(at, -1, words, known)
        right = _side(at, 1, words, known)
        yield (left, right) if word in EARLIER else (right, left)


def _side(at: int, step: int, words: dict[int, str], known: Sequence[int]) -> set[int]:
    held: set[int] = set()
    reach = range(at + step, at + step * 16, step)
    for p in reach:
        word = words.get(p, "")
        if not word or len(held) == AROUND or word in ".،,;؛" or word in EARLIER | LATER:
            break
        if p in known:
            held.add(p)
    return held
