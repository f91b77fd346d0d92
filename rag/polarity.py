"""Whether a statement says more, less or the opposite of its sentences."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise

from index.arabic import STOP_WORDS, fold
from rag.claims import ANTONYMS, IDIOM_BEFORE, NEGATORS, NOT_NEGATED
from rag.grounds import Text, is_wall
from rag.keys import keys_of, root
from rag.lands import ROOT_MIN
from rag.lexicon import vocabulary
from rag.skeleton import skeleton
from rag.units import Unit

REACH = 8
"""Content words around a denial that it may be meant for."""
BEHIND = 3


def faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Where a statement denies, turns round or exceeds what the sentences say."""
    yield from _qualified(statement, source)
    yield from _opposites(units, source)
    yield from _turned(units, source)
    yield from _denials(statement, units, source)


OVER = re.compile(
    r"(?:أكثر|أزيد) من|ما يزيد (?:عن|على)|ما لا يقل عن"
    r"|(?:more|greater) than|over(?= \d)|at least|exceed\w*"
)
UNDER = re.compile(
    r"(?:أقل|أدنى) من|ما يقل عن|ما لا يزيد (?:عن|على)"
    r"|(?:less|fewer) than|(?:under|below)(?= \d)|at most"
)
AMOUNTS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        "[وبلف]?(?:ال)?عشرات|dozens|scores|tens of",
        "[وبلف]?(?:ال)?ميات|hundreds",
        "[وبلف]?(?:ال)?الاف|thousands",
        "[وبلف]?(?:ال)?ملايين|millions",
    )
)


def _qualified(statement: str, source: Text) -> Iterator[str]:
    """More than, less than: as the sentences have it."""
    said = " ".join(source.words.values())
    over, under = (re.compile(_folded(p.pattern)) for p in (OVER, UNDER))
    folded = " ".join(skeleton(statement).words)
    for own, other in ((over, under), (under, over)):
        if own.search(folded) and not own.search(said) and (other.search(said) or _counts(source)):
            yield "more or less than what the sentences say"
    for amount in AMOUNTS:
        if (
            amount.search(folded)
            and not amount.search(said)
            and any(other.search(said) for other in AMOUNTS if other is not amount)
        ):
            yield "another order of magnitude than the sentences'"
    yield from _quantities(folded, said)


QUANTITIES = (
    (r"all(?! but)|every|each|everyone|entire|جميع|جميعهم|جميعها|كافه|كل(?! من)|لكل(?! من)",
     r"all|every|جميع\w*|كافه|[بل]?كل(?! من)|كامل\w*|[بو]?الكامل|اي|مجمل"),
    (r"only|sole|solely|exclusively|فقط|فحسب|الوحيد\w*|وحيد\w*|وحده|وحدها|حصرا",
     r"only|فقط|فحسب|[ول]?ال?وحيد\w*|وحد\w+|حصر\w*|سوي|الا|مجرد|بل"),
    (r"most(?= (?:of|\w+s\b))|majority|معظم\w*|اغلب\w*|غالبيه",
     r"most|(?:ال)?معظم\w*|(?:ال)?[اغ]غ?لب\w*|(?:ال)?غالبيه|اكثر\w*"),
    (r"none|nobody|no one|اي من|لا احد|اي", r"none|اي|احد|اطلاق\w*|البته|قط|ابدا|كل|جميع"),
    (r"never|ever|always|permanently|ابدا|قط|مطلقا|دائما|دوما|نهائيا|تماما",
     r"ابدا|قط|مطلقا|اطلاق\w*|دائم\w*|دوم\w*|نهائي\w*|تمام\w*|كامل\w*|كل"),
)  # fmt: skip
"""Words for all, only, most, none and ever, with what of the sentences allows them."""


def _quantities(statement: str, said: str) -> Iterator[str]:
    for own, theirs in QUANTITIES:
        word = re.search(rf"(?<!\S)[وفبل]?(?:{own})(?!\S)", statement)
        if word and not re.search(rf"(?<!\S)[وفبل]?(?:{theirs})(?!\S)", said):
            yield f"«{word[0]}», which the sentences don't say"


def _folded(pattern: str) -> str:
    """A pattern with its Arabic words folded."""
    return re.sub("[\u0621-\u064a]+", lambda word: fold(word[0]), pattern)


def _counts(source: Text) -> bool:
    return any(value is not None for _, value, _ in source.numbers)


