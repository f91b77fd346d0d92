"""Whether a statement says the opposite of its sentences: up for down, the start for the end."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from index.arabic import fold
from rag.claims import ANTONYMS
from rag.grounds import Text
from rag.keys import keys_of
from rag.light import light
from rag.units import Unit

OPPOSITES = (
    "بقاء خروج|بقاء انسحاب|بقاء رحيل|مستمر متوقف|استمر توقف|سابق حالي|يساعد يعرقل|مؤقت دائم"
    "|بدأ توقف|انطلق توقف|رفع خفض|زيادة خفض|ارتفاع خفض|أجل ألغى|تأجيل إلغاء|ضمن منع|ضمان منع"
    "|سماح منع|سمح منع|أنقذ قتل|اشترى باع|شراء بيع|حظر سماح|ربح خسر|فرض رفع|أقر رفض|أعلن نفى"
    "|أعلنت نفت|وافق رفض|قبل رفض|شرق غرب|شمال جنوب|بدأ أنهى|بدء إنهاء|زيادة تقليل|تخفيف تشديد"
    "|علني سري|معتدل متشدد|فوري تدريجي|معارض موالي|طالب رفض|طالب عارض|تشكيل إلغاء|إنشاء إلغاء"
    "|تأسيس حل|دعا رفض|دعم معارضة|يدعم يعارض|حليف خصم|أول أخير|كامل جزئي"
)


def faults(units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Words whose opposite the sentences have in their place."""
    theirs = {key for keys in source.keys.values() for key in keys if key[0] != "√"}
    yield from _turned(units, source)
    for unit in units:
        if unit.kind not in ("word", "proper"):
            continue
        own = {way[0] for way in unit.ways if len(way) == 1 and way[0][0] != "√"}
        if (unit.found and not unit.akin) or (" " in unit.text and light(unit.text)):
            continue
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
