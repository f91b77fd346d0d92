"""Questions that a sentence answers, made from its own words: offices, numbers, speech, times."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from index.arabic import fold, stem
from rag.facts import names
from rag.question import Language

PHRASE = (2, 8)
"""Words of a phrase taken into a question: one is too vague, nine are no longer a question."""
WORD_MAX = 14
"""Letters; longer words are mostly two that were glued together, as are those with GLUED."""
GLUED = re.compile(r"\w(?:ة\w|ى\w|ال\w{4,}ال)")
MARKS = re.compile(r"[()\[\]\"“”«»:;,،؛.…]")

Template = Callable[[str], Iterator[str]]

SAID = re.compile(
    r"^و?(?P<verb>قال|قالت|أكد|أكدت|أعلن|أعلنت|ذكر|ذكرت|أوضح|أوضحت|كشف|كشفت|توقع|توقعت|اعتبر|اعتبرت)"
    r" (?P<who>[^«“\"،:]+?)(?:،[^«“\"]{0,80})? (?:إن|أن|أنّ|إنّ|إنه|إنها|أنه|أنها|بأن|[«“\"])"
)
WANTED = re.compile(
    r"^و?(?P<verb>يطالب|تطالب|طالب|طالبت|يهدد|تهدد|هدد|هددت|تعهد|تعهدت)"
    r" (?P<who>[^«“\"،:]+?) ب\w{3,}"
)
WARNED = re.compile(r"^و?(?P<verb>حذر|حذرت|حذّر|حذّرت) (?P<who>[^«“\"،:]+?) من ")
SINCE = re.compile(
    r"^و(?P<what>(?!ق[اي]ل)\w{3,}(?: \w+){1,4}?) (?:في )?(?:عام|سنة) (?P<year>\d{4})\b"
)
COUNTED = re.compile(
    r"\b\d[\d,.]* (?P<noun>\w{3,}[يلمنرجبدف])(?P<more> \w{3,}ي)? في (?P<place>\w{4,})\b"
)
DEFINED = re.compile(r"[«“\"](?P<what>[^«»“”\"]{6,50})[»”\"]،? (?P<link>وهي|وهو) \w+")
DEFINITE = re.compile(r"\b(?:ال|لل)\w{3,}")
NOT_FIRST = frozenset(
    fold(word)
    for word in "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة اثنان اثنين مصدران مصادر هو هي".split()
)
"""Whoever is only counted can't be asked about."""
OFFICES = frozenset(
    """وزير وزيرة رئيس رئيسة مستشار السفير السفيرة سفير سفيرة قائد الرئيس المبعوث أمين محافظ مدير
    مديرة""".split()
)
OFFICE_WORDS = 5


def _speech(text: str) -> Iterator[str]:
    if (match := SAID.match(text)) and _plain(match["who"]):
        yield f"ماذا {match['verb']} {match['who']}؟"
    if (match := WANTED.match(text)) and _clear(match["who"]):
        yield f"بماذا {match['verb']} {match['who']}؟"
    if (match := WARNED.match(text)) and _plain(match["who"]):
        yield f"ممّ {match['verb']} {match['who']}؟"


def _time(text: str) -> Iterator[str]:
    if (match := SINCE.match(text)) and _plain(match["what"]):
        yield f"متى {match['what']}؟"


def _amount(text: str) -> Iterator[str]:
    for match in COUNTED.finditer(text):
        words = [match["noun"], *(match["more"] or "").split()]
        if _is_place(match["place"]) and not any(map(_glued, words)):
            yield f"كم {' '.join(word + 'ًا' for word in words)} في {match['place']}؟"


def _definition(text: str) -> Iterator[str]:
    for match in DEFINED.finditer(text):
        if _clear(match["what"]):
            yield f"ما «{match['what']}»؟"


def _office(text: str) -> Iterator[str]:
    for _, title in _holders(text):
        yield f"من {'هي' if title.split()[0].endswith('ة') else 'هو'} {title}؟"


