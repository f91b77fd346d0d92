"""A statement is read as it was checked: nothing in it is unseen, struck out or turned round."""

import pytest

from rag import legible


@pytest.mark.parametrize(
    "text",
    [
        "تنشر الولايات المتحدة 2500 عسكري في العراق.",
        "قَدَّمَ الوزيرُ استقالتَهُ، ثمَّ غادرَ «بغداد» – مساءَ الثلاثاء؟",
        "مُـحمد رحمٰن",
        "The café’s owner said “no” (in 2011) — 5 < 7 & 3 > 2.",
        "e\u0301 is one letter",
    ],
)
def test_what_people_write_is_legible(text: str) -> None:
    assert legible.fault(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "لم يُقتل \u202eأحد",
        "2500\u2066 عسكري",
        "\u200f2500",
        "قت\u200bل",
        "قت\u200dل",
        "\ufeffقتل",
        "in\u00advasion",
        "2\u033650\u03360 عسكري",
        "n\u0338ot",
        "قتل" + "\u0651\u064e\u064b" * 3,
        "Z\u0301\u0302\u0303algo",
        "2\u20dd",
        "تنشر ~~2500~~ 900 عسكري",
        "تنشر <s>2500</s> 900 عسكري",
        "a\u3164b",
        "a\x1b[8mb",
        "a\u2028b",
        "a\ue000b",
    ],
)
def test_what_looks_like_something_else_is_not(text: str) -> None:
    assert legible.fault(text)
