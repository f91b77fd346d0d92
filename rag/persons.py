"""Persons in Arabic text: given names, and what stands behind a title."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from index.arabic import STOP_WORDS, fold, stem
from rag import thesaurus
from rag.counted import singular
from rag.dates import WEEKDAYS
from rag.skeleton import Skeleton

DATA = Path(__file__).parent / "data"


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


PARTICLES = _folded("بن ابن بنت أبو أبا أبي عبد آل دي دا فان فون دو لا ديل إل ماك سان")
INSTITUTIONS = _folded(
    """مجلس خارجية دفاع داخلية حكومة هيئة لجنة حزب شركة جامعة قوات أركان جمهورية دولة وزراء وكالة
    منظمة حركة جماعة
    شرطة جيش أمن مكتب قسم بعثة وفد تيار تحالف ائتلاف كتلة برلمان بلدية محكمة"""
)
"""Nouns a title governs: رئيس مجلس النواب فلان."""
LINKS = _folded("لدى في باسم عن إلى من السابق على")
"""Words between a title and the name: السفيرة لدى العراق فلانة."""
VERBS = _folded(
    """قال قالت قالوا أعلن أعلنت أكد أكدت صرح صرحت أوضح أوضحت أشار أشارت ذكر ذكرت أضاف أضافت شدد
    شددت حذر حذرت دعا دعت طلب
    طلبت وصل وصلت زار زارت التقى التقت بحث بحثت ناقش ناقشت كان كانت يكون بدأ بدأت قرر قررت تعهد
    تعهدت وعد رفض رفضت
    وافق وافقت اتهم اتهمت نفى نفت أمر أمرت وقع وقعت ترأس ترأست تولى تولت غادر غادرت عاد عادت يقول
    تقول أصبح أصبحت
    قاد قادت قتل قتلت أصيب توفي ولد ولدت فاز فازت خسر سجل سجلت حصل حصلت كتب كتبت أسس أسست شارك
    شاركت يرى ترى لعب قدم قدمت
    استقبل استقبلت وجه وجهت تلقى تلقت أجرى أجرت عقد عقدت اعتبر اعتبرت وصف وصفت كشف كشفت أبلغ أبلغت
    تسلم تسلمت سلم
    سلمت نقل نقلت كرر جدد هدد هاجم انتقد انتقدت طالب طالبت يعتبر تعتبر يعتقد صار ظل بات ليس ليست
    سوف قد لم لن"""
)
NOT_FAMILY = _folded(
    "اليوم الآن الماضي المقبل السابق الحالي الجديد الراحل العام الأول الثاني الثالث الرابع "
    "الخامس السادس"
)
NAME_LENGTH = 5
MODIFIERS = 7
"""Words that may stand between a title and its name."""


@cache
def _given() -> tuple[frozenset[str], frozenset[str]]:
    """Given names, and those of them that are also common words."""
    plain: set[str] = set()
    doubtful: set[str] = set()
    for line in (DATA / "given_names.txt").read_text("utf-8").splitlines():
        if line.startswith("?"):
            doubtful.update(map(fold, line[1:].split()))
        elif not line.startswith("#"):
            plain.update(map(fold, line.split()))
    return frozenset(plain | doubtful), frozenset(doubtful)


@cache
def _titles() -> frozenset[str]:
    lines = (DATA / "titles.txt").read_text("utf-8").splitlines()
    return frozenset(fold(w) for line in lines if not line.startswith("#") for w in line.split())


@cache
def weekdays() -> frozenset[str]:
    """The names of the weekdays, folded."""
    return frozenset(fold(day) for group in WEEKDAYS for day in group.split("|"))


def persons(bones: Skeleton) -> Iterator[tuple[int, int]]:
    """Where persons are named, without their titles."""
    done = 0
    for at in range(len(bones.words)):
        if at < done:
            continue
        first, titled = at, is_title(bones.words[at])
        if titled:
            first = _after_title(bones, at)
        if (length := _person(bones, first, titled)) > 0:
            done = first + length
            start, end = bones.span(first, done - 1)
            yield start + _given_clitic(bones, first), end


def _bare(word: str) -> str:
    """A word without conjunction, preposition and article."""
    for prefix in ("وال", "بال", "لل", "فال", "كال", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) > 2:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=50_000)
def is_title(word: str) -> bool:
    """Whether a folded word stands before a person's name: `is_title("وزير")`."""
    return any(w in _titles() for w in (word, _bare(word))) or (
        word[0] in "ولبف" and (word[1:] in _titles() or _bare(word[1:]) in _titles())
    )