OPPOSITES = (
    "بقاء خروج|بقاء انسحاب|بقاء رحيل|مستمر متوقف|استمر توقف|سابق حالي|يساعد يعرقل|مؤقت دائم"
    "|بدأ توقف|انطلق توقف|رفع خفض|زيادة خفض|ارتفاع خفض|أجل ألغى|تأجيل إلغاء|ضمن منع|ضمان منع|سماح منع|سمح منع|أنقذ قتل|اشترى باع|شراء بيع|حظر سماح|ربح خسر|فرض رفع|أقر رفض|أعلن نفى|أعلنت نفت|وافق رفض|قبل رفض|شرق غرب|شمال جنوب|بدأ أنهى|بدء إنهاء|زيادة تقليل"
    "|تخفيف تشديد|علني سري|معتدل متشدد|فوري تدريجي|معارض موالي|طالب رفض|طالب عارض|تشكيل إلغاء"
    "|إنشاء إلغاء|تأسيس حل|دعا رفض|دعم معارضة|يدعم يعارض|حليف خصم|أول أخير|كامل جزئي"
)


def _opposites(units: Sequence[Unit], source: Text) -> Iterator[str]:
    theirs = {key for keys in source.keys.values() for key in keys if key[0] != "√"}
    for unit in units:
        if unit.kind not in ("word", "proper"):
            continue
        own = {way[0] for way in unit.ways if len(way) == 1 and way[0][0] != "√"}
        roots = {("√" + root(way),) for way in own if len(root(way)) >= ROOT_MIN}
        if source.positions(unit.ways | roots):
            continue  # it is said so, and not only by a word of like meaning
        for one, other in _pairs():
            if own & one and theirs & other and not own & other:
                yield f"«{unit.text}» is the opposite of what the sentences say"
                return


def _turned(units: Sequence[Unit], source: Text) -> Iterator[str]:
    """A deed whose opposite stands by its doer: «توقفت الحرب» where «بدأت الحرب» is said."""
    for verb, noun in pairwise(units):
        if {verb.kind, noun.kind} != {"word"} or not verb.found or not noun.found:
            continue
        own = {way[0] for way in verb.ways if len(way) == 1 and way[0][0] != "√"}
        for one, other in _pairs():
            if not own & one or own & other:
                continue
            beside = {at + step for at in noun.found for step in (-1, -2)}
            if not beside.isdisjoint(verb.found):
                continue
            if any(source.keys.get(at, frozenset()) & other for at in beside):
                yield f"«{verb.text}» is the opposite of what the sentences say of «{noun.text}»"
                return


@cache
def _pairs() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Opposites both ways, each as the keys it may be met by."""
    written = [pair.split() for pair in OPPOSITES.split("|")]
    known = [pair.split() for pair in ANTONYMS.replace("\n", "|").split("|") if pair.strip()]
    pairs = [(_plain(fold(a)), _plain(fold(b))) for a, b in (*written, *known)]
    return (*pairs, *((b, a) for a, b in pairs))


DECISIVE = """
ألغى أوقف منع حظر أفرج أطلق اعتقل قتل فاز خسر اشترى باع سحب أقال عين استقال احتل حرر هاجم دافع أنقذ
دمر بنى فتح أغلق علق استأنف خفض رفع زاد نقص ارتفع انخفض تراجع نجح فشل اعترف أنكر نفى وعد هدد مدح
انتقد أشاد ندد دعم عارض أيد رفض وافق قبل سلم تسلم استلم أرسل تلقى بدأ انتهى انطلق توقف وصل غادر دخل
خرج عاد انسحب انتشر نشر هزم انتصر اتهم برأ أدان حكم وقع خرق أصاب أخطأ اقترب ابتعد وسع قلص مدد أجل
"""
"""Verbs that change what is told altogether."""


@cache
def _decisive() -> frozenset[str]:
    words = [
        word for pair in (*ANTONYMS.split("|"), *OPPOSITES.split("|")) for word in pair.split()
    ]
    return frozenset(key for word in (*words, *DECISIVE.split()) for key in keys_of(fold(word)))


def decisive(word: str) -> bool:
    """Whether an Arabic word turns what is told into something else, or has an opposite."""
    return not _decisive().isdisjoint(keys_of(fold(word)))


def _plain(word: str) -> frozenset[str]:
    return frozenset(key for key in keys_of(word) if key[0] != "√")


ENGLISH_NEGATORS = frozenset(
    """not no never neither nor without cannot isn aren wasn weren don doesn didn won wouldn
    couldn shouldn hasn haven hadn can't""".split()
)
RAISING = frozenset(
    fold(person + verb)
    for verb in "عتقد رى ظن بدو توقع ريد رغب".split()
    for person in "ي ت ن أ".split()
) | frozenset(
    "believe believes think thinks expect expects seem seems appear appears any want wants".split()
)
"""Verbs whose denial is meant for what follows: «لا يعتقد أن الأمريكيين يريدون»."""
MAYBE = frozenset(map(fold, "ألا وألا".split()))
"""«ألا», that not, is written like «إلا», except."""
DENIERS = frozenset(NEGATORS) | MAYBE
NEGATIVE = re.compile("(?:un|in|im|ir|il|non|dis)(.{5,})")


