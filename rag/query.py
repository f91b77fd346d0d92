"""From a question as typed to a Question: its language, the kind of answer, its terms."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.arabic import STOP_WORDS, Token, fold, index_terms, stem, tokens
from index.errors import QuestionError
from rag import asking, asking_english, followup
from rag.conjugation import agreeing, citations, inflections
from rag.question import Alternative, Kind, Language, Message, Question, Term
from rag.spelling import Known, Spellings, respelt
from rag.thesaurus import Synonyms, Unit, load, synonyms

MAX_LENGTH = 2_000
"""Characters of a question; the contract's limit."""

SYNONYM_WEIGHT = 0.4
"""How far a synonym counts beside the word that was asked for; .2 and .6 measure a little
less, 1.0 less on ARCD."""
INFLECTION_WEIGHT = 0.5
"""How far the same verb in another person or tense counts; .2 to .8 are as good (measured)."""
AGREEING_WEIGHT = 0.7
"""The same for the verbs that translate an English word; .5 and .8 measure alike."""

PROCLITICS = "بل"
"""Letters a word may be joined to from the front: +.8 sentence@1 on XQuAD-ar, +1.2 for English
questions, -.3 on ARCD."""
PROCLITIC_MIN = 3
"""Letters of a stem below which the joined word is mostly another."""
PROCLITIC_WAYS = 4
PROCLITIC_WEIGHT = 0.8

TITLES = frozenset(
    fold(word)
    for word in """الرئيس الملك الأمير الشيخ السيد السيدة الوزير اللواء العميد العقيد الجنرال
    الفريق الدكتور القاضي السفير السفيرة النائب المستشار الإمام البابا مدينة محافظة قرية بلدة نهر
    جبل شركة صحيفة وكالة""".split()
)
"""Words a name often follows; the next word without an article is taken for one."""
NAME_PARTS = frozenset("ابو ابي ابا ابن بن عبد ال ام".split())


def check(text: str) -> str:
    """The question without surrounding white space.

    Raises QuestionError if it is empty, over 2,000 characters, or has no letter or digit.
    """
    question = text.strip()
    if not question:
        raise QuestionError("the question is empty: write what you want to know")
    if len(question) > MAX_LENGTH:
        raise QuestionError(
            f"the question has {len(question):,} characters: {MAX_LENGTH:,} is the limit"
        )
    if not any(character.isalnum() for character in question):
        raise QuestionError("the question has no letter or digit: write it in words")
    return question


def language(text: str) -> Language:
    """The language a question is asked in: `language("ما هي HMC؟") == "ar"`.

    The language of its function words if they are of one, else that of most letters.
    """
    frame = {word.isascii() for word in _folded(text) if word in STOP_WORDS}
    if len(frame) == 1:
        return "en" if frame.pop() else "ar"
    letters = [character for character in text if character.isalpha()]
    arabic = sum("\u0600" <= character <= "\u06ff" for character in letters)
    return "ar" if 2 * arabic >= len(letters) else "en"


def kind(text: str) -> Kind:
    """The kind of answer asked for: `kind("متى غزت أمريكا العراق؟") == "date"`."""
    return asking.kind(text) if language(text) == "ar" else asking_english.kind(text)


def _unspelt(_word: str) -> Iterable[str]:
    return ()


def parse(
    text: str,
    spellings: Spellings = _unspelt,
    extra: Path | None = None,
    history: Sequence[Message] = (),
    known: Known | None = None,
    lexicon: Path | None = None,
) -> Question:
    """The question ready for retrieval; one of stop words alone has no terms.

    `spellings` gives the words of the index of a consonant skeleton, for names and misspelt
    words; `known` says whether the index has a stem (without it no word is taken for misspelt);
    `extra` is a user's thesaurus and `lexicon` a user's English-Arabic words. A question that
    leans on the conversation gets the terms of the turns before it, at lower weight, and where it
    has no question word their kind; one that only names another place becomes the question before
    with that place; one that stands alone is not touched by `history`.
    Raises QuestionError as `check` does, and SettingError for a user's file that can't be used.
    """
    question = check(text)
    spoken, asked = language(question), kind(question)
    read = partial(_own_terms, spellings=spellings, extra=extra, lexicon=lexicon)
    found = read(question)
    if known is not None:
        found = respelt(found, known, spellings)
    if history and followup.leans(question, spoken, found):
        whole = _completed(Question(question, spoken, asked, found), history, read)
        if whole is not None and len(whole) <= MAX_LENGTH:
            return parse(whole, spellings, extra, (), known, lexicon)
        turns = list(followup.earlier(history))
        found += followup.context(
            found, ((_turn_terms(turn, read), weight) for turn, weight in turns)
        )
        if asked == "thing" and turns and turns[0][0].role == "user" and not _asks(question):
            asked = kind(turns[0][0].content)
    return Question(question, spoken, asked, tuple(map(_with_proclitics, found)))


def _completed(
    question: Question, history: Sequence[Message], read: Callable[[str], tuple[Term, ...]]
) -> str | None:
    """The last whole question with the place of this one, where it names nothing but a place."""
    for turn in reversed(history):
        text = turn.content.strip()[:MAX_LENGTH]
        if turn.role == "user" and _asks(text):
            before = Question(text, language(text), kind(text), read(text))
            return followup.completed(question, before)
    return None


