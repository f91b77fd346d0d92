"""Cheap signs of what a sentence may answer: its numbers, times, places and causes.

They only rank; what is shown as a short answer comes from `rag.facts`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.arabic import fold, stem
from rag.bm25 import Candidate
from rag.dates import dates
from rag.numerals import numbers as counts
from rag.persons import is_given
from rag.question import Question

Fits = dict[str, list[float]]
"""Signs by name, each with a value for every candidate."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


NUMERALS = _folded(
    """واحد واحدة اثنان اثنين اثنتان ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثمان
    ثماني تسعة تسع عشرة عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون
    سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئات مئتان مئتين مائتي ألف آلاف ألفين مليون ملايين
    مليار مليارات بليون نصف ثلث ربع ثلثي عشرات مرتين مرة ضعف بالمئة بالمائة نسبة"""
)
VAGUE = _folded("مئات آلاف عشرات ملايين مليارات ألوف")
"""Numerals that say no number by themselves: «آلاف الجنود»."""
TIMES = _folded(
    """يناير فبراير مارس أبريل إبريل نيسان مايو أيار يونيو يونيه حزيران يوليو يوليه تموز أغسطس آب
    سبتمبر أيلول أكتوبر تشرين نوفمبر ديسمبر كانون شباط آذار محرم صفر ربيع جمادى رجب شعبان رمضان
    شوال السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة أمس اليوم مساء صباح ليلة
    عام سنة القرن العام سنوات عاما منتصف أواخر أوائل مطلع عقد عهد الميلادي الهجري قرن"""
)
CAUSES = re.compile(
    r"\b[وف]?(?:لأن\w*|بسبب|من أجل|نتيجة|نظرا[ًَ]?|سبب\w*|أسباب|بفضل|بغية|لذلك|لذا|حتى|كي|لكي|تجنب\w*"
    r"|خوف\w*|أدى|أدت|يؤدي|تؤدي|بهدف|إذ|حيث|مما|رد[ًّا]+|نتج|يعود|دفع\w*|حمل\w*)\b"
)
QUOTE = re.compile(r"[\"“”«»]")
YEAR_LENGTH = 4
ENOUGH = 2
"""Signs of a kind counted in one sentence; more say no more."""
NEAR = 2
"""Words between a number and what it counts, at most, with stop words left out."""


def new_numbers(question: Question, forms: Sequence[str]) -> list[int]:
    """Places of the numbers and numerals of a sentence that the question does not name.

    Where the question asks how many, a year behind a word of time («عام 2017») is none.
    """
    asked = _stems(question)
    counting = question.kind == "number"
    return [
        place
        for place, form in enumerate(forms)
        if _is_number(form)
        and form not in asked
        and not (form in VAGUE and not (place and _is_number(forms[place - 1])))
        and not (counting and _is_year(form) and place and forms[place - 1] in TIMES)
    ]


def has_new_year(question: Question, forms: Sequence[str]) -> bool:
    """Whether a sentence holds a year, as 2014, that the question does not name."""
    asked = _stems(question)
    return any(_is_year(form) and form not in asked for form in forms)


def counted(question: Question, forms: Sequence[str], shares: Sequence[float]) -> float:
    """How far a new number stands beside a word of the question: that word's share of its idf."""
    numbers = new_numbers(question, forms)
    if not numbers:
        return 0.0
    worth: dict[str, float] = {}
    for term, share in zip(question.terms, shares, strict=True):
        for alternative in term.alternatives:
            for part in alternative.stems:
                worth[part] = max(share, worth.get(part, 0.0))
    return max(
        worth.get(stem(form), 0.0)
        for place in numbers
        for form in forms[max(place - NEAR, 0) : place + NEAR + 1]
    )


def times(forms: Sequence[str]) -> float:
    """Words of time in a sentence, at most two."""
    return float(min(len(TIMES.intersection(forms)), ENOUGH))


def located(text: str) -> float:
    """How often a sentence says "in", at most twice."""
    return float(min(text.count(" في "), ENOUGH))


def caused(text: str) -> float:
    """Whether a sentence has a word of cause, as لأن or بسبب."""
    return float(CAUSES.search(text) is not None)


def fits(question: Question, candidates: Sequence[Candidate], shares: Sequence[float]) -> Fits:
    """For each sign of the asked kind of answer, how far each candidate shows it."""
    rows: Fits = {}
    forms = [each.forms for each in candidates]
    texts = [each.sentence.text for each in candidates]
    if question.kind in ("number", "date"):
        found = [float(bool(new_numbers(question, each))) for each in forms]
        if question.kind == "number":
            found = [
                each or float(any(n.value is not None for n in counts(text)))
                for each, text in zip(found, texts, strict=True)
            ]
        rows[f"{question.kind}: new number"] = found
    if question.kind == "number":
        rows["number: counts a word"] = [counted(question, each, shares) for each in forms]
    elif question.kind == "date":
        rows["date: new year"] = [float(has_new_year(question, each)) for each in forms]
        rows["date: words of time"] = [times(each) for each in forms]
    elif question.kind == "place":
        rows["place: in"] = [located(text) for text in texts]
    elif question.kind == "cause":
        rows["cause: words of cause"] = [caused(text) for text in texts]
    elif question.kind == "saying":
        rows["saying: quote"] = [float(bool(QUOTE.search(text))) for text in texts]
    elif question.kind == "person":
        asked = _stems(question)
        rows["person: named beside"] = [named_beside(asked, each) for each in forms]
    elif question.kind == "definition":
        rows["definition: early"] = [1 / each.sentence.ordinal for each in candidates]
    return rows


def named_beside(asked: set[str], forms: Sequence[str]) -> float:
    """Whether a person's name follows a word of the question: «وزير الخارجية فؤاد حسين»."""
    held = [stem(form) in asked for form in forms]
    return float(
        any(
            held[at] and not held[at + 1] and is_given(forms[at + 1])
            for at in range(len(forms) - 1)
        )
    )


def other_days(question: Question, texts: Sequence[str]) -> list[float]:
    """Whether each text names days, months or years, and none of those the question names."""
    asked = _times_named(question.text)
    if not asked:
        return [0.0] * len(texts)
    return [float(bool(found := _times_named(text)) and not found & asked) for text in texts]


@lru_cache(maxsize=20_000)
def _times_named(text: str) -> frozenset[tuple[str, int]]:
    """The weekdays, months and years a text names: «مساء الثلاثاء» gives (weekday, 1)."""
    return frozenset(
        (field, value)
        for date in dates(text)
        for field in ("weekday", "month", "year")
        if (value := getattr(date, field)) is not None
    )


def _stems(question: Question) -> set[str]:
    return {s for term in question.terms for way in term.alternatives for s in way.stems}


def _is_year(form: str) -> bool:
    return form[0] in "12" and len(form) == YEAR_LENGTH and form.isdigit()


def _is_number(form: str) -> bool:
    return form[0].isdigit() or form in NUMERALS or (form[0] == "و" and form[1:] in NUMERALS)
