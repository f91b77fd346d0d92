"""The re-check of a quote: exact where it stood, moved, or gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import SOURCE, TEXT, Sources, answer

from rag.recheck import find, in_index, recheck


@pytest.mark.parametrize(
    ("texts", "sha256", "status", "changed", "start"),
    [
        ({SOURCE: TEXT}, "0" * 64, "exact", False, 0),
        ({SOURCE: TEXT + " زيادة."}, "1" * 64, "exact", True, 0),
        ({SOURCE: "عاجل. " + TEXT}, "1" * 64, "moved", True, 6),
        ({SOURCE: "غادر الوفد."}, "1" * 64, "gone", True, None),
        ({}, "0" * 64, "gone", True, None),
    ],
)
def test_a_citation_is_checked_against_its_source_as_it_is_now(
    texts: dict[str, str], sha256: str, status: str, changed: bool, start: int | None
) -> None:
    cited = answer().to_dict()["citations"]
    (check,) = recheck(cited, in_index(Sources(texts, sha256)))
    assert (check.status, check.changed, check.start) == (status, changed, start)
    assert check.present == bool(texts)


TWICE = "قال الوزير نعم. وصل الوفد. قال السفير لا. وصل الوفد. انتهى."
QUOTE = "وصل الوفد."
FIRST, SECOND = TWICE.index(QUOTE), TWICE.rindex(QUOTE)


@pytest.mark.parametrize(
    ("near", "prefix", "suffix", "at"),
    [
        (0, "", "", FIRST),
        (99, "", "", SECOND),
        (0, "السفير لا. ", "", SECOND),
        (99, "", " قال السفير", FIRST),
        (0, "تصحيح: السفير لا. ", " انتهى. تم", SECOND),
    ],
)
def test_what_stands_around_a_quote_tells_its_places_apart(
    near: int, prefix: str, suffix: str, at: int
) -> None:
    assert find(TWICE, QUOTE, near, prefix, suffix) == at


@given(st.text("ab ", max_size=30), st.text("ab ", max_size=4), st.integers(0, 40), st.text("ab"))
def test_what_is_found_is_the_quote(text: str, quote: str, near: int, around: str) -> None:
    at = find(text, quote, near, around, around)
    if at is None:
        assert not quote or quote not in text
    else:
        assert text[at : at + len(quote)] == quote


def test_a_name_or_quote_of_any_kind_is_judged() -> None:
    cited = answer().to_dict()["citations"][0]
    for change in ({"quote": ""}, {"start": 5, "end": 5}, {"end": 10**9}, {"source": "\ud800"}):
        (check,) = recheck([cited | change], in_index(Sources({SOURCE: TEXT})))
        assert check.status != "exact"
        assert check.reason
