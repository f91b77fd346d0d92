"""More, less, all, only and most: whether a statement's are those of its sentences."""

import re
from collections.abc import Iterator

from index.arabic import fold
from rag.grounds import Text
from rag.skeleton import skeleton

OVER = re.compile(
    r"(?:أكثر|أزيد) من|ما يزيد (?:عن|على)|ما لا يقل عن"
    r"|(?:more|greater) than|over(?= \d)|at least|exceed\w*"
)
UNDER = re.compile(
    r"(?:أقل|أدنى) من|ما يقل عن|ما لا يزيد (?:عن|على)"
    r"|(?:less|fewer) than|(?:under|below)(?= \d)|at most"
)
AMOUNTS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        "[وبلف]?(?:ال)?عشرات|dozens|scores|tens of",
        "[وبلف]?(?:ال)?ميات|hundreds",
        "[وبلف]?(?:ال)?الاف|thousands",
        "[وبلف]?(?:ال)?ملايين|millions",
    )
)


def faults(statement: str, source: Text) -> Iterator[str]:
    """More than, less than: as the sentences have it."""
    said = " ".join(source.words.values())
    over, under = (re.compile(_folded(p.pattern)) for p in (OVER, UNDER))
    folded = " ".join(skeleton(statement).words)
    for own, other in ((over, under), (under, over)):
        if own.search(folded) and not own.search(said) and (other.search(said) or _counts(source)):
            yield "more or less than what the sentences say"
    for amount in AMOUNTS:
        if (
            amount.search(folded)
            and not amount.search(said)
            and any(other.search(said) for other in AMOUNTS if other is not amount)
        ):
            yield "another order of magnitude than the sentences'"
    yield from _quantities(folded, said)


QUANTITIES = (
    (r"all(?! but)|every|each|everyone|entire|جميع|جميعهم|جميعها|كافه|كل(?! من)|لكل(?! من)",
     r"all|every|جميع\w*|كافه|[بل]?كل(?! من)|كامل\w*|[بو]?الكامل|اي|مجمل"),
    (r"only|sole|solely|exclusively|فقط|فحسب|الوحيد\w*|وحيد\w*|وحده|وحدها|حصرا",
     r"only|فقط|فحسب|[ول]?ال?وحيد\w*|وحد\w+|حصر\w*|سوي|الا|مجرد|بل"),
    (r"most(?= (?:of|\w+s\b))|majority|معظم\w*|اغلب\w*|غالبيه",
     r"most|(?:ال)?معظم\w*|(?:ال)?[اغ]غ?لب\w*|(?:ال)?غالبيه|اكثر\w*"),
    (r"none|nobody|no one|اي من|لا احد|اي", r"none|اي|احد|اطلاق\w*|البته|قط|ابدا|كل|جميع"),
    (r"never|ever|always|permanently|ابدا|قط|مطلقا|دائما|دوما|نهائيا|تماما",
     r"ابدا|قط|مطلقا|اطلاق\w*|دائم\w*|دوم\w*|نهائي\w*|تمام\w*|كامل\w*|كل"),
)  # fmt: skip
"""Words for all, only, most, none and ever, with what of the sentences allows them."""


def _quantities(statement: str, said: str) -> Iterator[str]:
    for own, theirs in QUANTITIES:
        word = re.search(rf"(?<!\S)[وفبل]?(?:{own})(?!\S)", statement)
        if word and not re.search(rf"(?<!\S)[وفبل]?(?:{theirs})(?!\S)", said):
            yield f"«{word[0]}», which the sentences don't say"


def _folded(pattern: str) -> str:
    """A pattern with its Arabic words folded."""
    return re.sub("[\u0621-\u064a]+", lambda word: fold(word[0]), pattern)


def _counts(source: Text) -> bool:
    return any(value is not None for _, value, _ in source.numbers)
