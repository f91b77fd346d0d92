"""Numbers, dates and names of a text, with exact offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.counted import singular
from rag.facts import Date, Name, Number, dates, names, numbers


def values(text: str) -> list[tuple[float | None, str]]:
    return [(number.value, number.text) for number in numbers(text)]


def months(text: str) -> list[tuple[int | None, int | None, int | None, int | None]]:
    return [(d.year, d.month, d.day, d.weekday) for d in dates(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2500 جندي", [(2500, "2500")]),
        ("٢٬٥٠٠ جندي و٩٠٠ آخرين", [(2500, "٢٬٥٠٠"), (900, "٩٠٠")]),
        ("22،338،618 رقما", [(22_338_618, "22،338،618")]),
        ("ارتفع 3.5 مليون دولار", [(3_500_000, "3.5 مليون")]),
        ("ثلاثة عشر قتيلا", [(13, "ثلاثة عشر")]),
        ("اثنا عشر شخصا", [(12, "اثنا عشر")]),
        ("إحدى عشرة وحدة", [(11, "إحدى عشرة")]),
        ("خمسة وعشرون شخصا", [(25, "خمسة وعشرون")]),
        ("ثلاثة آلاف وخمسمئة جندي", [(3500, "ثلاثة آلاف وخمسمئة")]),
        ("3 ملايين و200 ألف دولار", [(3_200_000, "3 ملايين و200 ألف")]),
        ("مئتي ألف نازح", [(200_000, "مئتي ألف")]),
        ("نحو ألف شخص", [(1000, "ألف")]),
        ("مئات العسكريين", [(None, "مئات")]),
        ("قال مصدران", [(2, "مصدران")]),
        ("إن شخصين قتلا", [(2, "شخصين")]),
        ("لكن اثنين من المصادر", [(2, "اثنين")]),
        ("سقوط قتيل", [(1, "قتيل")]),
        ("بنسبة 15 في المئة", [(15, "15 في المئة")]),
        ("56,2٪ من السكان", [(56.2, "56,2٪")]),
        (
            "twenty-five soldiers and two hundred people",
            [(25, "twenty-five"), (200, "two hundred")],
        ),
    ],
)
def test_numbers(text: str, expected: list[tuple[float | None, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "مسؤولون من لبنان والبرلمان",  # ends in ان, no dual
        "العسكريين والمسلحين",  # sound plurals
        "أثناء تعرضها لإطلاق النار",
        "يوم الاثنين",
        "في حي ألستون",
        "ألف كتابا",
        "القرن التاسع عشر",
        "في عام 2014 وفي 2011",
        "إنترنت2",
        "شركة ميتا",
    ],
)
def test_what_only_looks_like_a_number(text: str) -> None:
    assert not numbers(text)


def test_the_counted_noun_is_a_singular() -> None:
    nouns = [
        number.noun for number in numbers("ثلاثة مصادر ومصدران واثنين من المصادر والمصادر الثلاثة")
    ]
    assert nouns == [singular("مصدر")] * 4
    assert singular("جنود") == singular("جندي")
    assert [n.noun for n in numbers("خمس إلى عشر سنوات")] == [singular("سنه")] * 2
    assert [n.noun for n in numbers("بلغ عدد السكان نحو 5000")] == [singular("سكان")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في عام 2014", [(2014, None, None, None)]),
        ("وانسحبت في 2011.", [(2011, None, None, None)]),
        ("أُعلن في أغسطس/آب الماضي", [(None, 8, None, None)]),
        ("في أغسطس / آب من عام 2023", [(2023, 8, None, None)]),
        ("منذ منتصف أكتوبر (تشرين الأول)", [(None, 10, None, None)]),
        ("في 6 تشرين الأول/أكتوبر 1973", [(1973, 10, 6, None)]),
        ("يوم الأربعاء", [(None, None, None, 3)]),
        ("مساء الثلاثاء", [(None, None, None, 2)]),
        ("التاسع عشر من يونيو 2020", [(2020, 6, 19, None)]),
        ("في 12 رمضان", [(None, 109, 12, None)]),
        ("(1914-1918)", [(1914, None, None, None), (1918, None, None, None)]),
        ("on 6 October 1973", [(1973, 10, 6, None)]),
        ("October 6, 1973", [(1973, 10, 6, None)]),
        ("in 2014 on Tuesday", [(2014, None, None, None), (None, None, None, 2)]),
    ],
)
def test_dates(text: str, expected: list[tuple[int | None, ...]]) -> None:
    assert months(text) == expected


@pytest.mark.parametrize(
    "phrase", ["أمس", "العام الماضي", "الأسبوع الماضي", "منذ أكثر من شهر", "قبل ثلاثة أيام"]
)
def test_relative_times(phrase: str) -> None:
    assert [date.text for date in dates(f"وقع ذلك {phrase} في المدينة")] == [phrase]


@pytest.mark.parametrize("text", ["في 2000 موقع", "مارس الضغط عليهم", "القوات والمواقع"])
def test_what_is_no_date(text: str) -> None:
    assert not dates(text)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("سلمتها السفيرة الأميركية بالعراق آلينا رومانوسكي لوزير الخارجية", "آلينا رومانوسكي"),
        ("السفيرة الأمريكية لدى العراق ألينا رومانوفسكي إلى", "ألينا رومانوفسكي"),
        ("إلى وزير الخارجية العراقي فؤاد حسين يوم الأربعاء", "فؤاد حسين"),
        ("رئيس الوزراء العراقي محمد شياع السوداني للدعوة", "محمد شياع السوداني"),
        ("وحذر اللواء يحيى رسول المتحدث باسم القائد", "يحيى رسول"),
        ("وزير الدفاع الأميركي لويد أوستن في بيان", "لويد أوستن"),
        ("وأطاحت بصدام حسين قبل أن تنسحب", "صدام حسين"),
        ("وقال رئيس الوزراء العراقي السابق حيدر العبادي، وهو عضو", "حيدر العبادي"),
    ],
)
def test_persons(text: str, person: str) -> None:
    assert [name.text for name in names(text) if name.kind == "person"] == [person]


@pytest.mark.parametrize(
    "text",
    [
        "وأن رئيس الوزراء سيدرسها بعناية",
        "أكد متحدث باسم الخارجية الأميركية أن واشنطن",
        "متوقفة منذ أكثر من شهر الآن لإتاحة فرصة",
        "على الحدود مع المسؤولين",
    ],
)
def test_what_is_no_person(text: str) -> None:
    assert not [name for name in names(text) if name.kind == "person"]


def test_places_and_other_names() -> None:
    found = {(n.kind, n.text) for n in names("في منطقة جرف الصخر وقاعدة عين الأسد بالعراق")}
    assert found == {("place", "جرف الصخر"), ("place", "عين الأسد"), ("place", "العراق")}
    assert [n.text for n in names("إن HMC تعد نقطة")] == ["HMC"]
    assert [n.text for n in names("إعلان «الحشد الشعبي» ذلك")] == ["الحشد الشعبي"]
    assert ("organisation", "اللجنة العسكرية العليا") in {
        (n.kind, n.text) for n in names("حوار اللجنة العسكرية العليا الذي أعلن")
    }


@given(st.text(max_size=80))
def test_offsets_on_any_text(text: str) -> None:
    facts: list[Number | Date | Name] = [*numbers(text), *dates(text), *names(text)]
    for fact in facts:
        assert text[fact.start : fact.end] == fact.text != ""


PARTS = """3 و200 ألف ثلاثة عشر وعشرون مئة مليون في المئة % عام 2014 يناير الأربعاء ، ( ) - / قبل
أيام
الرئيس محمد السوداني وزير مدينة بغداد حزب « » " HMC من ال لل""".split()


