"""What the number asked for must count, or the unit it must come in.

A question that asks how many soldiers is not answered by a number of hours.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from index.arabic import STOP_WORDS, fold, tokens
from rag.counted import nouns, singular
from rag.numerals import numbers
from rag.question import Question


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


YEARS = "سنة عام"
LENGTHS = "متر كيلومتر ميل قدم سنتيمتر كلم كم سم ملم مليمتر بوصة فرسخ ذراع"
AGE = re.compile(
    r"\b(?:كم|ما|ماهو|كام) (?:هو |كان |يبلغ |بلغ |تبلغ )?(?:عمر|سن)|\bhow old\b"
    r"|\bwhat(?:'s| is| was)? .{0,12}\bage\b"
)
"""How a question asks for somebody's age."""
MEASURES: tuple[tuple[re.Pattern[str], str], ...] = (
    (AGE, YEARS),
    (re.compile(r"\bكم (?:سنة|سنه|عاما)\b|\bhow many years\b"), YEARS + " عقد قرن"),
    (
        re.compile(
            r"\bكم (?:\w+ )?س?[يت]?(?:استمر|ستمر|استغرق|ستغرق|دام|دوم)\w{0,2}\b"
            r"|\bكم (?:من )?(?:ال)?(?:مدة|وقت|زمن)|\bhow long\b"
        ),
        YEARS + " ثانية دقيقة ساعة يوم أسبوع شهر عقد قرن ليلة فصل موسم",
    ),
    (
        re.compile(
            r"\bhow (?:far|tall|high|deep|wide)\b"
            r"|\bكم (?:\w+ )?(?:[يت]بعد|ارتفاع|طول|عمق|(?:ال)?مسافة)"
        ),
        LENGTHS,
    ),
    (
        re.compile(r"\b(?:ما|كم|ماهي|ما هي) (?:[يت]بلغ )?مساح[ةه]\b|\bwhat is the area\b"),
        LENGTHS + " هكتار فدان دونم أكر كم2",
    ),
    (
        re.compile(
            r"\bhow much (?:does|do|did) .* (?:cost|pay|earn)\b"
            r"|\bكم (?:\w+ )?(?:سعر|ثمن|تكلفة|كلفة|راتب)"
        ),
        """دولار يورو جنيه دينار ريال درهم ليرة روبل ين يوان فرنك شيكل روبية تومان مارك كرونة
        بيزو سنت""",
    ),
)
"""How a question asks for a measure, and the units it comes in."""
HOW_MANY = re.compile(
    r"\bhow many ((?:[\w'-]+ ){1,4}?)(?=(?:is|are|was|were|did|do|does|has|have|had|will|would|can"
    r"|could|in|of|at|on|from|to|there|that|who|which|per|by|for)\b)"
    r"|\b(?:number of|how many) ([\w'-]+)"
)
ROUGHLY = 0.3
"""What an indefinite quantity is worth beside a number."""
COUNTERS = _folded("كم كام وكم فكم بكم لكم")
NUMBER_OF = _folded("عدد عددهم تعداد")
BETWEEN = _folded("هو هي كان كانت يبلغ تبلغ بلغ بلغت من عدد")


@cache
def _units(words: str) -> frozenset[str]:
    """Units as counted nouns, also in the accusative that stands behind 11 to 99: 45 دينارا."""
    return frozenset(singular(form + end) for form in _folded(words) for end in ("", "ا"))


@cache
def _all_units() -> frozenset[str]:
    return frozenset().union(*(_units(units) for _, units in MEASURES))


def counted(question: Question) -> frozenset[str]:
    """The stems one of which the number must count; empty where the question does not say.

    «كم جنديا في سوريا؟» gives that of جندي and of its synonyms, «كم عمره؟» those of years.
    """
    return _counted(question) if question.kind == "number" else frozenset()


@lru_cache(maxsize=1_024)
def _counted(question: Question) -> frozenset[str]:
    text = question.text.lower()
    for pattern, units in MEASURES:
        if pattern.search(text):
            return _units(units)
    asked = set(_english(text) if question.language == "en" else _arabic(text))
    found: set[str] = set()
    for term in question.terms:
        own = {token.form for token in tokens(term.text)}
        if own & asked:
            ways = {way.stems[0] for way in term.alternatives if len(way.stems) == 1}
            found |= {nouns()[0].get(way, way) for way in ways} | set(map(singular, own))
    return frozenset(found)


def _arabic(text: str) -> Iterator[str]:
    """The noun behind «كم» or «عدد».

    Behind «كم» alone a noun that leads to another is no thing to count: «كم قوة الزلزال».
    """
    forms = [token.form for token in tokens(text)]
    at = next((i for i, form in enumerate(forms) if form in COUNTERS | NUMBER_OF), len(forms))
    noun = at + 1
    while noun < len(forms) and forms[noun] in BETWEEN:
        noun += 1
    if noun >= len(forms) or forms[noun] in STOP_WORDS:
        return
    alone = noun == at + 1 and not (noun + 1 < len(forms) and forms[noun + 1].startswith("ال"))
    if alone or not NUMBER_OF.isdisjoint(forms[at:noun]):
        yield forms[noun]


def _english(text: str) -> Iterator[str]:
    match = HOW_MANY.search(text)
    if match:
        yield from (token.form for token in tokens(match[1] or match[2]))


def in_years(text: str) -> bool:
    """Whether a text counts years: `in_years("عمره 45 عاما")`."""
    return counts(text, _units(YEARS)) > 0


def only_measures(text: str, wanted: frozenset[str]) -> bool:
    """Whether things are to be counted, and a text's numbers are all of length, time, area or
    money: «60 كيلومترا» tells no number of soldiers.
    """
    exact, rough = _counted_in(text)
    units = _all_units()
    return bool(wanted and exact) and not (rough or wanted & units) and exact <= units


def counts(text: str, wanted: frozenset[str]) -> float:
    """How far a number of a text counts one of the nouns: 1, or ROUGHLY for «مئات الجنود»."""
    exact, rough = _counted_in(text)
    if not wanted.isdisjoint(exact):
        return 1.0
    return 0.0 if wanted.isdisjoint(rough) else ROUGHLY


@lru_cache(maxsize=20_000)
def _counted_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The nouns a text counts by a value, and those it only puts in hundreds or thousands."""
    found = numbers(text)
    return (
        frozenset(number.noun for number in found if number.value is not None),
        frozenset(number.noun for number in found if number.value is None),
    )