def _holders(text: str) -> Iterator[tuple[str, str]]:
    """Persons with the office that stands before their name."""
    for name in names(text):
        if name.kind != "person" or " " not in name.text:
            continue
        before = text[: name.start].split()[-OFFICE_WORDS:]
        for first, word in enumerate(before):
            bare = word.removeprefix("ل") if word[1:] in OFFICES else word
            title = " ".join([bare, *before[first + 1 :]])
            if bare in OFFICES and _clear(title) and text[: name.start].endswith(" "):
                yield name.text, title
                break


def _plain(phrase: str) -> bool:
    """Whether it names somebody or something: a definite word in it, and no mere number."""
    return _clear(phrase) and bool(DEFINITE.search(phrase))


def _clear(phrase: str) -> bool:
    words = phrase.split()
    return (
        PHRASE[0] <= len(words) <= PHRASE[1]
        and fold(words[0]) not in NOT_FIRST
        and not MARKS.search(phrase)
        and not any(map(_glued, words))
    )


def _glued(word: str) -> bool:
    return len(word) > WORD_MAX or bool(GLUED.search(word))


# The same in English: offices and numbers of countries, by the names of CLDR.

CLDR = Path(__file__).parent / "data" / "names.tsv"
ENGLISH_OFFICES = {
    "وزير الخارجية": "foreign minister",
    "وزير الدفاع": "defense minister",
    "وزير الداخلية": "interior minister",
    "وزير المالية": "finance minister",
    "رئيس الوزراء": "prime minister",
    "مستشار الأمن القومي": "national security adviser",
}
ENGLISH_COUNTED = {
    "جندي": "soldiers",
    "عسكري": "troops",
    "قتيل": "people killed",
    "جريح": "people wounded",
    "لاجئ": "refugees",
    "نازح": "displaced people",
    "مقاتل": "fighters",
    "شخص": "people",
}


@cache
def _countries() -> dict[str, str]:
    """The English names of countries by the stems of the Arabic ones, from the names of CLDR."""
    found = {}
    for line in CLDR.read_text("utf-8").splitlines():
        english, _, arabic = line.partition("\t")
        if arabic and " " not in english + arabic and _known_place(arabic):
            found[stem(fold(arabic))] = english.title()
    return found | {stem(fold(word)): "the US" for word in ("أمريكي", "أميركي", "أمريكا")}


def _known_place(word: str) -> bool:
    return any(name.kind == "place" for name in names(f"في {word}"))


def _country(word: str) -> str:
    """The country of a name or of an adjective made from it: العراق and العراقي give Iraq."""
    stemmed = stem(fold(word))
    return _countries().get(stemmed) or _countries().get(stemmed.removesuffix("ي"), "")


def _is_place(word: str) -> bool:
    return stem(fold(word)) in _countries() or _known_place(word)


def _english_office(text: str) -> Iterator[str]:
    for _, title in _holders(text):
        for arabic, english in ENGLISH_OFFICES.items():
            rest = title.removeprefix(arabic).split()
            if title.startswith(arabic) and len(rest) == 1 and (country := _country(rest[0])):
                yield f"Who is the {english} of {country}?"


def _english_amount(text: str) -> Iterator[str]:
    for match in COUNTED.finditer(text):
        country, noun = _country(match["place"]), ENGLISH_COUNTED.get(match["noun"])
        if country and noun:
            yield f"How many {noun} are in {country}?"


def _english_matter(text: str) -> Iterator[str]:
    """What ties two countries that one sentence names."""
    found = dict.fromkeys(_country(name.text) for name in names(text) if name.kind == "place")
    countries = [country for country in found if country]
    if len(countries) >= 2:
        yield f"What is said about {countries[0]} and {countries[1]}?"


TEMPLATES: dict[Language, tuple[Template, ...]] = {
    "ar": (_office, _amount, _speech, _time, _definition),
    "en": (_english_office, _english_amount, _english_matter),
}
