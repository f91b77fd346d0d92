"""Where English words stand in a text's folded words, and Arabic words that sound like names."""

from collections.abc import Sequence
from functools import cache

from index import transliteration
from index.arabic import fold
from rag import english
from rag.grounds import Text
from rag.lands import glued


class Spelt:
    """The words of the cited sentences by their consonants, for names of another script."""

    def __init__(self, source: Text) -> None:
        self._by: dict[str, list[str]] = {}
        words = source.words
        joined = ["عبد" + words[at + 1] for at in words if words[at] == "عبد" and at + 1 in words]
        for word in dict.fromkeys([*words.values(), *joined]):  # Abdelmadjid, «عبد المجيد»
            if word.isalpha() and not word.isascii():
                own = {word, "ا" + word} if word.startswith("ال") else {word}
                for part in {*own, *glued(word)}:
                    self._by.setdefault(transliteration.skeleton(part), []).append(part)

    def __call__(self, key: str) -> list[str]:
        return self._by.get(key, [])


def aligned(lower: Sequence[str], words: Sequence[str]) -> list[int]:
    """For each English word its position among the folded words of the text."""
    spots: list[int] = []
    at = 0
    for word in lower:
        ahead = range(at, min(at + 6, len(words)))
        forms = {fold(word), *_shortened().get(word, ())}
        at = next((i for i in ahead if words[i] in forms), at)
        spots.append(at)
    return spots


@cache
def _shortened() -> dict[str, frozenset[str]]:
    """The words of names with the abbreviations that stand for them: us of united."""
    found: dict[str, set[str]] = {}
    for short, parts in english.ABBREVIATIONS.items():
        for part in parts:
            found.setdefault(part, set()).add(short.lower())
    return {part: frozenset(shorts) for part, shorts in found.items()}
