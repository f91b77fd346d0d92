"""Sentences: the identities on any text, then the boundaries of Arabic and English."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import MAX_LENGTH, split

ARABIC = st.text(
    st.sampled_from("ابتثةىوفيقال د.م!؟?…،؛«»()\"'“” \n\r\t123٤٥ًّـabcXY\u200f\ufeff\u2028"),
    max_size=300,
)
SEEDS = sorted(Path(__file__).parents[1].glob("seeds/*.txt"))


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split(text)]


@given(st.one_of(st.text(max_size=400), ARABIC))
def test_spans_are_ordered_disjoint_and_cover_every_visible_character(text: str) -> None:
    spans = split(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert all(char.isspace() or i in covered for i, char in enumerate(text))


@given(st.one_of(st.text(max_size=400), ARABIC))
def test_a_sentence_has_no_space_around_it_and_no_line_end_in_it(text: str) -> None:
    for sentence in sentences(text):
        assert sentence == sentence.strip()
        assert not re.search(r"[\n\r\u2028\u2029]", sentence)


@given(st.text(st.sampled_from("اب ،.د\u0651"), min_size=900, max_size=4_000))
def test_no_sentence_is_longer_than_the_limit(text: str) -> None:
    assert all(len(sentence) <= MAX_LENGTH for sentence in sentences(text))


@given(st.lists(st.sampled_from(["قال الوزير نعم.", "لماذا؟", "He left!", "عنوان"]), max_size=8))
def test_lines_are_split_each_for_itself(lines: list[str]) -> None:
    assert sentences("\n".join(lines)) == lines


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds_lose_nothing(path: Path) -> None:
    text = path.read_bytes().decode()
    joined = "".join(sentences(text))
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("جاء. ذهب! كيف؟ نعم… لا", ["جاء.", "ذهب!", "كيف؟", "نعم…", "لا"]),
        ("ارتفع 3.5 في المئة. ثم هبط", ["ارتفع 3.5 في المئة.", "ثم هبط"]),
        ("قال د. علي وأ. سامي. ثم مضى", ["قال د. علي وأ. سامي.", "ثم مضى"]),
        ("السيد م. ع. حسن هنا", ["السيد م. ع. حسن هنا"]),
        ("قال أ.د. محمد نعم", ["قال أ.د. محمد نعم"]),
        ("في عام 1924 م. وفي غيره", ["في عام 1924 م.", "وفي غيره"]),
        ("سنوات من التعاون... ويؤدي إلى تصعيد", ["سنوات من التعاون... ويؤدي إلى تصعيد"]),
        ("سكت الجميع... بدأ القصف", ["سكت الجميع...", "بدأ القصف"]),
        ("قال «لا نريد.» ثم مضى", ["قال «لا نريد.»", "ثم مضى"]),
        ("سأل “من؟” فأجاب “أنا.” ومضى", ["سأل “من؟”", "فأجاب “أنا.”", "ومضى"]),
        ('ذكر "هذا." وقال', ['ذكر "هذا."', "وقال"]),
        ("انتهى (والحمد لله.) وبدأ", ["انتهى (والحمد لله.)", "وبدأ"]),
        ("عنوان بلا نقطة\nونص", ["عنوان بلا نقطة", "ونص"]),
        ("سطر\r\nآخر\u2028وثالث", ["سطر", "آخر", "وثالث"]),
        ("قال، ثم قال؛ ثم سكت", ["قال، ثم قال؛ ثم سكت"]),
        ("ماذا؟! نعم", ["ماذا؟!", "نعم"]),
        ("انتهى الاجتماع.وقال الوزير", ["انتهى الاجتماع.", "وقال الوزير"]),
        ("1. أولا\n2. ثانيا", ["1. أولا", "2. ثانيا"]),
        ("The U.S. left. Mr. Smith stayed.", ["The U.S. left.", "Mr. Smith stayed."]),
        ("زوروا www.example.com اليوم", ["زوروا www.example.com اليوم"]),
        (" \n\t", []),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_long_run_is_cut_at_a_clause_mark() -> None:
    text = "كلمة وأخرى، " * 200
    parts = sentences(text)
    assert len(parts) > 1
    assert all(part.endswith("،") for part in parts)


def test_a_run_without_any_mark_is_cut_at_the_limit() -> None:
    assert [len(part) for part in sentences("ا" * 2_500)] == [1_000, 1_000, 500]


@settings(deadline=5_000)
@given(st.sampled_from([".", "ab. ", "و،", "aXb.", "…ا", "د. ", "«. "]))
def test_cost_grows_with_length_only(unit: str) -> None:
    # A quadratic scan of 200,000 characters would take minutes, and hypothesis' deadline ends it.
    split(unit * (200_000 // len(unit)))


def test_line_ends_are_those_of_unicode() -> None:
    ends = [chr(c) for c in range(0x3000) if len(f"a{chr(c)}b".splitlines()) > 1]
    assert all(sentences(f"ا{end}ب") == ["ا", "ب"] for end in ends), [
        unicodedata.name(end, hex(ord(end))) for end in ends
    ]
