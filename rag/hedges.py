"""What sentences say is only possible, hoped or near, and a statement says is so."""

from collections.abc import Iterator, Sequence

from index.arabic import STOP_WORDS, fold
from rag.claims import NEGATORS
from rag.denials import REFUSED
from rag.grounds import GAP, Text
from rag.keys import owned
from rag.skeleton import skeleton
from rag.units import Unit


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


MAYBE = _folded(
    "قد ربما لعل لعله لعلها يحتمل محتمل المحتمل يمكن تمكن ممكن الممكن الأرجح المرجح يرجح ترجح"
)
HOPED = _folded(
    """يأمل تأمل أمل آمل آمال الأمل يأملون أملوا يخشى تخشى يخشون خشية مخاوف يتمنى تتمنى
    احتمال احتمالات إمكانية"""
)
NEAR = _folded(
    """وشك قريب قريبة قريبان قريبين قريبون اقترب اقتربت اقتربا اقتربتا يقترب تقترب يقتربان
    نية يعتزم تعتزم يعتزمان عزم ينوي تنوي"""
)
ADJECTIVES = _folded("محتمل محتملة ممكن ممكنة")
LEADING = _folded("من غير ليس بات أصبح")
MEANS = _folded("يعتزم تعتزم يعتزمان ينوي تنوي")
"""Verbs of intention, whose subject stands between them and the deed."""
INTENDED = _folded(
    """المتوقع متوقع يتوقع تتوقع المقرر مقرر بصدد المفترض مفترض يريد تريد يسعى تسعى يحاول تحاول
    يطالب تطالب طالب دعا دعت يدعو دعوة دعوته وسيلة يعتقد تعتقد سوف تمهيد تمهيدا هدف بهدف يهدف تهدف
    خطة خطط يخطط تخطط"""
)
ENGLISH = frozenset(
    """may might could would should can possibly possible perhaps probably probable likely
    potential potentially maybe expect expects expected hope hopes hoped hoping fear fears feared
    fearing plan plans planned planning intend intends intended intention intentions near nearing
    close closer seek seeks try tries trying want wants demand demands call calls called aim aims
    about verge believe believes suggest suggests allegedly chance risk unlikely""".split()
)
ANY = MAYBE | HOPED | NEAR | INTENDED | ENGLISH
DENIALS = {*NEGATORS, "not", "no", "never", "refused", "declined", "failed", "without"}
FUTURE = frozenset("will shall".split())
THAT = _folded("أن ان بأن من على")
REGION = 0.7
"""Share of a statement's parts that stand behind a hope, from which it asserts what is hoped."""
DEEDS = 5
"""Words behind an intention in which its deed stands: «تعتزم الشركة الإماراتية زيادة»."""


def faults(statement: str, units: Sequence[Unit], source: Text) -> Iterator[str]:
    """Where a statement asserts what its sentences say may be, is hoped or is near."""
    words = skeleton(statement).words
    if any(_hedge(word) for word in words):
        return
    denied = any(word in DENIALS for word in words)
    future = any(word in FUTURE or _is_future(word) for word in words)
    parts = [unit for unit in units if unit.found and unit.kind not in ("number", "date")]
    for at, word in source.words.items():
        head = _head(at, source)
        bare = _bare(word)
        if bare in ADJECTIVES and source.words.get(at - 1, "") not in LEADING:
            continue  # «انسحاب محتمل» is a withdrawal talked of
        if bare in MAYBE and _doubts(at, source):
            wrong = any(head in unit.found for unit in parts)
        elif bare in HOPED:
            wrong = _mostly_behind(at, parts, source)
        elif bare in NEAR and not future:
            ahead = set(range(head, head + (DEEDS if bare in MEANS else 1)))
            deeds = [u for u in parts if u.kind == "word" and ahead.intersection(u.found)]
            wrong = bool(deeds) and _mostly_in(at // GAP, parts)
        elif word.removeprefix("و") in REFUSED:
            wrong = _mostly_behind(at, parts, source) and not denied
            wrong = wrong and not any(at in unit.found for unit in units)
        else:
            continue
        if wrong and not _said_elsewhere(head, at, parts):
            yield f"the sentences say it with «{word}», the statement without"
            return


def _hedge(word: str) -> bool:
    return word in ANY or _bare(word) in ANY


def _bare(word: str) -> str:
    """A word without the clitics and the pronoun it may have as a hedge: نيه of ونيتهما."""
    bare = word[1:] if word[0] in "وفبل" and len(word) > 3 else word
    forms = (word, bare, *owned(bare))
    return next((form for form in forms if form in ANY), word)


def _is_future(word: str) -> bool:
    bare = word[1:] if word[0] in "وف" else word
    return len(bare) > 4 and bare[0] == "س" and bare[1] in "يت"


def _doubts(at: int, source: Text) -> bool:
    """«قد» before a present is doubt, before a past stress."""
    word = source.words[at]
    if _bare(word) != "قد":
        return True
    after = source.words.get(at + 1, "")
    return after[:1] == "ي" or (after[:1] in ("ت", "ن") and word == "قد")


def _head(at: int, source: Text) -> int:
    """The first word of matter behind a hedge."""
    for p in range(at + 1, at + 6):
        word = source.words.get(p, "")
        if word.isalpha() and word not in STOP_WORDS and word not in THAT:
            return p
    return at


def _mostly_behind(at: int, parts: Sequence[Unit], source: Text) -> bool:
    end = next((p for p in range(at + 1, at + GAP) if source.words.get(p, ".") in ".،؛"), at)
    behind = [any(at < p < end for p in unit.found) for unit in parts]
    return len(parts) > 2 and sum(behind) >= REGION * len(parts)


def _mostly_in(number: int, parts: Sequence[Unit]) -> bool:
    there = [any(p // GAP == number for p in unit.found) for unit in parts]
    return sum(there) >= REGION * len(parts)


def _said_elsewhere(head: int, at: int, parts: Sequence[Unit]) -> bool:
    """Whether another of the sentences says the same without doubt."""
    for unit in parts:
        if head in unit.found and any(p // GAP != at // GAP for p in unit.found):
            return True
    return False
