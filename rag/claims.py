"""What a sentence claims that another may contradict: counts, dates, people, places, denials."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from index.arabic import STOP_WORDS, fold, stem
from rag import thesaurus
from rag.counted import singular
from rag.dates import Date, dates
from rag.names import names
from rag.numerals import PERCENT, Number, numbers
from rag.skeleton import Skeleton, skeleton


@dataclass(frozen=True, slots=True)
class Count:
    """A number of something: `topic` is the stem of what is counted, or what befell it (=قتل)."""

    topic: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The checkable claims of a sentence; `words` are its stems, `denied` those it denies."""

    text: str
    counts: tuple[Count, ...]
    dates: tuple[Date, ...]
    persons: tuple[str, ...]
    places: tuple[str, ...]
    words: frozenset[str]
    denied: frozenset[str]


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


NEGATORS = {
    **dict.fromkeys(_folded("ليس ليست ليسوا وليس وليست عدم وعدم بعدم نفى نفت ينفي"), 2),
    **dict.fromkeys(_folded("لم ولم لن ولن لا ولا دون بدون غير وغير"), 1),
}
"""Words that deny, with the number of content words behind them that they deny."""
NOT_NEGATED = _folded("أن إن تزال يزال زال زالت شك سيما بد بأس أحد")
"""After these two «لا»، «غير» or «دون» deny nothing: لا تزال، غير أن."""
IDIOM_BEFORE = _folded("إن وإن")
"""«إن لم يكن أكثر» denies nothing."""
EMPTY = frozenset(map(stem, _folded("وجود أي يكون تكون كان كانت يتم تتم هناك مجرد سوى")))
FATES = {
    "=قتل": _folded(
        """قتيل قتلى قتل قتلت قتلا قتلوا قتلتا مقتل بمقتل ومقتل مصرع بمصرع وفاة توفي لقي لقوا لقيا
        سقوط يقتل أودى أودت
        وقتل فقتل شهيد شهداء استشهد استشهاد ضحية ضحايا killed dead"""
    ),
    "=جرح": _folded(
        """جريح جرحى جرح جرحت جرحا جرحوا إصابة أصيب أصيبت أصيبوا مصاب مصابين مصابون بجروح بإصابة
        وإصابة وجرح
        إصابات injured wounded"""
    ),
}
"""Words that say what befell those counted; two counts of the dead are comparable whatever they
are called (قتيل، شخصين قتلا)."""
VICTIMS = frozenset(
    singular(form)
    for form in _folded(
        "شخص جندي عسكري مدني رجل امرأة طفل مسلح عنصر مواطن مقاتل فرد فلسطيني عراقي آخر آخرون "
        "people person "
        "soldier"
    )
)
CORE = 4
"""Letters a stem needs to lose one at an end."""
MEASURES = frozenset(
    singular(form)
    for form in _folded(
        """دولار يورو دينار درهم ريال جنيه ليرة برميل طن متر كيلومتر كم ميل قدم هكتار فدان درجة نقطة
        سنة عام شهر أسبوع يوم ساعة دقيقة ثانية مرة"""
    )
)
"""Nouns that measure: two amounts of them in one article are mostly of two things."""
FATE_REACH = 2
"""Words on each side of a count and its noun where its fate is looked for."""
ANTONYMS = """
ارتفع انخفض|ارتفاع انخفاض|زاد تراجع|زيادة تراجع|صعود هبوط|صعد هبط|وافق رفض|وافقت رفضت|موافقة رفض|
قبل رفض|أكد نفى|أكدت نفت
فوز خسارة|فاز خسر|انتصار هزيمة|نجح فشل|نجاح فشل|بدء انتهاء|بداية نهاية|افتتاح إغلاق|فتح إغلاق|
إطلاق اعتقال|دخول خروج
تصعيد تهدئة|تأييد معارضة|أيد عارض|مؤيد معارض|شمال جنوب|شرق غرب|شمالي جنوبي|شرقي غربي|الأكبر الأصغر|
أعلى أدنى|أكثر أقل
استمرار توقف|استئناف توقف|تعيين إقالة|وصول مغادرة|حليف عدو|حلفاء أعداء|أول آخر|إيجابي سلبي|
قوي ضعيف|قبل بعد|زوج زوجة
"""
SAME_THINGS = """جندي عسكري مجند|شخص فرد نسمة|مسلح مقاتل|سيارة مركبة عربة|عام سنة|صحفي صحافي|
بلد دولة|منزل بيت|ضربة غارة
|هجوم اعتداء|راكب مسافر|لاجئ نازح|بلدة قرية|مصنع معمل|سجين معتقل أسير|محتج متظاهر"""
"""Counted nouns that stand for one another; the thesaurus, made for finding, is too wide here."""
SPELT_ALIKE = 0.75
"""Ratio of equal letters from which two words of a name are one name in two transliterations."""