def _negative(word: str) -> bool:
    """Whether an English word denies another by itself: irresponsible, «غير مسؤول»."""
    match = NEGATIVE.fullmatch(word)
    return match is not None and match[1] in vocabulary()


DENYING = frozenset(map(fold, "نفى نفت ينفي تنفي نفي".split()))
PARTICLES = frozenset("غير عدم دون بدون".split())
EMPTY = RAISING | frozenset(
    map(fold, "وجود أي يكون تكون يكن تكن نكن كان كانت يتم تتم هناك يعد تعد".split())
)
IDIOMS = frozenset("if only just".split()) | IDIOM_BEFORE


def _denials(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """What one denies and the other says: «وشيك» and «ليس وشيكا»."""
    named = {unit.at for unit in units if unit.kind not in ("word", "number", "date")}
    verbs = {u.at for u in units if u.kind == "word" and u.found and u.text not in PARTICLES}
    sure, wide = _denied(dict(enumerate(skeleton(statement).words)), named, verbs)
    theirs = source.places | source.origins | source.persons
    told = {p for unit in units for p in unit.found if source.words[p].lstrip("و") in DENYING}
    their_sure, their_wide = _denied(source.words, theirs, told, firm=True)
    for unit in units:
        if unit.kind in ("number", "date") or not unit.found:
            continue
        if unit.at in sure and their_wide.isdisjoint(unit.found):
            yield f"it denies «{unit.text}», the sentences don't"
        if (
            unit.at not in wide
            and not _negative(unit.text)
            and their_wide.issuperset(unit.found)
            and (not their_sure.isdisjoint(unit.found))
            and _meant(unit, units, their_sure, source)
        ):
            yield f"the sentences deny «{unit.text}»"


def _meant(unit: Unit, units: Sequence[Unit], sure: set[int], source: Text) -> bool:
    """Whether of "sees no need" the statement has the need too, and not only another "sees"."""
    for at in unit.found:
        if source.words[at] in RAISING:
            head = min((p for p in sure if p > at), default=at)
            return any(head in other.found for other in units)
    return True


def _denied(
    words: dict[int, str],
    names: Collection[int],
    shared: Collection[int] = (),
    *,
    firm: bool = False,
) -> tuple[set[int], set[int]]:
    """The positions surely denied, and those that a denial may be meant for."""
    sure: set[int] = set()
    wide: set[int] = set()
    for at, word in words.items():
        after = words.get(at + 1, "")
        if at in shared:
            continue
        bare = word[1:] if word[0] in "وف" and word[1:] in DENIERS else word
        if bare not in DENIERS and word not in ENGLISH_NEGATORS:
            continue
        if after in NOT_NEGATED or words.get(at - 1, "") in IDIOMS or after in ("only", "just"):
            continue
        left, named = REACH, False
        for p in range(at + 1, at + 16):
            other = words.get(p, "")
            if not other or left == 0 or other in ".،,;؛":
                break
            if other in STOP_WORDS or not other.isalnum():
                continue
            if p == at + 1 and other in RAISING and firm:
                sure.add(p)
            wide.add(p)
            left -= 1
            if bare not in MAYBE and not named and p not in names and other not in EMPTY:
                sure.add(p)
                named = True
        wide.update(_before(words, at))
    return sure, wide


def _before(words: dict[int, str], at: int) -> Iterator[int]:
    """The words before a denial that it may be meant for, up to where its clause begins."""
    left = BEHIND
    for p in range(at - 1, at - 10, -1):
        word = words.get(p, "")
        if not word or left == 0 or word in ".،,;؛":
            return
        if word not in STOP_WORDS and word.isalnum():
            yield p
            left -= 1
        if is_wall(word):
            return
