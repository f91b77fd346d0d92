"""English questions on Arabic text: each word or phrase with the ways Arabic may say it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from unicodedata import combining, normalize

from index import arabic
from index.transliteration import readings, similarity, skeleton
from rag.inflection import bases, roots
from rag.lexicon import Vocabulary, vocabulary
from rag.question import Alternative, Term

Spellings = Callable[[str], Iterable[str]]
Weights = dict[tuple[str, ...], float]

TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+(?:st|nd|rd|th|s)?(?![^\W\d_])"
    rf"|(?:[A-Z]\.){{2,}}|[^\W\d_][^\W\d_{arabic.MARKS}]*(?:[{arabic.MARKS}’'][^\W\d_]+)*|\d+"
)
CLITICS = re.compile(r"(?:'s|'re|'ve|'ll|'d|'m|(?<=n)'t)$")
ABBREVIATIONS = {
    **dict.fromkeys(("US", "USA", "America"), ("united", "states")),
    **dict.fromkeys(("UK", "Britain"), ("united", "kingdom")),
    "UN": ("united", "nations"),
    "EU": ("european", "union"),
    "UAE": ("united", "arab", "emirates"),
    "IS": ("islamic", "state"),
    "WHO": ("world", "health", "organization"),
}
"""Names that are another word when in lower case, or that the lexicon has in full."""
SOLELY_CAPITAL = frozenset({"IS", "WHO"})
"""Abbreviations only where they don't open a question, and not in one all of capitals."""
FRAME = frozenset(
    """
    many much doing done any some also into about during such other another both each i me my we
    our us you your him itself himself themselves am if so because while between among per via
    upon within without don didn doesn isn aren wasn weren couldn wouldn shouldn not no own same
    just only very too al el ad ar ash az ez en ech bin""".split()
)
"""Words that carry a question's form and not its matter, beside the stop words; with them the
Arabic article in Latin letters."""
STOPPED_NAMES = frozenset({"may", "will"})
"""Stop words that are names where they carry a capital."""
CARDINALS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty""".split()
ORDINALS = """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
DECADES = "twenties thirties forties fifties sixties seventies eighties nineties".split()
PARTICLES = frozenset("apart aside away back down forward off out together up".split())
"""Words that may stand apart from their verb: "called the vote off"."""
APART = 4
"""Words back at which the verb of a particle is looked for."""
MAX_PHRASE = 5
"""Words of the longest phrase looked for: "syrian observatory for human rights"."""
LEARNED = 0.8
"""How far translations learned from parallel text count beside written ones; .6 to 1 is alike."""
ROOT = 0.5
"""How far the translations of the word that an unknown word derives from count."""
SPELT_ANYWAY = 0.6
"""How far a spelling counts where the lexicon has the word: "Jordan" may be a man."""
READING = 0.95
"""How far a spelling under another reading of the English letters counts."""
SOUNDS_ALIKE = 0.75
"""Similarity from which a spelling in the index is taken for the name; .66 to .82 measure alike."""
MAX_SPELLINGS = 4
GUESS_KNOWN = 0.2
"""Learned weight from which a translation is taken beside written ones; below is mostly chance."""
SURE = 0.8
"""A translation that sounds so like the word is its name in Arabic: no other spelling is sought."""
PREFIXED = 0.88
"""What a spelling with a particle before it must reach: ب and ل are also parts of names."""
MAX_CANDIDATES = 60
"""Words of one skeleton looked at, the commonest first: a short one may have hundreds."""
PROCLITICS = {"": "", "ل": "l", "ب": "b", "ك": "k", "ف": "f"}
"""Particles written together with a name, and their letter of the skeleton (و leaves none)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question as written, in plain lower case, and whether it looks like a name."""

    text: str
    lower: str
    name: bool


def terms(question: str, spellings: Spellings, own: Path | None = None) -> tuple[Term, ...]:
    """The words and phrases of an English question that carry meaning, as terms.

    Each English word or phrase is one term (one class of Pirkola 1998); its alternatives are the
    word itself, its translations, and for a name the words in the index that are spelt like it,
    which `spellings` gives for a skeleton. `own` is a lexicon of the user's, in the form of
    rag/data/lexicon.tsv. "Who is the US ambassador?" gives terms for "united states" and
    "ambassador". Raises SettingError if `own` can't be used.
    """
    known = vocabulary(own)
    sequence = words(question)
    found: list[Term] = []
    at = 0
    while at < len(sequence):
        length, weights = _phrase(sequence[at : at + MAX_PHRASE], known)
        run = sequence[at : at + length]
        if length > 1:
            text = " ".join(word.text for word in run)
            found.append(_term(text, weights, any(word.name for word in run)))
        elif apart := _apart(sequence[max(0, at - APART) : at], run[0].lower, known):
            found.append(_term(run[0].text, apart, False))
        elif not _empty(run[0]):
            found.append(_single(run[0], known, spellings))
        at += length
    return tuple(dict.fromkeys(found))


def words(question: str) -> list[Word]:
    """All words of a question in order, abbreviations spelt out, hyphens taken for spaces.

    "The US-led coalition's" gives the, united, states, led, coalition.
    """
    found: list[Word] = []
    shouted = question.isupper()
    for match in TOKEN.finditer(question.replace("’", "'")):
        text = CLITICS.sub("", match[0])
        short = text.replace(".", "")
        opening = not found
        if short in ABBREVIATIONS and not (short in SOLELY_CAPITAL and (opening or shouted)):
            found += [Word(part.title(), part, True) for part in ABBREVIATIONS[short]]
            continue
        plain = "".join(char for char in normalize("NFKD", text.lower()) if not combining(char))
        name = text[0].isupper() and (not opening or text.isupper()) and not shouted
        found.append(Word(text, plain, name))
    return found


