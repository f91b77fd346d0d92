"""Dates and times in Arabic and English text: years, months of both calendars, weekdays, "ago"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.arabic import fold
from rag.skeleton import Skeleton, skeleton


@dataclass(frozen=True, slots=True)
class Date:
    """A time in a text, `text_of_it[start:end] == text`, with as much of it as the text says.

    `month` counts from 1 (January), Hijri months from 101; `weekday` from 1 (Monday);
    `relative` is the folded phrase of a time that depends on the day of writing.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""


MONTHS = (
    "يناير|كانون الثاني|جانفي|january|jan",
    "فبراير|شباط|فيفري|february|feb",
    "مارس|آذار|march",
    "أبريل|ابريل|نيسان|أفريل|إبريل|april|apr",
    "مايو|أيار|ماي|may",
    "يونيو|يونيه|حزيران|جوان|june",
    "يوليو|يوليه|يوليوز|تموز|جويلية|july",
    "أغسطس|آب|غشت|أوت|august|aug",
    "سبتمبر|أيلول|شتنبر|september|sept",
    "أكتوبر|تشرين الأول|october|oct",
    "نوفمبر|تشرين الثاني|نونبر|november|nov",
    "ديسمبر|كانون الأول|دجنبر|december|dec",
)
HIJRI = (
    "محرم|المحرم",
    "صفر",
    "ربيع الأول",
    "ربيع الثاني|ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة|جمادى الثانية",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة|ذي القعدة",
    "ذو الحجة|ذي الحجة",
)
BARE_MONTHS_EXCLUDED = "مارس ماي جوان may march صفر رجب شعبان محرم المحرم jan اوت".split()
"""Also verbs, names or other words: they need a day, a year or «شهر» beside them."""
WEEKDAYS = (
    "الاثنين|الإثنين|monday",
    "الثلاثاء|tuesday",
    "الأربعاء|wednesday",
    "الخميس|thursday",
    "الجمعة|friday",
    "السبت|saturday",
    "الأحد|sunday",
)
NEXT_OR_LAST = (
    "الماضي|الماضية|المقبل|المقبلة|القادم|القادمة|الجاري|الجارية|الحالي|الحالية|السابق|السابقة|التالي|التالية"
    "|المنصرم|المنصرمة|نفسه|ذاته"
)
ORDINAL_DAYS = (
    "الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|الحادي عشر|الثاني "
    "عشر|الثالث عشر"
    "|الرابع عشر|الخامس عشر|السادس عشر|السابع عشر|الثامن عشر|التاسع عشر|العشرين|الحادي والعشرين"
    "|الثاني والعشرين|الثالث والعشرين|الرابع والعشرين|الخامس والعشرين|السادس والعشرين|السابع "
    "والعشرين"
    "|الثامن والعشرين|التاسع والعشرين|الثلاثين|الحادي والثلاثين"
)
PARTS = "مطلع|بداية|أوائل|منتصف|أواسط|أواخر|نهاية|أواسط|early|late|mid"
UNITS = (
    "يوم|يوما|أيام|يومين|أسبوع|أسبوعا|أسابيع|أسبوعين|شهر|شهرا|أشهر|شهور|شهرين|عام|عاما|أعوام|عامين|سنة|سنوات|سنتين"
    "|عقد|عقود|عقدين|قرن|قرون|قرنين|ساعة|ساعات|ساعتين|دقيقة|دقائق|دقيقتين"
)
DECADES = (
    "العشرينات|العشرينيات|الثلاثينات|الثلاثينيات|الأربعينات|الأربعينيات|الخمسينات|الخمسينيات|الستينات|الستينيات"
    "|السبعينات|السبعينيات|الثمانينات|الثمانينيات|التسعينات|التسعينيات"
)
ERAS = "م|ه|ق م|ق . م|قبل الميلاد|ميلادي|هجري|للهجرة"
CENTURY_ERAS = "الميلادي|الهجري|قبل الميلاد|الماضي"
ABOUT = "أكثر من|أقل من|نحو|حوالي|قرابة|ما يقرب من|بضعة|بضع|عدة"
PERIODS = "العام|السنة|الشهر|الأسبوع|القرن|العقد|اليوم|الليلة|الصيف|الشتاء|الربيع|الخريف|الموسم"
DAYS_AWAY = (
    "أول من أمس|أول أمس|مساء أمس|صباح أمس|أمس الأول|أمس|بالأمس|غدا|الليلة الماضية|مساء اليوم"
    "|صباح اليوم|فجر اليوم"
)
DAY_LEADS = "يوم|مساء|صباح|ليل|ليلة|فجر|ظهر|عصر|اليوم|مساء يوم|صباح يوم|بعد ظهر"
YEAR_LEADS = "عام|العام|سنة|السنة|عامي|سنتي|أعوام|الأعوام|سنوات|year"
PREPOSITIONS = (
    "في|منذ|حتى|بحلول|بين|من|إلى|قبل|بعد|خلال|in|since|by|until|during|from|to|before|after"
)


