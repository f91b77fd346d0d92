"""What a sentence must have to answer a question at all, whatever words they share.

Conditions that hold for nearly every true answer (measured on XQuAD-ar and ARCD, see each), and
fail where a sentence has all the words and not what was asked: an age, another land's minister,
somebody else's words.
"""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from index.arabic import fold, stem, tokens
from rag import facts, signs
from rag.asking import SAYING
from rag.bm25 import Candidate
from rag.features import likeness
from rag.focus import AGE, counted, in_years, only_measures
from rag.lands import place_key
from rag.persons import is_title
from rag.places import elsewhere
from rag.question import Question, Term

WHO_IS = re.compile(
    r"\s*(?:و?من\s+(?:هو|هي)\b(?!\s+(?:الذي|التي))|(?:and\s+)?who(?:\s+(?:is|was)\b|['’]s\b))",
    re.IGNORECASE,
)
NAME_OF = re.compile(
    r"\s*(?:و?ما\s+(?:هو\s+)?اسم\b|(?:and\s+)?what(?:\s+(?:is|was)|['’]s)\s+the\s+name\s+of\b)",
    re.IGNORECASE,
)
YEAR_DIGITS = 3
OFFICE_TERMS = 4
"""Words of an office with its land; a longer question tells what somebody did."""
OFFICE_REACH = 3
"""Words a name may put between an office and its land: «رئيس الوزراء العراقي محمد شياع
السوداني»."""
HOLDER_REACH = 8
"""Words between an office and who holds it: «وزير الخارجية العراقي … فؤاد حسين»."""
ALIKE_MIN = 0.5
"""Likeness of two words below which they are two words."""
AGE_WORDS = frozenset(map(stem, map(fold, "عمر سن مواليد ولد ولدت العمر مولود يبلغ تبلغ".split())))
THAT = frozenset(map(fold, "أن إن بأن أنه أنها إنه إنها".split()))
ABOUT = frozenset(map(fold, "عن حول بشأن في على إن بخصوص لـ إلى خلال بعد قبل".split()))
SPEAKER_WORDS = 4
SAID = re.compile(
    r"\bwhat (?:did|does|has|have|had) (?P<who>.+?) (?:say|said|announce[d]?|state[d]?|claim(?:ed)?"
    r"|add(?:ed)?|tell|told|warn(?:ed)?|explain(?:ed)?|declare[d]?|think|promise[d]?)\b",
    re.IGNORECASE,
)


def fits(question: Question, best: Candidate) -> bool:
    """Whether a sentence can answer a question."""
    return (
        _has_kind(question, best)
        and _names_whom(question, best)
        and _speaks(question, best.sentence.text)
        and not elsewhere(question, best.sentence.text, best.passage_forms)
    )


def _has_kind(question: Question, best: Candidate) -> bool:
    """A number for how many, years for how old, a time for when (.9% of the gold have none)."""
    text = best.sentence.text
    if question.kind == "number":
        if AGE.search(question.text.lower()):
            aged = not AGE_WORDS.isdisjoint(map(stem, best.forms))
            return in_years(text) or (aged and any(form.isdigit() for form in best.forms))
        if only_measures(text, counted(question)):
            return False
        return bool(facts.numbers(text) or signs.new_numbers(question, best.forms))
    if question.kind == "date":
        years = any(form.isdigit() and len(form) >= YEAR_DIGITS for form in best.forms)
        return bool(years or facts.dates(text) or signs.times(best.forms))
    return True


def _names_whom(question: Question, best: Candidate) -> bool:
    """Whether the office asked for stands together, and nobody else's (.7% of the gold does not).

    «من هو وزير الدفاع العراقي؟» is not answered by «وزير الدفاع الأميركي … في العراق», nor «رئيس
    العراق» by «رئيس الوزراء العراقي», nor any office by a sentence that names nobody.
    """
    asks = WHO_IS.match(question.text) or NAME_OF.match(question.text)
    office = next((at for at, term in enumerate(question.terms) if not term.name), None)
    if not asks or question.kind != "person" or office is None:
        return True
    if len(question.terms) > OFFICE_TERMS:
        return True
    wanted = [_ways(term) for term in question.terms]
    held = [{at for at, ways in enumerate(wanted) if own in ways} for own in map(stem, best.forms)]
    found = set().union(*held)
    if not _misses_little(question, best, found):
        return False
    if office not in found:
        return True  # misspelt, perhaps
    reach = len(wanted) + OFFICE_REACH
    places = [
        at
        for at in range(len(held))
        if office in held[at]
        and set().union(*held[max(at - 1, 0) : at + reach]) >= found
        and not _goes_on(best.forms, held, at)
    ]
    lands = {at for at, ways in enumerate(wanted) if any(map(place_key, ways))}
    if lands and not lands & found:
        places = [at for at in places if not _anothers(best.forms, held, at)]
    titles = {best.forms[at] for at in places if is_title(best.forms[at])}
    return bool(places) and (not titles or _names_holder(best.sentence.text, titles))


