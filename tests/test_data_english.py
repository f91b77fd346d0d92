"""The shape of the data files behind English questions, and their surprises."""

import re
from collections import defaultdict

import pytest

from rag.lexicon import DATA, vocabulary

HEAD = re.compile(r"[a-z0-9][a-z0-9 '.&-]*")
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a0-9]+)*")
MAX_SHARED = 20
"""Heads one translation may stand under: more is a slip of filler words."""


def lines(name: str) -> list[list[str]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def lexicon() -> dict[str, list[str]]:
    return {head: entry.split("، ") for head, entry in lines("lexicon.tsv")}


@pytest.mark.parametrize("name", ["lexicon.tsv", "names.tsv", "translations.tsv"])
def test_a_file_opens_with_its_provenance_and_is_in_order(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    assert text.startswith("# English")
    assert text.endswith("\n")
    assert "\n\n" not in text
    heads = [fields[0] for fields in lines(name)]
    assert heads == sorted(heads)
    assert len(heads) == len(set(heads))
    assert all(len(fields) == 2 for fields in lines(name))


@pytest.mark.parametrize("name", ["lexicon.tsv", "names.tsv"])
def test_entries_are_arabic_without_duplicates(name: str) -> None:
    for head, entry in lines(name):
        translations = entry.split("، ")
        assert HEAD.fullmatch(head), head
        assert all(ARABIC.fullmatch(text) for text in translations), (head, entry)
        assert len(translations) == len(set(translations)), head


def test_the_lexicon_is_large_and_has_phrases(lexicon: dict[str, list[str]]) -> None:
    assert len(lexicon) >= 6_000
    assert sum(" " in head for head in lexicon) >= 1_000
    assert all(1 <= len(translations) <= 8 for translations in lexicon.values())
    for head in ("prime minister", "islamic state", "drone", "ceasefire", "foreign ministry"):
        assert head in lexicon, head


def test_no_translation_stands_under_a_crowd_of_heads(lexicon: dict[str, list[str]]) -> None:
    heads = defaultdict(list)
    for head, translations in lexicon.items():
        for text in translations:
            heads[text].append(head)
    crowded = {text: found for text, found in heads.items() if len(found) > MAX_SHARED}
    assert crowded == {}


def test_no_two_unlike_heads_have_the_same_long_entry(lexicon: dict[str, list[str]]) -> None:
    """An entry pasted under a wrong head shows as the very entry of another word."""
    entries = defaultdict(list)
    for head, translations in lexicon.items():
        if len(translations) >= 4:
            entries[tuple(translations)].append(head)
    alike = [found for found in entries.values() if len({head[:2] for head in found}) > 2]
    assert alike == []


def test_months_have_the_names_of_every_calendar() -> None:
    known = vocabulary()
    assert {("اب",), ("اغسطس",)} <= set(known.translations("august"))


def test_learned_weights_are_probabilities() -> None:
    for word, entry in lines("translations.tsv"):
        assert word.isalpha()
        assert word.isascii()
        weights = [float(pair.rpartition(":")[2]) for pair in entry.split()]
        assert weights == sorted(weights, reverse=True)
        assert all(0 < weight <= 1 for weight in weights)
        assert len(weights) <= 8


def test_the_files_are_small() -> None:
    names = ("lexicon.tsv", "names.tsv", "translations.tsv")
    assert sum((DATA / name).stat().st_size for name in names) < 2_000_000
