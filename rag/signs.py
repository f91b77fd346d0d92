"""Cheap signs of what a sentence may answer: its numbers, times, places and causes.

They only rank; what is shown as a short answer comes from `rag.facts`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from index.arabic import fold, stem, tokens
from rag import focus
from rag.bm25 import Candidate
from rag.dates import dates
from rag.names import names
from rag.numerals import numbers as counts
from rag.question import Question

Fits = dict[str, list[float]]
"""Signs by name, each with a value for every candidate."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


NUMERALS = _folded(
    """واحد واحدة اثنان اثنين اثنتان ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثمان
    ثماني تسعة تسع عشرة عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون
    سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئات مئتان مئتين مائتي ألف آلاف ألفين مليون ملايين
    مليار مليارات بليون نصف ثلث ربع ثلثي عشرات مرتين ضعف بالمئة بالمائة نسبة"""
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
    places = [place for place, form in enumerate(forms) if _is_number(form)]
    if not places:
        return []  # most sentences; the question's stems need not be gathered
    asked = _stems(question)
    counting = question.kind == "number"
    return [
        place
        for place in places
        if (form := forms[place]) not in asked
        and not (form in VAGUE and not (place and _is_number(forms[place - 1])))
        and not (counting and _is_year(form) and place and forms[place - 1] in TIMES)
    ]


def has_new_year(question: Question, forms: Sequence[str]) -> bool:
    """Whether a sentence holds a year, as 2014, that the question does not name."""
    years = {form for form in forms if _is_year(form)}
    return bool(years) and not years <= _stems(question)


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


def caused(text: str) -> float:
    """Whether a sentence has a word of cause, as لأن or بسبب."""
    return float(CAUSES.search(text) is not None)


def fits(question: Question, candidates: Sequence[Candidate], shares: Sequence[float]) -> Fits:
    """For each sign of the asked kind of answer, how far each candidate shows it."""
    rows: Fits = {}
    forms = [each.forms for each in candidates]
    texts = [each.sentence.text for each in candidates]
    if question.kind == "number":
        wanted = focus.counted(question)
        fitting = [focus.counts(text, wanted) for text in texts]
        rows["number: new number"] = [
            max(
                float(bool(new_numbers(question, form))),
                fit,
                float(any(n.value is not None for n in counts(text))),
            )
            for form, fit, text in zip(forms, fitting, texts, strict=True)
        ]
        rows["number: counts a word"] = [counted(question, each, shares) for each in forms]
        rows["number: counts the asked"] = fitting
    elif question.kind == "date":
        rows["date: new year"] = [float(has_new_year(question, each)) for each in forms]
    elif question.kind == "cause":
        rows["cause: words of cause"] = [caused(text) for text in texts]
    elif question.kind == "saying":
        rows["saying: quote"] = [float(bool(QUOTE.search(text))) for text in texts]
    elif question.kind == "person":
        asked = _stems(question)
        rows["person: named beside"] = [named_beside(asked, text) for text in texts]
    elif question.kind == "definition":
        rows["definition: early"] = [1 / each.sentence.ordinal for each in candidates]
        rows["definition: told"] = [defined(question, text) for text in texts]
    return rows


DEFINERS = _folded("هو هي هم هما وهو وهي وهم يعني تعني يقصد عبارة يعرف تعرف يسمى تسمى")
AFTER_NAME = re.compile(
    r"[\s»”\"’]*(?:[،,:]\s+(?!و(?!هو|هي|هم)|في |من |على |إلى |ب|ل|أن|قال|ف)|[(\[–-])"
)


def defined(question: Question, text: str) -> float:
    """Whether a text goes on to say what the thing asked for is: «سنتكوم، وهي القيادة …»."""
    wanted = [{part for way in term.alternatives for part in way.stems} for term in question.terms]
    found = list(tokens(text))
    held = [{at for at, parts in enumerate(wanted) if stem(t.form) in parts} for t in found]
    at = 0
    while at < len(found):
        last, seen = at, set(held[at])
        while last + 1 < len(found) and held[last + 1]:
            last += 1
            seen |= held[last]
        if seen and len(seen) == len(wanted):
            if at == 0:
                return 1.0
            after = found[last + 1].form if last + 1 < len(found) else ""
            if (
                after in DEFINERS
                or AFTER_NAME.match(text, found[last].end)
                or (at and found[at - 1].form in DEFINERS)
            ):
                return 1.0
        at = last + 1
    return 0.0


def named_beside(asked: set[str], text: str) -> float:
    """Whether a person's name follows a word of the question: «وزير الخارجية فؤاد حسين»."""
    starts = {name.start for name in names(text) if name.kind == "person"}
    if not starts:
        return 0.0
    found = list(tokens(text))
    return float(
        any(
            after.start in starts and stem(word.form) in asked and stem(after.form) not in asked
            for word, after in pairwise(found)
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