def _misses_little(question: Question, best: Candidate, found: set[int]) -> bool:
    """Whether of the words of an office none is missing but a land nobody else stands in for."""
    alike = likeness(question, [best.forms])[0]
    missing = [at for at in range(len(alike)) if at not in found and alike[at] < ALIKE_MIN]
    lands = all(question.terms[at].name for at in missing)
    text = best.sentence.text
    return not missing or (lands and not elsewhere(question, text, best.forms))


def _anothers(forms: Sequence[str], held: Sequence[set[int]], at: int) -> bool:
    """Whether behind an office's words stands a land not asked for: «رئيس الوزراء العراقي»."""
    while at < len(held) and held[at]:
        at += 1
    return at < len(held) and bool(place_key(forms[at]))


def _names_holder(text: str, titles: Set[str]) -> bool:
    """Whether a person is named near one of the titles: not «نقلتها السفيرة الينا رومانسكي … وفق ما
    أعلنه وزير الخارجية» for the minister.
    """
    words = list(tokens(text))
    persons = [name for name in facts.names(text) if name.kind == "person"]
    for at, word in enumerate(words):
        start = words[max(at - HOLDER_REACH, 0)].start
        end = words[min(at + HOLDER_REACH, len(words) - 1)].end
        near = any(start <= name.start and name.end <= end for name in persons)
        if near and word.form in titles:
            return True
    return False


def _ways(term: Term) -> set[str]:
    """The stems that stand for a term: of its single words, else of all words of its phrases."""
    arabic = [way.stems for way in term.alternatives if not way.stems[0].isascii()]
    ways = arabic or [way.stems for way in term.alternatives]
    return {way[0] for way in ways if len(way) == 1} or {part for way in ways for part in way}


def _goes_on(forms: Sequence[str], held: Sequence[set[int]], at: int) -> bool:
    """Whether an office's word begins a longer office: رئيس, but «رئيس الوزراء»."""
    after = at + 1
    return (
        after < len(forms)
        and not held[after]
        and forms[after].startswith("ال")
        and (not forms[at].startswith("ال"))
    )


def _speaks(question: Question, text: str) -> bool:
    """Whether it is not somebody else who speaks: «وقال مصدران إن … فؤاد حسين» tells nothing that
    فؤاد حسين said.
    """
    who = speaker(question)
    if question.kind != "saying" or not who:
        return True
    found = [token.form for token in tokens(text)]
    says = [at for at, form in enumerate(found) if SAYING.fullmatch(form.removeprefix("و"))]
    that = next((at for at in range(says[0], len(found)) if found[at] in THAT), -1) if says else -1
    if that < 0:
        return True
    places = [at for at, form in enumerate(found) if stem(form) in who]
    if not places or min(places) < that:
        return True
    return any(said > that for said in says)


@lru_cache(maxsize=1_024)
def speaker(question: Question) -> frozenset[str]:
    """The stems of whom a question asks the words of: «ماذا قال فؤاد حسين عن …؟»."""
    forms: list[str] = []
    if question.language == "en":
        match = SAID.search(question.text)
        forms = [token.form for token in tokens(match["who"])] if match else []
    else:
        every = [token.form for token in tokens(question.text)]
        said = next((i for i, f in enumerate(every) if SAYING.fullmatch(f.removeprefix("و"))), None)
        if said is not None:
            for form in every[said + 1 : said + 1 + SPEAKER_WORDS]:
                if form in ABOUT:
                    break
                forms.append(form)
    return frozenset(
        part
        for term in question.terms
        if any(token.form in forms for token in tokens(term.text))
        for way in term.alternatives
        if len(way.stems) == 1
        for part in way.stems
    )
