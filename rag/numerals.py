"""Numbers in Arabic and English text: digits, number words, duals, and what is counted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.arabic import LEXICAL_WAW, STOP_WORDS, fold, stem
from rag import dates as calendar
from rag.compounds import ORDINALS, TEEN, bares, compound, numeral, special
from rag.counted import nouns, scales, singular, units
from rag.skeleton import Skeleton, skeleton

DEFINITE = ("ال", "وال", "بال", "لل")
PERCENT = "%"
"""The counted noun of a percentage."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, `text_of_it[start:end] == text`.

    `value` is None for an indefinite quantity (مئات، عشرات). `noun` is the stem of the singular
    of what is counted ("%" for a percentage), empty where the text does not say.
    """

    value: float | None
    start: int
    end: int
    noun: str
    text: str


INDEFINITE = frozenset(map(fold, "عشرات مئات آلاف ملايين مليارات بضعة بضع عدة".split()))
NEEDS_HAMZA = frozenset(map(fold, "مئتا مئتي مئتين مئتان".split()))
"""Without their hamza they are other words: ميتا is a company."""
AFTER_NUMBER_ONLY = frozenset(map(fold, "ألف ألفا ألفي مليونا مليارا".split()))
"""Alone they may be a verb (ألّف كتابا) or an accusative."""
ROUGHLY = frozenset(map(fold, "نحو حوالي حوالى زهاء قرابة من عن على إلى".split()))
BEFORE_TEN = {
    fold(word): value
    for value, words in ((11.0, "أحد إحدى"), (12.0, "اثنا اثني اثنتا اثنتي"))
    for word in words.split()
}
"""First words of eleven and twelve; alone they are others (أثناء folds to اثنا)."""
PERCENTS = frozenset(map(fold, "% ٪ المئة المائة بالمئة بالمائة percent".split()))
CURRENCIES = {"$": stem(fold("دولار")), "€": stem(fold("يورو")), "£": stem(fold("جنيه"))}
ONE_CUES = frozenset(
    map(fold, "سقوط مقتل قتل إصابة وفاة اعتقال اختطاف جرح أصيب أصاب عن قتيل بمقتل بإصابة".split())
)
"""Words after which a bare singular means one: «سقوط قتيل»."""
ONE_NOUNS = frozenset(map(fold, "قتيل جريح شهيد شخص جندي عسكري مدني".split()))
COUNT = frozenset(map(fold, "عدد عددهم عددها عدده".split()))
NUMBER_REACH = 6
"""Words looked back for «عدد كذا» when no noun follows the number."""
WORD = re.compile(r"[^\W\d_]+")
DECIMAL = re.compile(r"(\d+),(\d{1,2})(?!\d|,)")


@lru_cache(maxsize=4_096)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order, those of its dates left out.

    "نقل 3 آلاف جندي ومصدران" gives 3000 of جندي and 2 of مصدر.
    """
    bones = skeleton(text)
    taken = [(date.start, date.end) for date in calendar.dates(text)]
    found = []
    at = 0
    while at < len(bones.words):
        number, following = _number(bones, at)
        if number and not any(s < number.end and number.start < e for s, e in taken):
            found.append(number)
        at = following
    return tuple(_share_nouns(text, found))


def _number(bones: Skeleton, at: int) -> tuple[Number | None, int]:
    """The number that starts with the word number `at`, and the word to go on with."""
    value, last = _value(bones, at)
    if last < at:
        return _single_word(bones, at), at + 1
    start, end = bones.span(at, last)
    start += _clitic(bones.words[at])
    noun, upto = _noun(bones, at, last, value)
    if noun == PERCENT:
        end, last = bones.spans[upto][1], upto
    return Number(value, start, end, noun, bones.text[start:end]), last + 1


def _single_word(bones: Skeleton, at: int) -> Number | None:
    """A number told by the form of a noun alone: a dual, or «سقوط قتيل»."""
    word = bones.words[at]
    start, end = bones.spans[at]
    for bare, cut in bares(word):
        if bare in nouns()[1]:
            start += cut
            return Number(2.0, start, end, nouns()[1][bare], bones.text[start:end])
    if word in ONE_NOUNS and at and bones.words[at - 1] in ONE_CUES:
        return Number(1.0, start, end, singular(word), bones.text[start:end])
    return None


def _clitic(word: str) -> int:
    if word[0].isdigit() or word in units() or word in scales():
        return 0
    known = any(bare in units() or bare in scales() for bare, cut in bares(word) if cut)
    return int(known and not word.startswith("ال"))


def _value(bones: Skeleton, at: int) -> tuple[float | None, int]:
    """The value of the number from `at`, and its last word; that is before `at` if none."""
    words = bones.words
    if any(bare in INDEFINITE for bare, _ in bares(words[at])):
        last = at
        while last + 1 < len(words) and words[last + 1] in INDEFINITE:
            last += 1
        return None, last
    for bare, _ in bares(words[at]):
        if bare in BEFORE_TEN and at + 1 < len(words) and words[at + 1] in TEEN:
            return compound(words, at + 1, BEFORE_TEN[bare])
    if broken := special(words, at):
        return broken
    first = numeral(words[at])
    if first is None or not _begins(bones, at, first[1]):
        return None, at - 1
    if words[at][0].isdigit():
        grouped = _grouped(bones, at)
        if grouped[1] > at:
            return grouped
    return compound(words, at, first[0])