@given(st.lists(st.sampled_from(PARTS), max_size=14))
def test_offsets_on_scrambled_words(parts: list[str]) -> None:
    test_offsets_on_any_text.hypothesis.inner_test(" ".join(parts))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ألفين وخمسمئة", 2500),
        ("نشر ألفان وثلاثمئة جندي", 2300),
        ("الألفين والخمسمئة جندي", 2500),
        ("مائتين وثلاثة أشخاص", 203),
        ("مائتا ألف", 200_000),
        ("ثلاثة آلاف ومئتين وخمسين جنديا", 3250),
        ("خمسة وعشرون ألفا ومئة", 25_100),
        ("ما يزيد على اثني عشر ألف أسرة", 12_000),
        ("2.5 ألف جندي", 2500),
        ("مليونين وثلاثمئة ألف دولار", 2_300_000),
        ("مليونان ونصف المليون دولار", 2_500_000),
        ("نحو مليون ونصف", 1_500_000),
        ("نصف مليون شخص", 500_000),
        ("شملت الدراسة ألفا ومئتي مريض", 1200),
        ("ألفي جندي", 2000),
        ("الدقيقة الثانية والأربعين", 42),
        ("two and a half thousand soldiers", 2500),
        ("two thousand five hundred soldiers", 2500),
        ("25 hundred soldiers", 2500),
        ("five hundred thousand people", 500_000),
        ("half a million people", 500_000),
        ("two dozen people", 24),
    ],
)
def test_words_that_make_one_number(text: str, value: float) -> None:
    assert [number.value for number in numbers(text)] == [value]
