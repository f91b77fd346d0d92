"""Names in Arabic text by their cues: persons, places, organisations, quoted names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from index.arabic import STOP_WORDS, fold
from rag.persons import VERBS, is_common, persons, weekdays
from rag.skeleton import Skeleton, skeleton

DATA = Path(__file__).parent / "data"
NameKind = Literal["person", "place", "organisation", "quoted", "latin"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, `text_of_it[start:end] == text`; a person's title is no part of it."""

    kind: NameKind
    start: int
    end: int
    text: str


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


PLACE_CUES = _folded(
    """مدينة بلدة قرية محافظة منطقة قاعدة ولاية إقليم مطار جبل نهر مخيم ميناء شارع حي معبر مضيق
    جزيرة بحر خليج دولة
    جمهورية عاصمة مقاطعة بحيرة وادي سهل ضاحية قضاء ناحية بوابة ميدان جسر سد"""
)
DESCRIPTIONS = _folded(
    """جديدة صغيرة كبيرة قديمة أخرى واسعة محددة معينة آمنة عسكرية جوية بحرية نائية مجاورة حدودية
    صناعية ساحلية مستقلة
    عظمى كبرى واحدة مختلفة سياسية عربية إسلامية قريبة بعيدة حضرية ريفية محلية سكنية مكتظة خاصة
    عامة"""
)
"""Adjectives after a place's cue: «منطقة جديدة» names nothing."""
AMBIGUOUS_PLACES = _folded(
    """بلد صور مالي عمان قم الخليج الخليل مشهد الحلة سرت بيرو ليون واسط فاس سوسة القائم الكوت
    العمارة الجوف بون بابل
    بازل قطر التاجي ميسان جنين حائل عسير طنجة مأرب سبها الزرقاء كابل صوفيا فيكتوريا النيجر
    المنصورة السويس الناصرة تشاد غانا"""
)
LOCATIVES = _folded(
    "في إلى من قرب شمال جنوب شرق غرب نحو مدينة محافظة منطقة بلدة دولة قاعدة وسط داخل خارج إن"
)
ORGANISATIONS = _folded(
    """حزب حركة تنظيم جماعة كتائب شركة وكالة منظمة جامعة صحيفة قناة لجنة مجلس وزارة بنك هيئة مؤسسة
    محكمة جيش حكومة
    برلمان اتحاد تحالف جبهة تيار ائتلاف ميليشيا سرايا ألوية نادي منتخب مستشفى متحف كنيسة اللجنة
    المجلس الاتحاد
    المنظمة الهيئة المحكمة الوكالة الحزب البنك الجيش القيادة"""
)
PARTICIPLES = tuple(
    map(fold, "المدعوم الموالي المتمركز المسلح التابع المقرر المعني المناهض الحاكم الواقع".split())
)
"""They begin what is said of an organisation, not the end of its name."""
QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]{2,60})[»”\"]")
QUOTED_WORDS = 5
"""A longer quotation is speech, not a name."""
LATIN = re.compile(
    r"(?<![A-Za-z])[A-Z][A-Za-z&.'-]*(?: (?:of |the |and )?[A-Z][A-Za-z&.'-]*)*(?<![.&' -])"
)
NAME_LENGTH = 5


@cache
def _places() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Place names as folded words, by their first, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in (DATA / "places.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for place in line.split("،"):
                words = tuple(map(fold, place.split()))
                found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(all_, key=len, reverse=True)) for first, all_ in found.items()}


@lru_cache(maxsize=4_096)
def names(text: str) -> tuple[Name, ...]:
    """The names of a text in order; none overlaps one found by a surer cue.

    "وزير الخارجية العراقي فؤاد حسين في بغداد" gives a person and a place.
    """
    bones = skeleton(text)
    taken: set[int] = set()
    found = []
    for kind, start, end in (
        *(("person", *place) for place in persons(bones)),
        *_known_places(bones),
        *_cued(bones),
        *_marked(text),
    ):
        if start < end and taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            found.append(Name(kind, start, end, text[start:end]))
    return tuple(sorted(found, key=lambda name: name.start))