def _begins(bones: Skeleton, at: int, scale: bool) -> bool:
    """Whether the numeral at `at` stands for a number, not for a verb, an ordinal or a clock."""
    word, before = bones.words[at], bones.words[at - 1] if at else ""
    if word in TEEN and before in ORDINALS:
        return False
    if word in NEEDS_HAMZA and "ئ" not in bones.surface(at):
        return False
    if word.removeprefix("و") in AFTER_NUMBER_ONLY or (scale and word.isascii()):
        return before in ROUGHLY or before in ("a", "of") or _counts(bones, at)
    known = word in units() or word in scales()
    if word.startswith("ال") and not known and not bones.surface(at).startswith("ال"):
        return False  # ألستون folds to الستون
    if word[0].isdigit() and at and bones.spans[at - 1][1] == bones.spans[at][0]:
        return len(before) == 1  # إنترنت2 is a name, و2 a number
    clock = ":" in bones.words[max(at - 1, 0) : at + 2]
    glued = at + 1 < len(bones.spans) and bones.spans[at][1] == bones.spans[at + 1][0]
    return not (clock and word[0].isdigit() and (glued or before == ":"))


def _counts(bones: Skeleton, at: int) -> bool:
    """Whether «ألف» goes on as a number does: «ألف ومئتي مريض», «ألف جندي», not «ألف كتابا»."""
    after = bones.words[at + 1] if at + 1 < len(bones.words) else ""
    if not after or bones.words[at].isascii():
        return False
    following = numeral(after)
    counted = stem(after) in nouns()[0] and not after.endswith("ا") and not after.startswith("ال")
    return (following is not None and following[2]) or counted


def _grouped(bones: Skeleton, at: int) -> tuple[float, int]:
    """Digits with Arabic commas for thousands (22،338،618) or a comma for decimals (56,2)."""
    value, last = bones.words[at], at
    if decimal := DECIMAL.match(bones.text, bones.spans[at][0]):
        return float(f"{decimal[1]}.{decimal[2]}"), at + 2
    while (
        last + 2 < len(bones.words)
        and bones.words[last + 1] == "،"
        and re.fullmatch(r"\d{3}", bones.words[last + 2])
        and bones.spans[last][1] == bones.spans[last + 1][0]
        and bones.spans[last + 1][1] == bones.spans[last + 2][0]
        and len(value) <= 3 + 3 * (last - at)
        and "." not in value
    ):
        value += bones.words[last + 2]
        last += 2
    return float(value), last


def _noun(bones: Skeleton, first: int, last: int, value: float | None) -> tuple[str, int]:
    """The stem of what is counted, and the word that says so."""
    words = bones.words
    after, beyond, third = (*words[last + 1 : last + 4], "", "", "")[:3]
    if after in PERCENTS:
        return PERCENT, last + 1
    if after == "في" and beyond in PERCENTS:
        return PERCENT, last + 2
    if first and (noun := _noun_before(words, first, last, value)):
        return noun, last
    if after == "من" and beyond and (beyond.startswith("ال") or singular(beyond) != stem(beyond)):
        after = beyond
    elif after == "of" and beyond in ("the", "their"):
        after = third
    if _is_noun(after):
        return singular(after), last + 1
    return _noun_of_count(words, first), last


def _noun_before(words: Sequence[str], first: int, last: int, value: float | None) -> str:
    """What is counted, before the number: $5, المصادر الثلاثة, شخص واحد."""
    before = words[first - 1]
    if before in CURRENCIES:
        return CURRENCIES[before]
    if before.startswith(DEFINITE) and words[first].startswith("ال"):
        head = first - 2 if first > 1 and words[first - 2].startswith(DEFINITE) else first - 1
        return singular(words[head])
    if value == 1 and first == last and WORD.fullmatch(before):
        return singular(before)
    return ""


def _noun_of_count(words: Sequence[str], first: int) -> str:
    """What is counted where the number comes later: «عدد السكان نحو 5000»."""
    for at in range(first - 1, max(first - NUMBER_REACH, 0), -1):
        if words[at - 1] in COUNT and _is_noun(words[at]):
            return singular(words[at])
    return ""


def _is_noun(word: str) -> bool:
    if not WORD.fullmatch(word) or len(word) < 2 or word in STOP_WORDS or numeral(word):
        return False
    return word[0] != "و" or word in LEXICAL_WAW


def _share_nouns(text: str, found: list[Number]) -> Iterator[Number]:
    """A range says its noun once: «خمس إلى عشر سنوات»."""
    for i, number in enumerate(found):
        between = text[number.end : found[i + 1].start].split() if i + 1 < len(found) else []
        if not number.noun and between in (["إلى"], ["الى"], ["أو"], ["-"], ["to"], ["or"], ["–"]):
            yield Number(number.value, number.start, number.end, found[i + 1].noun, number.text)
        else:
            yield number
