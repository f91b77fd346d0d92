"""The thesaurus: what it finds, its file's shape, and what it refuses."""

from collections import Counter
from pathlib import Path

import pytest

from index.arabic import STOP_WORDS, stem, tokens
from index.errors import SettingError
from rag.thesaurus import DATA, SEPARATOR, load, synonyms

LEAST_GROUPS = 4_000
MOST_MEMBERS = 14
MOST_GROUPS = 4
"""A word in more groups than this means too many things to help."""
MOST_OTHERS = 20
"""Other words for one, in all its groups together, above which it would find anything."""


def groups() -> list[tuple[int, list[str]]]:
    return [
        (number, [member.strip() for member in line.split(SEPARATOR)])
        for number, line in enumerate(DATA.read_text("utf-8").splitlines(), 1)
        if line and line[0] not in "#["
    ]


def unit(phrase: str) -> tuple[str, ...]:
    return tuple(stem(token.form) for token in tokens(phrase) if token.form not in STOP_WORDS)


def others(*forms: str, extra: Path | None = None) -> set[str]:
    found = synonyms(forms, extra)
    return {" ".join(other) for other in found.others} if found else set()


def test_there_are_enough_groups_and_none_is_too_long() -> None:
    assert len(groups()) >= LEAST_GROUPS
    assert [(n, group) for n, group in groups() if len(group) > MOST_MEMBERS] == []


def test_no_group_says_a_thing_twice() -> None:
    for number, group in groups():
        units = [unit(member) for member in group]
        assert len(set(units)) == len(units), f"line {number}: {group}"


def test_no_group_is_part_of_another() -> None:
    sets = [(number, frozenset(map(unit, group))) for number, group in groups()]
    for number, one in sets:
        assert [n for n, other in sets if n != number and one <= other] == [], f"line {number}"


def test_no_word_is_in_many_groups() -> None:
    counts = Counter(key for _, group in groups() for key in set(map(unit, group)))
    assert [key for key, count in counts.items() if count > MOST_GROUPS] == []


def test_no_word_stands_for_a_crowd() -> None:
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for _, group in groups():
        units = set(map(unit, group))
        for key in units:
            found.setdefault(key, set()).update(units - {key})
    assert [key for key, rest in found.items() if len(rest) > MOST_OTHERS] == []


def test_no_member_is_lost_to_stop_words() -> None:
    """«غير رسمي» would become «رسمي», its opposite."""
    for number, group in groups():
        for member in group:
            assert not {"غير", "لا", "ليس", "لم", "لن"} & set(member.split()), f"{number}: {member}"


def test_a_word_finds_the_others_of_its_group() -> None:
    assert {"سحب", "رحيل", "خروج"} <= others("انسحاب")
    assert "اسلح" in others("سلاح")
    assert "رييس حكوم" in others("رييس", "الوزرا")
    assert "دمشق" in others("سوريا")
    assert synonyms(["كلمةلاتوجد"]) is None


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("خاف", "خشي"),
        ("تعذر", "حال دون"),
        ("شاف", "شاهد"),
        ("فلوس", "اموال"),
        ("تفادى", "تجنب"),
        ("نفى", "إنكار"),
        ("لاذ بالفرار", "هرب"),
        ("فورا", "حالا"),
    ],
)
def test_a_readers_word_finds_the_newspapers(asked: str, printed: str) -> None:
    forms = [token.form for token in tokens(asked)]
    found = synonyms(forms)
    assert found is not None
    assert unit(printed) in found.others


def test_the_months_of_both_calendars_are_the_same() -> None:
    for syriac, roman in (("نيسان", "ابريل"), ("تموز", "يوليو"), ("ايلول", "سبتمبر")):
        assert roman in others(syriac)


def test_a_name_is_known_with_clitics_and_endings() -> None:
    for form in ("العراق", "بالعراق", "وبالعراق", "العراقيه", "عراقيين"):
        found = synonyms([form])
        assert found is not None
        assert found.name
    assert synonyms(["الامريكيين"]) is not None


def test_a_name_is_not_known_by_its_stem_alone() -> None:
    """Light stems make «البحرين» of «البحر» and «طالبان» of «طالب»."""
    assert "منام" not in others("البحر")
    assert "بيروت" not in others("بن")
    for form in ("رييس", "طالب", "البحر", "مال"):
        found = synonyms([form])
        assert found is None or not found.name


def test_what_the_word_finds_anyway_is_left_out() -> None:
    assert "حرك حماس" not in others("حماس")
    assert "ترامب" in others("دونالد", "ترامب")


def test_a_users_file_adds_groups(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("\ufeff# ours\nزعنفة، جناح السمكة\n[names]\nأبو ظفير، ظفيراوي\n", "utf-8")
    assert others("زعنفه", extra=path) == {"جناح سمك"}
    assert "سحب" in others("انسحاب", extra=path)
    assert others("زعنفه") == set()
    found = synonyms(["ظفيراوي"], path)
    assert found is not None
    assert found.name


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("# ours\nكلمة\n", "line 2", "two words"),
        ("كلمة، أخرى\nكلمة،\n", "line 2", "no word"),
        ("من، إلى\n", "line 1", "'من'"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, text: str, line: str, reason: str) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingError) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert line in str(caught.value)
    assert reason in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(SettingError, match=path.name):
            load(path)
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match=r"binary\.txt"):
        load(binary)
