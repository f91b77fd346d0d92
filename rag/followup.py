"""Questions that lean on the conversation, and what they lean on."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.arabic import ARTICLES, CONJUNCTION_MIN, LEXICAL_WAW, STOP_WORDS, Token, fold, tokens
from rag import asking
from rag.places import spans
from rag.question import Alternative, Language, Message, Question, Term

LAST_TURN = 0.2
"""How far a word of the user's last turn counts beside one of the question; .15 to .25 are best
(of 28 follow-ups BM25 has 22 right; 18 by the question alone, 15 with both words as equals)."""
EARLIER_TURN = 0.1
"""How far a word of the turn before that counts; older ones count nothing."""
REPLY = 0.2
"""How far a name in the last reply counts: it is long, and mostly about other things."""
REPLY_NAMES = 3
"""Names taken from a reply; its first sentences answer, so its first names matter."""
LEAST = 0.02
"""An alternative lighter than this is not worth looking for."""

PRONOUNS = frozenset(
    map(
        fold,
        """هو هي هم هما هن له لها لهم به بها بهم فيه فيها فيهم منه منها منهم عليه عليها عليهم
        إليه إليها إليهم عنه عنها عنهم معه معها معهم بعده بعدها قبله قبلها عنده عندها لديه
        لديها لديهم ضده ضدها بينهم بينهما خلاله خلالها""".split(),
    )
)
ATTACHED = re.compile(r"[^\W\d_]{3,}(?:ها|هم|هما|هن)|[^\W\d_]{2,}ته")
"""A noun or verb with a pronoun: سلمتها, عددهم, سلمته."""
DEMONSTRATIVES = frozenset(map(fold, "هذا هذه ذلك تلك هؤلاء أولئك هناك".split()))
TIMES = frozenset(map(fold, "العام السنة اليوم الأسبوع الشهر القرن الصباح المساء المرة".split()))
"""After a demonstrative these speak of now: «هذا العام»."""
RELATIVES = frozenset(map(fold, "الذي التي الذين اللذان اللذين اللواتي اللاتي".split()))
WHAT_ABOUT = re.compile(r"\s*و?ماذا\s+عن\b")
FEW_WORDS = 1
"""Content words up to which a question without a name says too little by itself."""

LOCATIVE = re.compile(
    r"(?:^|\s)(?:في|من|إلى|الى|قرب|داخل|in|inside|into|from|to|at|near|on|across)\s+(?:the\s+)?$"
)
"""What stands before a place that something happens in, not before one that does something."""
OPENING = re.compile(r"(?:and|but|so|then|also|what about|how about)\b", re.IGNORECASE)
ENGLISH_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|its|their|theirs|this|these|those"
    r"|(?<=after )that|(?<=before )that|(?<=about )that|(?<=is )that|(?<=was )that"
    r"|(?<!are )(?<!were )(?<!is )(?<!was )there(?! (?:is|are|was|were)\b))\b",
    re.IGNORECASE,
)
EXPLETIVE = re.compile(r"\b(?:is|was) it (?:\w+ )?(?:that|possible|known|likely)\b", re.IGNORECASE)
ANTECEDENT = re.compile(r"(?<=\s)[A-Z]\w+|\b(?:the|an?) \w+|\b(?:which|what) (?!is|was)\w+s?\b")
"""What a pronoun further on may stand for: a name, or a noun with its article."""


def leans(question: str, language: Language, terms: Sequence[Term]) -> bool:
    """Whether a question means something only after an earlier one, as «وما اسم القاعدة؟» does.

    Signs are an opening "and" or "what about", a pronoun with nothing before it to stand for, and
    next to no words of its own. `terms` are the question's own.
    """
    few = len(terms) <= FEW_WORDS and not any(term.name for term in terms)
    if few or language == "en":
        return few or _leans_english(question)
    words = list(tokens(question))
    return (
        _joined(words)
        or WHAT_ABOUT.match(question) is not None
        or _points_back([word.form for word in words], terms)
    )


def completed(question: Question, before: Question) -> str | None:
    """A question that only names another place, as the one before asked of that place.

    "How many soldiers are in Iraq?" and "And in Syria?" give "How many soldiers are in Syria?";
    None where it is no such question.
    """
    here, there = spans(question), spans(before)
    there = [span for span in there if LOCATIVE.search(before.text[: span[0]])]
    alone = len(here) == 1 and len(question.terms) == 1 and question.language == before.language
    if not alone or not there:
        return None
    (start, end), (first, last) = there[-1], here[0]
    return before.text[:start] + question.text[first:last] + before.text[end:]


def context(own: Sequence[Term], turns: Iterable[tuple[Sequence[Term], float]]) -> tuple[Term, ...]:
    """The terms of earlier turns, each turn with its weight, that the question does not have.

    Their spelling counts nothing: only what was asked for is looked for in misspelt forms.
    """
    known = {term.alternatives[0].stems for term in own}
    found: list[Term] = []
    for terms, factor in turns:
        for term in terms:
            if term.alternatives[0].stems not in known:
                known.add(term.alternatives[0].stems)
                found.append(_lighter(term, factor))
    return tuple(found)


def earlier(history: Sequence[Message]) -> Iterator[tuple[Message, float]]:
    """The turns a question may lean on, nearest first, each with how far it counts."""
    users = [message for message in history if message.role == "user"]
    yield from zip(reversed(users), (LAST_TURN, EARLIER_TURN), strict=False)
    if history and history[-1].role == "assistant":
        yield history[-1], REPLY


def _lighter(term: Term, factor: float) -> Term:
    ways = (Alternative(way.stems, way.weight * factor) for way in term.alternatives)
    kept = tuple(way for way in ways if way.weight >= LEAST)
    return Term(term.text, kept, (), term.name)


def _joined(words: Sequence[Token]) -> bool:
    """Whether the question opens with the و that joins it to an earlier one."""
    first = words[0].form if words else ""
    if not first.startswith("و") or len(first) <= CONJUNCTION_MIN - 1 or first in LEXICAL_WAW:
        return False
    rest = first[1:]
    return rest in STOP_WORDS or rest in asking.PREPOSITIONS or first.startswith(ARTICLES[0])


def _points_back(forms: Sequence[str], terms: Sequence[Term]) -> bool:
    """Whether a pronoun or demonstrative stands where nothing before it can be meant."""
    names = {form for term in terms if term.name for form in map(fold, term.text.split())}
    for i, form in enumerate(forms):
        if form in RELATIVES or form in asking.WHICH or form in names:
            return False
        if form in DEMONSTRATIVES:
            return not (i + 1 < len(forms) and forms[i + 1] in TIMES)
        copula = i <= 1 and form in asking.COPULAS
        if (form in PRONOUNS and not copula) or ATTACHED.fullmatch(form):
            return True
        if form.startswith(ARTICLES[1:]) and form not in STOP_WORDS:
            return False
    return False


def _leans_english(question: str) -> bool:
    if OPENING.match(question.strip()):
        return True
    pronoun = ENGLISH_PRONOUN.search(EXPLETIVE.sub("", question))
    return pronoun is not None and not ANTECEDENT.search(question[: pronoun.start()])