Found = tuple[NameKind, int, int]


def _known_places(bones: Skeleton) -> Iterator[Found]:
    for at, word in enumerate(bones.words):
        for bare, cut in _without_clitic(word):
            place = next(
                (p for p in _places().get(bare, ()) if bones.words[at + 1 : at + len(p)] == p[1:]),
                None,
            )
            if place and (len(place) > 1 or _sure_place(bones, at, bare, cut)):
                start, end = bones.span(at, at + len(place) - 1)
                yield "place", start + cut, end
                break


def _without_clitic(word: str) -> Iterator[tuple[str, int]]:
    yield word, 0
    if word.startswith("لل"):
        yield "ال" + word[2:], 0
    elif word[0] in "وبلفك" and len(word) > 3:
        yield word[1:], 1


def _sure_place(bones: Skeleton, at: int, bare: str, cut: int) -> bool:
    if bones.surface(at).endswith("اً"):
        return False
    if bare not in AMBIGUOUS_PLACES:
        return True
    return cut == 0 and at > 0 and bones.words[at - 1] in LOCATIVES


def _cued(bones: Skeleton) -> Iterator[Found]:
    """Places and organisations behind the words that announce them."""
    words = bones.words
    for at in range(len(words) - 1):
        bare = next(
            (w for w, _ in _without_clitic(words[at]) if w in PLACE_CUES or w in ORGANISATIONS), ""
        )
        if bare in PLACE_CUES and (length := _place_words(bones, at + 1)):
            yield "place", *bones.span(at + 1, at + length)
        elif bare in ORGANISATIONS:
            length = _organisation_words(bones, at)
            if length > 1:
                start, end = bones.span(at, at + length - 1)
                yield (
                    "organisation",
                    start + (words[at] != bare and not words[at].startswith("لل")),
                    end,
                )


def _place_words(bones: Skeleton, at: int) -> int:
    word = bones.words[at]
    if not word.isalpha() or word in STOP_WORDS or word in DESCRIPTIONS or word.isascii():
        return 0
    if bones.surface(at).startswith("ال"):
        return int(not word.endswith(("ي", "يه")))
    if is_common(word) or word in VERBS:
        return 0
    following = at + 1 < len(bones.words) and bones.surface(at + 1).startswith("ال")
    return 2 if following and bones.words[at + 1] not in weekdays() else 1


def _organisation_words(bones: Skeleton, at: int) -> int:
    """The head, one word it governs if that has no article, and the run of words with one."""
    words = bones.words
    length = 1
    following = words[at + 1]
    bare_head = not bones.surface(at).startswith(("ال", "لل", "وال", "بال"))
    if (
        bare_head
        and following.isalpha()
        and not bones.surface(at + 1).startswith("ال")
        and following not in STOP_WORDS | VERBS | DESCRIPTIONS
        and not is_common(following)
        and not following.endswith("يه")
    ):
        length = 2
    while (
        length < NAME_LENGTH
        and at + length < len(words)
        and bones.surface(at + length).startswith(("ال", "لل"))
        and words[at + length] not in STOP_WORDS
        and words[at + length] not in weekdays()
        and not words[at + length].startswith(PARTICIPLES)
    ):
        length += 1
    return length


def _marked(text: str) -> Iterator[Found]:
    """Names in quotation marks, and in Latin letters within Arabic."""
    for match in QUOTED.finditer(text):
        if len(match[1].split()) <= QUOTED_WORDS:
            yield "quoted", match.start(1), match.end(1)
    arabic = re.search("[\u0621-\u064a]", text)
    for match in LATIN.finditer(text):
        # In English a capital that opens the sentence says nothing.
        if len(match[0]) > 1 and (arabic or match.start() or " " in match[0]):
            yield "latin", match.start(), match.end()
