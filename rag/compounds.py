"""Number words that make one number: خمسة وعشرون، ألفين وخمسمئة, two and a half thousand."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.arabic import fold
from rag.counted import scales, units

TEEN = frozenset(map(fold, "عشر عشرة".split()))
ORDINALS = {
    fold(word): at // 2 + 1.0
    for at, word in enumerate(
        """الحادي الحادية الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة السادس
        السادسة السابع السابعة الثامن الثامنة التاسع التاسعة العاشر العاشرة""".split()
    )
}
HALVES = frozenset(map(fold, "نصف half".split()))
DIGITS = re.compile(r"\d+(?:\.\d+)?")


def bares(word: str) -> Iterator[tuple[str, int]]:
    """A word, and without a clitic before it, with the letters cut."""
    yield word, 0
    if word[0] == "و" and len(word) > 3:
        yield word[1:], 1
    if word[0] in "بلكف" and len(word) > 4:
        yield word[1:], 1


@lru_cache(maxsize=50_000)
def numeral(word: str) -> tuple[float, bool, bool] | None:
    """The value of one word, whether it is a scale (thousand), and whether و joins it."""
    if DIGITS.fullmatch(word):
        return float(word), False, False
    for bare, cut in bares(word):
        joined = cut == 1 and word[0] == "و"
        known = bare in scales() or bare in units()
        plain = bare if known else bare.removeprefix("ال")
        if plain != bare and units().get(plain) in (1, 2):
            continue  # الاثنين is Monday, الواحد no count
        if plain in scales():
            return scales()[plain], True, joined
        if plain in units():
            return units()[plain], False, joined
    return None


def special(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """Half a million, «نصف مليون», and high ordinals: «الثانية والأربعين» is 42."""
    ahead = [(word, numeral(word)) for word in words[at + 1 : at + 3]]
    if words[at] in HALVES and ahead:
        last = 1 if ahead[0][0] == "a" and len(ahead) > 1 else 0
        known = ahead[last][1]
        return (known[0] / 2, at + last + 1) if known and known[1] and known[0] > 1 else None
    tens = ahead[0][1] if ahead and words[at] in ORDINALS else None
    if tens and tens[2] and tens[0] in range(20, 100, 10):
        return ORDINALS[words[at]] + tens[0], at + 1
    return None


def compound(words: Sequence[str], at: int, value: float) -> tuple[float, int]:
    """The value of number words that belong together: خمسة وعشرون، مئة ألف، 3 ملايين و200 ألف.

    `total` holds what is closed by a scale, `current` what a scale may still multiply.
    """
    last = at
    closed = value >= 1000 and not words[at][0].isdigit()
    total, current = (value, 0.0) if closed else (0.0, value)
    scale_of = 10 ** (len(f"{value:.0f}") - 1) if closed else 1.0
    while last + 1 < len(words):
        if half := _half(words, last):
            total, current = (total, current + 0.5) if current else (total + scale_of / 2, 0.0)
            last += half
            continue
        step = 1
        if words[last + 1] in ("and", "و", "-") and last + 2 < len(words):
            step = 2
        word = words[last + step]
        following = numeral(word)
        if following is None:
            break
        amount, scale, joined = following
        joined = joined or step == 2
        if scale and not joined and current < amount:
            if amount == 100:
                current *= amount
            else:
                total, current, scale_of = total + current * amount, 0.0, amount
        elif word in TEEN and not joined and 0 < current < 10 and current == int(current):
            current += 10
        elif (
            joined
            and _adds(current or total, amount, word)
            and (step == 1 or words[last + 1] != "-" or word.isascii())
        ):
            current += amount
        elif (joined or (word.isalpha() and word.isascii())) and not current and total > amount:
            current = amount
        else:
            break
        last += step
    return total + current, last


def _half(words: Sequence[str], last: int) -> int:
    """How many words behind say "and a half"."""
    for form in (("ونصف",), ("و", "نصف"), ("and", "a", "half")):
        if tuple(words[last + 1 : last + 1 + len(form)]) == form:
            return len(form)
    return 0


def _adds(sofar: float, amount: float, word: str) -> bool:
    """Whether «و» joins the amount into one number: units with tens, hundreds with less."""
    if word[-1].isdigit():
        return sofar >= 1000 and sofar % 1000 == 0 and amount < 1000
    if amount in range(20, 100, 10):
        return sofar < 10 or (sofar >= 100 and sofar % 100 < 10)
    return (sofar >= 100 and sofar % 100 == 0 and amount < 100) or (
        word.isascii() and sofar >= 20 and sofar % 10 == 0 and amount < 10
    )
