"""Arabic text as terms: folded words, light stems and padded trigrams."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from sys import intern
from unicodedata import category, normalize

MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
TOKEN = re.compile(
    rf"\d{{1,3}}(?:[,٬]\d{{3}})+(?!\d)|(?<![.٫])\d+[.٫]\d+(?![.٫]?\d)|\d+|(?:[^\W\d_][{MARKS}]*)+"
)
ENDED = re.compile(r"(?<=ة)(?=[^\W\d_][^\W\d_])")
JOINED = re.compile(r"(?<=[^\W\d_]{4})(?=وال[^\W\d_ي][^\W\d_]{3})")
ARTICLED = re.compile(r"(?<=[^\W\d_]{5}[^\W\d_و])(?=و?ال[^\W\d_ي][^\W\d_]{3})")
"""Where the words of a scraped page ran together: ة ends a word, and no word has two articles.

الولاياتالمتحدةوالعراق is three words; the ending of الكونفدراليين is none (ي after ال)."""
FOLDED = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        **dict.fromkeys("ةۀہە", "ه"),
        "ؤ": "و",
        "ک": "ك",
        "گ": "ك",
        "چ": "ج",
        "پ": "ب",
        "ڤ": "ف",
        "ء": "",
        "ـ": "",
        "٬": "",
        ",": "",
        "٫": ".",
    }
)

CACHED = 100_000
"""Words whose analysis is remembered: nearly all of a text's, in some 20 MB a function."""
GLUED_LENGTH = 8
"""Letters from which a run may be two words."""
CONJUNCTION_MIN = 3
"""Letters a word keeps when its و is taken off (light10)."""
ARTICLE_MIN = 2
SUFFIX_MIN = 2
LONG_SUFFIX_MIN = 3
"""Letters kept when a suffix of two is taken off: بيان and سكان stay themselves (light10 has 2)."""
TANWIN_MIN = 4
"""Letters kept when the alef of tanwin is taken off."""
ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
SUFFIXES = ("ها", "هم", "ان", "ات", "ون", "ين", "يه", "ه", "ي")

LEXICAL_WAW = frozenset(
    """وزير وزيره وزيرا وزيري وزاره وزارات وزاري وزاريه وزراء وزرا وفد وفدا وفود وفاه وفيات وكاله
    وكالات وكيل وكلا وكلاء وثيقه وثائق وثايق وثيق وثيقا وسيله وسايل وسائل وسط وسطا وسيط وسطاء
    وسطي ولايه ولايات ولي ولاء ولا وضع وضعا وضعيه وقت وقتا وقف وقود وقوع وقائع وقايع واقع
    واقعه وطن وطني وطنيه وحده وحدات وحيد واحد واحده ورقه وراء ورا وعد وعود وعي وصول وصف وصيه
    وجود وجه وجها وجهه وجهات وجوه واجب واجهه واجبات واشنطن واسط واسع واسعه وادي والد والده
    والدين وباء وبا وتيره وداع ودائع وديعه وراثه ورشه ورطه وريث وزن وساطه وسام وشيك وشيكا
    وصايه وظيفه وظايف وظائف وقايه وقفه وقيعه ولاده ولد وليد وليمه وهم وهمي وهميه وحش وحشي
    وحشيه وردي ورد ويلز ورود ورثه ورم وسع وسمي وشاح وعاء وعر وفاق وفير وقار وكر ولع ووهان
    وورلد وول ووتر وليام ويليام وليم واتساب ويكيليكس واتس ويكيبيديا ويب وندوز ويندوز واتسون
    وودز وودرو وولف واقعي واقعيه واردات وارد وارسو وافد وافدين واثق واضح واضحه وهبي وهاب وهران
    وحدوي وثب وثبه وتر وتد وجدان وجبه وجيه وخيم وخيمه وديه ودي وزع وصل وصله وصفه وظيفي وقح
    وقفيه وكاد ولايتين""".split()
)
"""Words, folded, whose first و belongs to them; stripping it would turn وزير into زير."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its folded form and where it stands, `text[start:end]`."""

    form: str
    start: int
    end: int


@lru_cache(maxsize=CACHED)
def fold(word: str) -> str:
    """One spelling for the many of an Arabic word: `fold("الأُمَّـةُ") == "الامه"`.

    Alef, yeh and hamza forms are unified, teh marbuta becomes heh, diacritics and tatweel go,
    presentation forms, digits of all scripts and accented letters become plain, case is folded.
    """
    if word.isascii():
        return word.lower().replace(",", "")
    plain = normalize("NFKD", normalize("NFKC", word).translate(FOLDED))
    plain = "".join(c for c in plain if category(c) not in ("Mn", "Cf"))
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in plain)
    return digits.casefold().translate(FOLDED)