@cache
def _same_things() -> dict[str, str]:
    """Stems of counted nouns to that of the first of their group."""
    groups = [[singular(fold(word)) for word in group.split()] for group in SAME_THINGS.split("|")]
    return {noun: group[0] for group in groups for noun in group}


@cache
def antonyms() -> tuple[tuple[str, str], ...]:
    """Pairs of stems that exclude each other."""
    pairs = (pair.split() for pair in ANTONYMS.replace("\n", "|").split("|") if pair.strip())
    found = ((_core(fold(one)), _core(fold(other))) for one, other in pairs)
    return tuple((one, other) for one, other in found if one != other)


@lru_cache(maxsize=4_096)
def claims(text: str) -> Claims:
    """What a sentence claims: "قتل شخصان وليس وشيكا" counts two dead and denies وشيك."""
    bones = skeleton(text)
    named = names(text)
    return Claims(
        text,
        tuple(_counts(bones)),
        tuple(date for date in dates(text) if not date.relative or date.month or date.weekday),
        tuple(name.text for name in named if name.kind == "person"),
        tuple(name.text for name in named if name.kind == "place"),
        frozenset(_core(word) for word in bones.words if word.isalnum() and word not in STOP_WORDS),
        frozenset(_denied(bones)),
    )


def _counts(bones: Skeleton) -> Iterator[Count]:
    for number in numbers(bones.text):
        if number.value is None or not number.noun or number.noun == PERCENT:
            continue
        first, last = _place(bones, number)
        topic = _fate(bones, number, first, last) or _same_things().get(number.noun, number.noun)
        start, end = number.start, max(number.end, bones.spans[last][1])
        yield Count(topic, number.value, bones.text[start:end])


def _place(bones: Skeleton, number: Number) -> tuple[int, int]:
    """The words a number takes, its noun behind it included."""
    inside = [
        i for i, (start, end) in enumerate(bones.spans) if start < number.end and number.start < end
    ]
    first, last = inside[0], inside[-1]
    for ahead in (1, 2, 3):
        if last + ahead < len(bones.words) and singular(bones.words[last + ahead]) == number.noun:
            return first, last + ahead
    return first, last


def _fate(bones: Skeleton, number: Number, first: int, last: int) -> str:
    around = {*bones.words[max(first - FATE_REACH, 0) : first]}
    around |= {*bones.words[last + 1 : last + 1 + FATE_REACH]}
    own = set(bones.words[first : last + 1])
    for fate, words in FATES.items():
        if own & words or number.noun in map(singular, words):
            return fate
    if number.noun not in VICTIMS:
        return ""
    return next((fate for fate, words in FATES.items() if around & words), "")


def _denied(bones: Skeleton) -> Iterator[str]:
    words = bones.words
    for at, word in enumerate(words[:-1]):
        if word not in NEGATORS or words[at + 1] in NOT_NEGATED:
            continue
        if at and words[at - 1] in IDIOM_BEFORE:
            continue
        left = NEGATORS[word]
        for following in words[at + 1 : at + 6]:
            if not following.isalnum() or left == 0 or following in NEGATORS:
                break
            if following in STOP_WORDS or stem(following) in EMPTY:
                continue
            yield _core(following)
            left -= 1


def _core(word: str) -> str:
    """A stem without the letters of person and tense: أعلنت and تعلن give one."""
    key = stem(word)
    if key[0] in "يتنا" and len(key) >= CORE:
        key = key[1:]
    return key[:-1] if key[-1] == "ت" and len(key) >= CORE else key


@lru_cache(maxsize=20_000)
def same_name(one: str, other: str) -> bool:
    """Whether two names are of one person, perhaps in other transliterations or shorter."""
    first, second = [fold(w) for w in one.split()], [fold(w) for w in other.split()]
    if len(first) > len(second):
        first, second = second, first
    return all(any(_alike(a, b) for b in second) for a in first)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 4:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SPELT_ALIKE


def same_place(place: str, text: str) -> bool:
    """Whether a text names a place, by this or another name, glued to another word or not."""
    folded = fold("".join(text.split()))
    if fold("".join(place.split())).removeprefix("ال") in folded:
        return True
    found = thesaurus.synonyms([fold(word) for word in place.split()])
    return found is not None and any("".join(other) in folded for other in found.others)