def _after_title(bones: Skeleton, at: int) -> int:
    """The first word behind a title and what qualifies it; past the end if a weekday comes "
    "first.
    """
    words = bones.words
    for first in range(at + 1, min(len(words), at + 1 + MODIFIERS)):
        if _is_given(bones, first) or not _qualifies(bones, first):
            return first
        if words[first] in weekdays():
            break
    return len(words)


def _qualifies(bones: Skeleton, at: int) -> bool:
    """Whether a word belongs to the title before it: العراقي، لدى، باسم، مجلس."""
    word = bones.words[at]
    return (
        bones.surface(at).startswith(("ال", "لل", "بال", "وال"))
        or word in LINKS
        or bones.words[at - 1] == "لدي"
        or _bare(word) in INSTITUTIONS
        or is_title(word)
    )


def _is_given(bones: Skeleton, at: int) -> bool:
    word = bones.words[at]
    if word not in _given()[0]:
        return False
    return word != "علي" or not bones.surface(at).endswith("ى")


def _given_clitic(bones: Skeleton, at: int) -> int:
    """Letters before a given name that are not its own: بصدام."""
    word = bones.words[at]
    return int(
        not _is_given(bones, at)
        and len(word) > 3
        and word[0] in "ولبفك"
        and word[1:] in _given()[0]
    )


def _person(bones: Skeleton, at: int, titled: bool) -> int:
    """How many words from `at` are a person's name; 0 if they are none."""
    words = bones.words
    if at >= len(words):
        return 0
    clitic = _given_clitic(bones, at)
    bare = words[at][clitic:]
    known = clitic == 1 or _is_given(bones, at)
    if known and not titled and (bare in _given()[1] or (clitic and bare in STOP_WORDS)):
        return 0
    if not known and not (titled and all(_looks_foreign(bones, i) for i in (at, at + 1))):
        return 0
    length = 1
    while length < NAME_LENGTH and _goes_on(bones, at, at + length):
        length += 1
    if words[at + length - 1] in PARTICLES:
        length -= 1
    return length if length > 1 or (titled and known and bare not in _given()[1]) else 0


def _goes_on(bones: Skeleton, first: int, at: int) -> bool:
    """Whether the word `at` belongs to the name that started at `first`."""
    if at >= len(bones.words):
        return False
    word, before = bones.words[at], bones.words[at - 1]
    if at - 1 > first and bones.surface(at - 1).startswith("ال") and not _is_given(bones, at - 1):
        return False  # a family name with its article is the last
    if _is_given(bones, at) or word in PARTICLES:
        return True
    if bones.surface(at).startswith("ال"):
        return _may_be_family(word)
    return before in PARTICLES or (at == first + 1 and _may_be_name(bones, at))


def _may_be_name(bones: Skeleton, at: int) -> bool:
    """Whether a word may be a name unknown to us: no article, verb or word of the thesaurus."""
    word = bones.words[at]
    return (
        len(word) > 2
        and word.isalpha()
        and not word.isascii()
        and not bones.surface(at).startswith(("ال", "لل", "بال", "وال"))
        and not bones.surface(at).endswith(("ة", "ها", "اً"))
        and word not in STOP_WORDS
        and word not in VERBS
        and word not in LINKS
        and not is_title(word)
        and not is_common(word)
        and not (word[0] in "وب" and is_common(word[1:]))
    )


def _looks_foreign(bones: Skeleton, at: int) -> bool:
    """Whether an unknown word looks like a name spelt in Arabic letters: long vowels, no ending."""
    if at >= len(bones.words) or not _may_be_name(bones, at):
        return False
    word = bones.words[at]
    return (
        len(word) > 3
        and sum(letter in "اوي" for letter in word) > 1
        and not word.endswith(("ه", "ها", "هم", "ون", "وا", "ات", "ين"))
        and not word.startswith(("سي", "ست", "سن"))
    )


@lru_cache(maxsize=50_000)
def is_common(word: str) -> bool:
    """Whether the thesaurus or the counted nouns know a folded word, and not as a name."""
    known = thesaurus.synonyms([word])
    return (known is not None and not known.name) or singular(word) != stem(word)


def _may_be_family(word: str) -> bool:
    return (
        len(word) > 4
        and word not in weekdays()
        and word not in NOT_FAMILY
        and word not in STOP_WORDS
        and not is_title(word)
    )