def tokens(text: str) -> Iterator[Token]:
    """Words and numbers of a text in order: "في ٢٬٥٠٠ موقع" gives في, 2500, موقع."""
    for match in TOKEN.finditer(text):
        for start, end in _words(match[0]):
            if form := fold(match[0][start:end]):
                yield Token(form, match.start() + start, match.start() + end)


@lru_cache(maxsize=CACHED)
def _words(run: str) -> tuple[tuple[int, int], ...]:
    """The words in a run of letters: more than one where the spaces between them were lost."""
    if len(run) < GLUED_LENGTH:
        return ((0, len(run)),)
    cuts = {match.start() for mark in (ENDED, JOINED) for match in mark.finditer(run)}
    if run.startswith(ARTICLES[:5]):
        cuts.update(match.start() for match in ARTICLED.finditer(run))
    edges = [0, *sorted(cuts), len(run)]
    return tuple(pairwise(edges))


@lru_cache(maxsize=CACHED)
def stem(form: str) -> str:
    """The light stem of a folded word: `stem("والعسكريين") == "عسكر"`.

    light10 of Larkey, Ballesteros and Connell (2007), and the alef of tanwin. The clitics fa-,
    ka-, li- and bi- stay: beside trigrams taking them off costs .4 @1 on XQuAD-ar and ARCD.
    """
    if form.isascii():
        return form
    rest = form
    if rest[0] == "و" and len(rest) > CONJUNCTION_MIN and rest not in LEXICAL_WAW:
        rest = rest[1:]
    if rest.startswith(ARTICLES):
        for article in ARTICLES:
            if rest.startswith(article) and len(rest) - len(article) >= ARTICLE_MIN:
                rest = rest[len(article) :]
                break
    if rest[-1] == "ا" and len(rest) > TANWIN_MIN:
        rest = rest[:-1]
    for suffix in SUFFIXES if rest.endswith(SUFFIXES) else ():
        least = LONG_SUFFIX_MIN if len(suffix) > 1 else SUFFIX_MIN
        if rest.endswith(suffix) and len(rest) - len(suffix) >= least:
            rest = rest[: -len(suffix)]
    return rest


def trigrams(form: str) -> tuple[str, ...]:
    """The letter trigrams of a folded word between two bars: "من" gives _من and من_."""
    padded = f"_{form}_"
    return tuple(padded[i : i + 3] for i in range(len(padded) - 2))


STOP_WORDS = frozenset(
    fold(word)
    for word in """في من على إلى الى عن مع هذا هذه ذلك تلك هؤلاء أولئك التي الذي الذين اللذان
    اللتان اللاتي ما ماذا هو هي هم هما هن أنا أنت نحن كان كانت كانوا يكون تكون ليس ليست
    أن إن ان انه أنهم لا لم لن قد لقد كما أو ثم بين كل بعد قبل عند أي اي أين اين متى كيف
    لماذا كم هل من منذ حتى اذا
    إذا إذ لدى خلال حول به له لها لهم فيها منها منه عليه عليها إليه إليها عنه عنها وما ومن وفي
    وهو وهي وهم وكان وكانت وقد ولم وأن وإن والتي والذي والذين بما مما عما فيما لما لكن ولكن بل
    سوف غير بأن لأن كان مثل حيث بينما أيضا كذلك فقط بمن لمن بم مم عم فيم علام إلام كيفما the a
    an of in on at to for from by with and or is are was were be been being do does did has
    have had will would can could should may might must that this these those it its he she
    they them his her their there as than then who whom whose what which when where
    why how""".split()
)
"""Words, folded, that every sentence may hold; they are neither indexed nor asked for.

Left out are those that fold to a word of meaning: أنها (إنهاء), فيه (فئة), ولا (ولاء), بها
(بهاء)."""

TRIGRAM = "#"
"""Put before a trigram, so that it is no stem."""


def forms(text: str) -> list[str]:
    """The folded words of a text that carry meaning, in order: stop words are left out."""
    return [form for match in TOKEN.finditer(text) for form in _forms(match[0])]


@lru_cache(maxsize=CACHED)
def _forms(run: str) -> tuple[str, ...]:
    """The forms of one run of letters: `tokens` without the offsets, and so much faster."""
    folded = (fold(run[start:end]) for start, end in _words(run))
    return tuple(form for form in folded if form and form not in STOP_WORDS)


@lru_cache(maxsize=CACHED)
def index_terms(form: str) -> tuple[str, ...]:
    """What a folded word is found by: its stem and its trigrams, marked: "من" → من, #_من, #من_."""
    return (stem(form), *(intern(TRIGRAM + gram) for gram in trigrams(form)))