def _empty(word: Word) -> bool:
    if word.name and word.lower in STOPPED_NAMES:
        return False
    return word.lower in arabic.STOP_WORDS or word.lower in FRAME


def _phrase(ahead: Sequence[Word], known: Vocabulary) -> tuple[int, Weights]:
    """The length of the longest phrase of the lexicon that starts here, and its translations."""
    for length in range(len(ahead), 1, -1):
        run = [word.lower for word in ahead[:length]]
        heads = [head for head in dict.fromkeys(_inflections(run)) if head in known]
        if heads:
            weights: Weights = {tuple(word for word in run if word not in arabic.STOP_WORDS): 1.0}
            for head in heads:
                _add(weights, known.translations(head))
            return length, weights
    return 1, {}


def _apart(before: Sequence[Word], particle: str, known: Vocabulary) -> Weights:
    """The translations of the verb that a particle belongs to: "off" in "called the vote off"."""
    if particle in PARTICLES:
        for word in reversed(before):
            for base in bases(word.lower):
                if f"{base} {particle}" in known:
                    return {(particle,): 1.0, **known.translations(f"{base} {particle}")}
    return {}


def _inflections(run: Sequence[str]) -> Iterator[str]:
    """The phrase, and with its last or first word in base form: "prime ministers", "shot down"."""
    yield " ".join(run)
    for base in bases(run[-1]):
        yield " ".join([*run[:-1], base])
    for base in bases(run[0]):
        yield " ".join([base, *run[1:]])


def _single(word: Word, known: Vocabulary, spellings: Spellings) -> Term:
    if word.lower[0].isdigit():
        return _term(word.text, _number(word.lower, known), False)
    if not word.lower.isascii():
        return _foreign(word)
    weights: Weights = {(arabic.fold(word.lower),): 1.0}
    forms = bases(word.lower)
    heads = [base for base in forms if base in known]
    for head in heads:
        _add(weights, known.translations(head))
    floor = GUESS_KNOWN if heads else 0.0
    for base in forms:
        _add(weights, known.guesses(base, floor), LEARNED)
    if not heads:
        for root in roots(word.lower):
            _add(weights, known.translations(root), ROOT)
    if word.lower in CARDINALS:
        weights[(str(CARDINALS.index(word.lower)),)] = 1.0
    if not heads:
        _add(weights, _spelt(word.lower, spellings))
    elif word.name and not _written_so(word.lower, weights):
        _add(weights, _spelt(word.lower, spellings), SPELT_ANYWAY)
    return _term(word.text, weights, word.name)


def _written_so(name: str, weights: Weights) -> bool:
    """Whether one of the translations is the name itself in Arabic letters."""
    single = (stems[0] for stems in weights if len(stems) == 1)
    return any(similarity(name, stem) >= SURE for stem in single if not stem.isascii())


def _foreign(word: Word) -> Term:
    """A word in another script: it is looked for as it stands, by its spelling too."""
    form = arabic.fold(word.text)
    grams = tuple(arabic.TRIGRAM + gram for gram in arabic.trigrams(form))
    return Term(word.text, (Alternative((arabic.stem(form),)),), grams)


def _number(text: str, known: Vocabulary) -> Weights:
    """A number in digits and in words: "5" is also خمسة, "19th" التاسع عشر, "1990s" التسعينيات."""
    digits = text.rstrip("sthndr")
    weights: Weights = {(arabic.fold(digits),): 1.0}
    value = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else -1
    if text == digits and 0 < value < len(CARDINALS):
        _add(weights, known.translations(CARDINALS[value]))
    elif text.endswith("s") and value % 10 == 0 and value % 100 >= 20:
        _add(weights, known.translations(DECADES[value % 100 // 10 - 2]))
    elif text != digits and 0 < value < len(ORDINALS):
        _add(weights, known.translations(ORDINALS[value]))
    return weights


def _spelt(name: str, spellings: Spellings) -> Weights:
    """The stems of the words in the index that are spelt like a name, with their similarity."""
    alike: Weights = {}
    for reading in readings(name):
        key = skeleton(reading)
        factor = 1.0 if reading == name else READING
        particles = PROCLITICS if reading == name and len(key) > 1 else {"": ""}
        for particle, sound in particles.items() if key else ():
            for form in islice(spellings(sound + key), MAX_CANDIDATES):
                if form.startswith(particle):
                    likeness = factor * similarity(reading, form[len(particle) :])
                    if likeness >= (PREFIXED if particle else SOUNDS_ALIKE):
                        _add(alike, {(arabic.stem(form),): likeness})
    return dict(sorted(alike.items(), key=lambda pair: -pair[1])[:MAX_SPELLINGS])


def _add(weights: Weights, more: Mapping[tuple[str, ...], float], factor: float = 1.0) -> None:
    for stems, weight in more.items():
        weights[stems] = max(weights.get(stems, 0.0), weight * factor)


def _term(text: str, weights: Weights, name: bool) -> Term:
    return Term(
        text, tuple(Alternative(stems, min(w, 1.0)) for stems, w in weights.items()), (), name
    )


def headword(word: str) -> str:
    """The form of a lower-case word that the lexicon lists, else the word: "talks" gives "talk"."""
    known = vocabulary()
    return next((base for base in bases(word) if base in known), word)