def _with_proclitics(term: Term) -> Term:
    """The term with its first ways also as they stand behind بـ and لـ: «وأطاحت بصدام حسين».

    Stemming leaves these on the word, and a translated word has no trigrams to see past them.
    """
    ways = {way.stems: way.weight for way in term.alternatives}
    for way in term.alternatives[:PROCLITIC_WAYS]:
        first, *rest = way.stems
        if len(first) >= PROCLITIC_MIN and not first.isascii():
            for letter in PROCLITICS:
                ways.setdefault((letter + first, *rest), way.weight * PROCLITIC_WEIGHT)
    alternatives = tuple(Alternative(stems, weight) for stems, weight in ways.items())
    return replace(term, alternatives=alternatives)


def _own_terms(
    text: str, spellings: Spellings, extra: Path | None, lexicon: Path | None
) -> tuple[Term, ...]:
    if language(text) == "ar":
        return terms(text, extra)
    from rag import english  # its lexicon is only worth loading for an English question

    found = english.terms(text, spellings, lexicon)
    return tuple(_conjugated(term) for term in found if len(term.text) > 1 or term.text.isdigit())


def _conjugated(term: Term) -> Term:
    """An English word's term with its Arabic verbs in other persons too (measured, +1 @1)."""
    if term.name:
        return term
    ways = {way.stems: way.weight for way in term.alternatives}
    for way in term.alternatives:
        for other in agreeing(way.stems[0]) if len(way.stems) == 1 else ():
            ways[other,] = max(ways.get((other,), 0.0), way.weight * AGREEING_WEIGHT)
    alternatives = tuple(Alternative(stems, weight) for stems, weight in ways.items())
    return replace(term, alternatives=alternatives)


def _turn_terms(turn: Message, read: Callable[[str], tuple[Term, ...]]) -> tuple[Term, ...]:
    """What an earlier turn speaks of: a question's terms, a reply's names."""
    found = read(turn.content[:MAX_LENGTH])
    if turn.role == "user":
        return found
    return tuple(term for term in found if term.name)[: followup.REPLY_NAMES]


def _asks(question: str) -> bool:
    """Whether there is a question word at all: «وبحسب الوزارة؟» asks what was asked before."""
    return asking.asks(question) or asking_english.asks(question)


def terms(text: str, extra: Path | None = None) -> tuple[Term, ...]:
    """What an Arabic question asks for, in order: its content words, each with other words for it.

    Each word of a phrase the thesaurus knows may also be said as that phrase's other names, so
    that «الحكومة» counts for both words of «رئيس الوزراء» where the file has it. No phrase is a
    term of its own: its words would count twice (measured: as good or worse).
    """
    words = asking.content(text)
    found: dict[Unit, Term] = {}
    at = 0
    while at < len(words):
        length, known = _longest(words, at, extra)
        for i in range(at, at + length):
            before = words[i - 1].form if i else ""
            alone = synonyms([words[i].form], extra) if length > 1 else None
            term = _term(text, words[i], before, known, alone)
            found.setdefault(term.alternatives[0].stems, term)
        at += length
    return tuple(found.values())


def _longest(words: Sequence[Token], at: int, extra: Path | None) -> tuple[int, Synonyms | None]:
    """The longest word or phrase of the thesaurus that starts here: its words and synonyms."""
    for length in range(min(load(extra).longest, len(words) - at), 0, -1):
        known = synonyms([word.form for word in words[at : at + length]], extra)
        if known:
            return length, known
    for form in citations(words[at].form):
        known = synonyms([form], extra)
        if known and not known.name:
            return 1, Synonyms(((stem(form),), *known.others), name=False)
    return 1, None


def _term(
    text: str, word: Token, before: str, known: Synonyms | None, alone: Synonyms | None
) -> Term:
    """A word with what else it may be said by: `known` of the phrase it is in, `alone` its own."""
    own, *grams = index_terms(word.form)
    surface = text[word.start : word.end]
    name = (known is not None and known.name) or _looks_like_name(surface, word.form, before)
    ways: dict[Unit, float] = {(own,): 1.0}
    if not name:
        for other in inflections(word.form):
            ways.setdefault((other,), INFLECTION_WEIGHT)
    for unit in known.others if known else ():
        ways.setdefault(unit, SYNONYM_WEIGHT)
    for unit in known.others if known and not name else ():
        for other in agreeing(unit[0]) if len(unit) == 1 else ():
            ways.setdefault((other,), SYNONYM_WEIGHT * AGREEING_WEIGHT)
    for unit in alone.others if alone and not name else ():
        ways.setdefault(unit, SYNONYM_WEIGHT)
    alternatives = tuple(Alternative(stems, weight) for stems, weight in ways.items())
    return Term(surface, alternatives, tuple(grams), name)


def _looks_like_name(surface: str, form: str, before: str) -> bool:
    if surface.isascii():
        return surface[0].isupper()
    if form in NAME_PARTS or before in NAME_PARTS:
        return True
    return before in TITLES and not form.startswith("ال")


def _folded(text: str) -> list[str]:
    return [token.form for token in tokens(text)]