def _any(words: Sequence[str] | str) -> str:
    """A pattern of folded phrases, the longest first; a و, ف, ب or ل may be joined to them."""
    phrases = (
        words.split("|") if isinstance(words, str) else [w for x in words for w in x.split("|")]
    )
    folded = {" ".join(map(fold, phrase.split())) for phrase in phrases}
    return "(?:" + "|".join(sorted(folded, key=len, reverse=True)) + ")"


@cache
def _values(groups: tuple[str, ...], first: int = 1) -> dict[str, int]:
    return {
        " ".join(map(fold, phrase.split())): value
        for value, phrases in enumerate(groups, first)
        for phrase in phrases.split("|")
    }


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The kinds of dates in the order they are tried; the first to claim a word keeps it."""
    month = _any((*MONTHS, *HIJRI))
    day = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_any(ORDINAL_DAYS)})"
    year = r"(?:1\d{3}|20\d\d)"
    lead = rf"(?:(?:من|من شهر|شهر) )?(?:{_any(YEAR_LEADS)} )?"
    weekday = _any(WEEKDAYS)
    when = _any(NEXT_OR_LAST)
    edge = r"(?!\S)"
    unit = _any(UNITS)
    count = _counted_after()
    era, century_era = _any(ERAS), _any(CENTURY_ERAS)
    numeric = r"\d{4} [-/] \d{1,2} [-/] \d{1,2}(?!\S)|\d{1,2} [-/] \d{1,2} [-/] \d{4}(?!\S)"
    by_month = (
        rf"(?:(?P<day>{day}) (?:من )?(?:شهر )?|(?P<part>{_any(PARTS)}) (?:شهر )?|(?P<named>شهر ))?"
        rf"[وبفل]?(?P<month>{month})(?: [/(-] (?P<other>{month})(?: \))?)?{edge}"
        rf"(?: (?P<day2>\d{{1,2}})(?= , {year}){edge})?"
        rf"(?:(?: ,)? {lead}(?P<year>{year})(?! [%٪]){edge}"
        rf"|(?: (?:من )?العام)? (?P<when>{when}){edge})?"
    )
    by_weekday = (
        rf"(?:{_any(DAY_LEADS)} )?[وبفل]?(?P<weekday>{weekday})(?: (?P<when2>{when}))?{edge}"
    )
    named_year = rf"[وبفل]?{_any(YEAR_LEADS)} (?P<core>\d{{1,4}})(?: (?P<era>{era}))?{edge}"
    century = (
        rf"[وبفل]?القرن (?:\S+ عشر|\d{{1,2}}|\S+)(?: {century_era})?{edge}"
        rf"|\d{{1,2}}(?:st|nd|rd|th) (?:century|centuries){edge}"
    )
    decade = rf"[وبفل]?{_any(DECADES)}(?: من القرن \S+(?: عشر)?)?{edge}"
    distance = (
        rf"(?:منذ|قبل|بعد|ل) (?:{_any(ABOUT)} )?"
        rf"(?:(?:\S+ )?{unit}|{unit} {_any('واحد|واحدة|ونصف')}){edge}"
    )
    period = (
        rf"[وبف]?{_any(PERIODS)} {when}{edge}"
        rf"|(?:last|next|this) (?:week|month|year|summer|winter|night){edge}"
        rf"|(?:yesterday|tomorrow){edge}|{_any(DAYS_AWAY)}{edge}"
    )
    bare_year = (
        rf"(?:و?{_any(PREPOSITIONS)} |[-–(,،/] |{year} [-–] |{year} و "
        rf"|(?={year} [-–] {year}{edge}))"
        rf"(?P<bare>{year})(?! [%٪:$]){edge}(?! (?:[-–] )?(?:{count}))"
    )
    and_year = rf"و (?P<bare2>{year}){edge}(?! (?:{count}))"
    sources = (
        numeric,
        by_month,
        by_weekday,
        named_year,
        century,
        decade,
        distance,
        period,
        bare_year,
        and_year,
    )
    return tuple(re.compile(rf"(?<!\S)(?:{source})") for source in sources)


def _counted_after() -> str:
    """Words after four digits that make them a count: «في 2000 موقع»."""
    return (
        r"(?!\S*ه\b)[^\W\d_]{3,}ا(?!\S)|"
        + _any(
            "جندي|عسكري|شخص|قتيل|مقاتل|مسلح|لاجئ|نازح|موقع|دولار|يورو|ريال|درهم|جنيه|دينار|ليرة|كم|متر|ميل|ياردة|طن|برميل"
            "|صاروخ|غارة|هجوم|مرة|أسرة|عائلة|منزل|وحدة|فرصة|وظيفة|طائرة|نسمة|كيلومتر|ميجاوات|طالب|موظف|عامل|نقطة|سيارة"
            "|soldiers|troops|people|dollars"
        )
        + r"(?!\S)"
    )


@lru_cache(maxsize=4_096)
def dates(text: str) -> tuple[Date, ...]:
    """The dates and times of a text in order, none inside another.

    "في أغسطس/آب 2023 ويوم الأربعاء" gives August 2023 and a Wednesday.
    """
    bones = skeleton(text)
    taken: set[int] = set()
    found = []
    for pattern in _patterns():
        for match in pattern.finditer(bones.line):
            words = _words(bones, match.start(), match.end())
            if taken.isdisjoint(words) and (date := _date(bones, match)):
                taken.update(words)
                found.append(date)
    return tuple(sorted(found, key=lambda date: date.start))


def _words(bones: Skeleton, start: int, end: int) -> range:
    """The words that a stretch of the line touches."""
    first = bones.line.count(" ", 0, start)
    return range(first, first + bones.line.count(" ", start, end) + 1)


def _date(bones: Skeleton, match: re.Match[str]) -> Date | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    core = next((key for key in ("core", "bare", "bare2") if key in groups), None)
    if core:
        start, end = bones.spans[_words(bones, match.start(core), match.end(core))[0]]
        if "era" in groups:
            end = bones.spans[_words(bones, match.start("era"), match.end("era"))[-1]][1]
        return Date(start, end, bones.text[start:end], year=int(groups[core]))
    words = _words(bones, match.start(), match.end())
    start, end = bones.span(words[0], words[-1])
    text = bones.text[start:end]
    if "month" in groups:
        return _month(bones, match, groups)
    if "weekday" in groups:
        day = _values(WEEKDAYS)[groups["weekday"]]
        return Date(start, end, text, weekday=day, relative=groups.get("when2", ""))
    numeric = re.findall(r"\d+", match[0]) if re.fullmatch(r"[\d /-]+", match[0]) else []
    if len(numeric) == 3:
        year, month, day = (
            sorted(map(int, (numeric[0], numeric[2])))[1],
            int(numeric[1]),
            min(int(numeric[0]), int(numeric[2])),
        )
        return (
            Date(start, end, text, year, month, day)
            if 1 <= month <= 12 and 1 <= day <= 31
            else None
        )
    if joined := re.match("[وفب](?=ال)", match[0]):
        return Date(start + 1, end, text[1:], relative=match[0][joined.end() :])
    return Date(start, end, text, relative=match[0])


def _month(bones: Skeleton, match: re.Match[str], groups: dict[str, str]) -> Date | None:
    name = groups["month"]
    alone = not groups.keys() & {"day", "part", "named", "year", "day2", "when", "other"}
    if alone and name in BARE_MONTHS_EXCLUDED:
        return None
    first = "day" if "day" in groups else "part" if "part" in groups else "month"
    words = _words(bones, match.start(first), match.end())
    start, end = bones.span(words[0], words[-1])
    if first == "month" and bones.line[match.start() : match.start(first)] in ("و", "ب", "ف", "ل"):
        start += 1
    month = {**_values(MONTHS), **_values(HIJRI, 101)}[name]
    year = int(groups["year"]) if "year" in groups else None
    return Date(
        start,
        end,
        bones.text[start:end],
        year,
        month,
        _day(groups),
        relative=groups.get("when", ""),
    )


def _day(groups: dict[str, str]) -> int | None:
    day = groups.get("day") or groups.get("day2")
    if day is None:
        return None
    digits = re.match(r"\d+", day)
    return int(digits[0]) if digits else _values(tuple(ORDINAL_DAYS.split("|")))[day]


def differing(one: Date, other: Date) -> bool:
    """Whether two dates can't be the same: «عام 2014» and «أغسطس 2014» can."""
    pairs: Iterator[tuple[int | None, int | None]] = iter(
        [
            (one.year, other.year),
            (one.month, other.month),
            (one.day, other.day),
            (one.weekday, other.weekday),
        ]
    )
    return any(a is not None and b is not None and a != b for a, b in pairs)
