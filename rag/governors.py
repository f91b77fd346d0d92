"""The preposition that a word stands behind: of «في العراق» it is «في»."""

from collections.abc import Mapping

from index.arabic import fold
from rag.lands import lands

PREPOSITIONS = frozenset(map(fold, "في من على إلى عن مع ضد لدى بين قرب داخل خارج".split()))
ENGLISH = {
    "in": "في", "from": "من", "to": fold("إلى"), "with": "مع", "against": "ضد", "between": "بين",
}  # fmt: skip


def governor(at: int, words: Mapping[int, str]) -> str:
    """The Arabic preposition a word stands behind, with the noun it may describe between.

    `words` are folded, by position; an English preposition is given in Arabic, none as "".
    `governor(2, {0: "القوات", 1: "في", 2: "العراق"})` is "في".
    """
    for p in (at, at - 1, at - 2):
        word = words.get(p, "")
        if word in PREPOSITIONS:
            both = words.get(p - 1, "").endswith("كل")  # «لكل من طهران وواشنطن»
            return "كل" if both else word
        if word in ENGLISH:
            return ENGLISH[word]
        if word[:1] in ("ل", "ب") and len(word) > 4 and not _is_land(word):
            return word[0]
        if not word or not word.isalpha():
            break
    return ""


def _is_land(word: str) -> bool:
    """Whether the first letter is a land's own: «بغداد», «لبنان»."""
    return word in lands() or word[:-1] in lands()
