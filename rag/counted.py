"""The nouns that are counted, and the words that count them."""

from functools import cache, lru_cache
from pathlib import Path

from index.arabic import fold, stem

DATA = Path(__file__).parent / "data" / "counted.txt"
UNITS = {
    1: "واحد واحدة one",
    2: "اثنان اثنين اثنتان اثنتين two",
    3: "ثلاث ثلاثة three",
    4: "أربع أربعة four",
    5: "خمس خمسة five",
    6: "ست ستة six",
    7: "سبع سبعة seven",
    8: "ثمان ثماني ثمانية eight",
    9: "تسع تسعة nine",
    10: "عشر عشرة ten",
    11: "eleven",
    12: "twelve",
    13: "thirteen",
    14: "fourteen",
    15: "fifteen",
    16: "sixteen",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "عشرون عشرين twenty",
    30: "ثلاثون ثلاثين thirty",
    40: "أربعون أربعين forty",
    50: "خمسون خمسين fifty",
    60: "ستون ستين sixty",
    70: "سبعون سبعين seventy",
    80: "ثمانون ثمانين eighty",
    90: "تسعون تسعين ninety",
    100: "مئة مائة",
    200: "مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي",
    300: "ثلاثمئة ثلاثمائة",
    400: "أربعمئة أربعمائة",
    500: "خمسمئة خمسمائة",
    600: "ستمئة ستمائة",
    700: "سبعمئة سبعمائة",
    800: "ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة",
    900: "تسعمئة تسعمائة",
    2_000: "ألفان ألفين ألفا ألفي",
    2_000_000: "مليونان مليونين مليونا مليوني",
    2_000_000_000: "ملياران مليارين مليارا ملياري",
}
SCALES = {
    12: "dozen",
    100: "hundred",
    1_000: "ألف آلاف ألفا thousand",
    1_000_000: "مليون ملايين مليونا million",
    1_000_000_000: "مليار مليارات مليارا بليون billion",
    1_000_000_000_000: "تريليون تريليونات تريليونا trillion",
}


@cache
def units() -> dict[str, float]:
    """Folded number words with their values: "ثلاثه" is 3."""
    return {fold(word): float(value) for value, words in UNITS.items() for word in words.split()}


@cache
def scales() -> dict[str, float]:
    """Folded words that multiply the number before them: "الاف" is 1000."""
    return {fold(word): float(value) for value, words in SCALES.items() for word in words.split()}


@cache
def nouns() -> tuple[dict[str, str], dict[str, str]]:
    """Stems of plurals to those of their singular; the folded duals of all nouns to the same."""
    singulars: dict[str, str] = {}
    duals: dict[str, str] = {}
    for line in DATA.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        singular, *plurals = map(fold, line.split())
        key = stem(singular)
        singulars.setdefault(key, key)
        for plural in plurals:
            singulars.setdefault(stem(plural), key)
        base = singular[:-1] + "ت" if singular[-1] == "ه" else singular
        duals[base + "ان"] = key
        if plurals or base != singular:
            duals[base + "ين"] = key
    return singulars, duals


@lru_cache(maxsize=50_000)
def singular(form: str) -> str:
    """The stem of the singular of a folded noun: `singular("جنود") == singular("جندي")`."""
    known = nouns()[0]
    key = stem(form)
    if key not in known and key[-1] == "ا" and key[:-1] in known:
        key = key[:-1]  # شخصا: too short for the stemmer
    return known.get(key, key)
