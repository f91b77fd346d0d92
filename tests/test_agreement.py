"""Sentences that state the same, dispute it, and differ."""

import pytest

from index.arabic import forms
from index.values import Sentence
from rag.agreement import differences, disputes, restatements, similarity


def sentence(number: int, text: str, document: int | None = None, ordinal: int = 1) -> Sentence:
    own = number if document is None else document
    return Sentence(number, own, f"{own}.txt", "", 0, ordinal, 0, len(text), 0, text)


COMMON = {"في", "عراق", "ولاي", "متحد", "قوات", "امريك", "اميرك", "قال", "وقال"}


def idf(term: str) -> float:
    """Common words of the subject weigh less, as they would in an index."""
    return 0.8 if term in COMMON else 3.0


SAME = [
    (
        (
            "وقالت ثلاثة مصادر إن الولاياتالمتحدة نقلت استعدادها لبدء المحادثات إلى الحكومة "
            "العراقية "
            "في رسالة سلمتها "
            "السفيرة الأميركية بالعراق آلينا رومانوسكي لوزير الخارجية العراقي فؤاد حسين الأربعاء."
        ),
        (
            "وقال مصدران إن الولايات المتحدة نقلت استعدادها لبدء المحادثات إلى الحكومة العراقية في "
            "رسالة سلمتها "
            "السفيرة الأميركية بالعراق آلينا رومانوسكي لوزير الخارجية العراقي فؤاد حسين اليوم "
            "الأربعاء."
        ),
    ),
    (
        (
            "ومن المتوقع أن تستغرق المحادثات عدة أشهر، إن لم يكن أكثر، غير أن نتيجتها ليست "
            "واضحة كما "
            "أن انسحاب "
            "القوات الأمريكية ليس وشيكا."
        ),
        (
            "ومن المتوقع أن تستغرق المحادثات عدة أشهر، إن لم يكن أطول، مع عدم وضوح نتائجها وعدم "
            "وجود "
            "انسحاب وشيك "
            "للقوات الأمريكية."
        ),
    ),
    (
        (
            "وذكرت الخارجية العراقية أنه جرى تسلم رسالة مهمة وأن رئيس الوزراء سيدرسها بعناية، "
            "من دون "
            "الخوض في تفاصيل."
        ),
        "وذكرت الوزارة أنها استلمت رسالة مهمة وأن رئيس الوزراء سيدرسها بعناية.",
    ),
    (
        (
            "وتنشر الولاياتالمتحدة 2500 عسكري في العراق لتقديم المشورة والمساعدة للقوات العراقية "
            "لمنع عودة تنظيم داعش "
            "مجددا بعدما سيطر على مساحات شاسعة من العراقوسوريا في 2014 قبل هزيمته لاحقا."
        ),
        (
            "للولايات المتحدة 2500 جندي في العراق يقدمون المشورة والمساعدة للقوات المحلية لمنع "
            "عودة "
            "تنظيم داعش الذي "
            "سيطر في عام 2014 على أجزاء كبيرة من العراق وسوريا قبل هزيمته."
        ),
    ),
    (
        (
            "وتعرضت القوات الأميركية في سورياوالعراق لنحو 150 هجوما شنتها فصائل متحالفة مع "
            "إيران، وشنت "
            "الولاياتالمتحدة سلسلة من الهجمات للرد على ما تتعرض له وكان آخرها يوم الثلاثاء."
        ),
        (
            "وتعرضت القوات الأمريكية في العراق وسوريا للهجوم نحو 150 مرة من قبل مسلحين متحالفين مع "
            "إيران متمركزين "
            "في العراق، وشنت الولايات المتحدة سلسلة من الضربات الانتقامية، كان آخرها يوم الثلاثاء."
        ),
    ),
]
OTHER = [
    ("انسحاب القوات الأمريكية من العراق ليس وشيكا", "انسحاب القوات الأمريكية من العراق وشيك"),
    ("رفضت الحكومة اتفاق وقف النار الجديد", "وافقت الحكومة على اتفاق وقف النار الجديد"),
    ("وقع انفجار كبير في مدينة بغداد أمس", "وقع انفجار كبير في مدينة البصرة أمس"),
    ("ارتفعت أسعار النفط يوم الاثنين في الأسواق", "ارتفعت أسعار النفط يوم الخميس في الأسواق"),
    ("أعلن الجيش تدمير 5 صواريخ قرب الحدود", "أعلن الجيش مقتل 9 جنود قرب الحدود"),
    ("وأعلنت جماعة المرابطون مسؤوليتها عن الهجوم", "ولم تعلن أي جماعة مسؤوليتها عن الهجوم"),
    ("[بحاجة لمصدر]", "[بحاجة لمصدر]"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_retellings_are_found_from_both_sides(one: str, other: str) -> None:
    a, b = sentence(1, one), sentence(2, other)
    assert restatements(a, [b], idf) == [b]
    assert restatements(b, [a], idf) == [a]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_statements_are_not_merged(one: str, other: str) -> None:
    assert restatements(sentence(1, one), [sentence(2, other)], idf) == []


def test_the_best_itself_is_left_out_and_the_most_alike_come_first() -> None:
    first, second = SAME[0]
    exact = sentence(3, first)
    found = restatements(sentence(1, first), [sentence(1, first), sentence(2, second), exact], idf)
    assert [each.id for each in found] == [3, 2]


def test_similarity_is_symmetric_and_bounded() -> None:
    a, b = (forms(text) for text in SAME[1])
    assert similarity(a, b, idf) == pytest.approx(similarity(b, a, idf))
    assert similarity(a, a, idf) == pytest.approx(1.0)
    assert similarity(a, forms("كرة القدم لعبة"), idf) < 0.2
    assert similarity([], a, idf) == 0.0


def test_glued_words_and_synonyms_count() -> None:
    glued = similarity(forms("الولاياتالمتحدة"), forms("الولايات المتحدة"), lambda _: 1.0)
    assert glued > 0.7
    linked = similarity(["ا"], ["ب"], lambda _: 1.0, lambda word: frozenset({"ب", "ا"}))
    assert linked == pytest.approx(0.8)


ONE_DEAD = (
    "وأسفرت الضربات التي شهدتها منطقة القائم عن سقوط قتيل وجرح آخرين، بحسب بيان لـ«الحشد الشعبي» "
    "الذي يعد "
    "مقاتلوه جزء من القوات النظامية."
)
TWO_DEAD = "فيما قال مسؤول في وزارة الداخلية ومصدر في «الحشد الشعبي» إن شخصين قتلا وآخرين جرحا."


def test_a_dispute_within_one_article() -> None:
    best, other = sentence(1, ONE_DEAD, 7, 9), sentence(2, TWO_DEAD, 7, 10)
    assert disputes(best, [other], idf) == [other]
    assert disputes(other, [best], idf) == [best]
    assert disputes(best, [sentence(3, TWO_DEAD, 8, 40)], idf) == []


def test_sources_of_another_statement_are_no_dispute() -> None:
    best = sentence(
        1, "قالت أربعة مصادر أمس إن البلدين بصدد بدء محادثات لإنهاء مهمة التحالف.", 1, 1
    )
    other = sentence(2, "وأشارت ثلاثة مصادر إلى أن واشنطن أسقطت شروطا مسبقة بوقف الهجمات.", 1, 2)
    assert disputes(best, [other], idf) == []


def test_parts_of_a_sum_are_no_dispute() -> None:
    best = sentence(1, "ذكر الجيش أن 50 شخصا قتلوا بعد تفجيرين استهدفا مسلمين.", 1, 1)
    other = sentence(2, "وقتل 43 شخصا في التفجير الأول بينما قتل سبعة آخرون في الثاني.", 1, 2)
    assert disputes(best, [other], idf) == []


def said(*texts: str) -> list[tuple[str, list[tuple[str, tuple[int, ...]]]]]:
    found = differences(list(enumerate(texts, 1)))
    return [(d.kind, [(v.text, v.citations) for v in d.values]) for d in found]


def test_numbers_of_the_same_thing_differ() -> None:
    assert said("قالت ثلاثة مصادر ذلك", "وقال مصدران ذلك", "وقالت ثلاثة من المصادر ذلك") == [
        ("number", [("ثلاثة مصادر", (1, 3)), ("مصدران", (2,))])
    ]
    assert said("سقوط قتيل وجرح آخرين", "إن شخصين قتلا") == [
        ("number", [("قتيل", (1,)), ("شخصين", (2,))])
    ]


def test_names_spelt_otherwise_differ() -> None:
    assert said(
        "سلمتها السفيرة آلينا رومانوسكي إليه",
        "سلمتها السفيرة ألينا رومانوفسكي إليه",
        "نقلتها السفيرة الينا رومانسكي إليه",
    ) == [
        (
            "name",
            [("آلينا رومانوسكي", (1,)), ("ألينا رومانوفسكي", (2,)), ("الينا رومانسكي", (3,))],
        )
    ]


def test_dates_differ() -> None:
    assert said("تأسس الحزب عام 2003 في بغداد", "تأسس الحزب سنة 2005 في بغداد") == [
        ("date", [("2003", (1,)), ("2005", (2,))])
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("لنحو 150 هجوما", "لأكثر من 150 هجوماً"),
        ("2500 جندي في العراق و900 جندي في سوريا", "2500 عسكري في العراق"),
        ("وزير الدفاع لويد أوستن", "وزير الدفاع لويد اوستن"),
        ("محمد شياع السوداني قال", "وزير العمل محمد السوداني قال"),
        ("في أغسطس الماضي", "في أغسطس/آب 2023"),
        ("مئات الجنود", "2500 جندي"),
        ("ثلاثة مصادر", "أربع رسائل"),
        ("يوم الثلاثاء", "في عام 2014"),
    ],
)
def test_what_is_no_difference(texts: tuple[str, str]) -> None:
    assert said(*texts) == []
