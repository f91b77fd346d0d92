"""Arabic verbs in other persons and tenses, which light stemming leaves apart."""

from functools import lru_cache
from typing import NamedTuple

from index.arabic import ARTICLES, CONJUNCTION_MIN, LEXICAL_WAW, stem

OBJECTS = ("هما", "هم", "ها", "هن", "ه", "نا", "ني")
OBJECT_MIN = 4
"""Letters a verb keeps when its object pronoun is taken off: تنشرهم gives تنشر."""
PAST_ENDINGS = ("تا", "وا", "ت")
PAST_MIN = 3
PLURALS = ("ون", "ان", "ين")
FUTURE_MIN = 5
"""Letters of the shortest word whose س is taken for that of the future: سيبدأ."""


class Parts(NamedTuple):
    """What may be a verb's body: of the present without its prefix, or of the past."""

    present: str = ""
    past: str = ""


def inflections(form: str) -> tuple[str, ...]:
    """Stems of a folded word's other forms if it is a verb: `inflections("توقفت")` has يتوقف.

    A past gives the other genders and the present, a present the other persons. A word that
    shows no sign of being a verb (an article, no ending of the past, no prefix of the present)
    gives none; one that only looks like a verb gives words that hardly ever occur.
    """
    present, past = _parts(form)
    if present:
        found = ["ي" + present, "ت" + present, *_participle(present)]
    elif past and past != form:
        body = _body(past)
        found = [past, past + "ت", "ي" + body, "ت" + body, *_participle(body)]
    else:
        return ()
    own = stem(form)
    return tuple(each for each in dict.fromkeys(map(stem, found)) if each != own and len(each) > 2)


def citations(form: str) -> tuple[str, ...]:
    """Folded forms a dictionary may have the word under: `citations("ستمتنع")` has امتنع."""
    present, past = _parts(form)
    if present:
        return ("ي" + present, "ا" + present, present)
    return (past, "ي" + _body(past)) if past and past != form else ()


def agreeing(word: str) -> tuple[str, ...]:
    """Forms a dictionary's stem takes beside another subject: `agreeing("اعلن")` has اعلنت.

    The past gets the ending of the feminine and, where it opens with an alef, its present; the
    present its feminine. For words a lexicon gives in one form; a noun's are never found.
    """
    if word.isascii() or len(word) < PAST_MIN or word[-1] == "ت":
        return ()
    if word[-1] == "ا":
        return (word[:-1] + "ت",)  # غزا: غزت
    if len(word) > PAST_MIN and word[0] == "ا":
        return (word + "ت", "ي" + word[1:], "ت" + word[1:], "م" + word[1:])
    if len(word) > PAST_MIN and word[0] == "ي":
        return (word + "ت", "ت" + word[1:], "م" + word[1:])
    return (word + "ت", "ي" + word, "ت" + word)


@lru_cache(maxsize=20_000)
def _parts(form: str) -> Parts:
    if form.isascii() or form.startswith(ARTICLES):
        return Parts()
    word = form
    if word[0] in "وف" and len(word) > CONJUNCTION_MIN + 1 and word not in LEXICAL_WAW:
        word = word[1:]
    future = len(word) >= FUTURE_MIN and word[0] == "س" and word[1] in "يت"
    word = _without(word[1:] if future else word, OBJECTS, OBJECT_MIN)
    past = _without(word, PAST_ENDINGS, PAST_MIN)
    if past != word and not future:
        return Parts(past=past)
    word = _without(word, PLURALS, OBJECT_MIN)
    if word[0] in "يت" and len(word) >= PAST_MIN:
        return Parts(present=word[1:])
    return Parts(past=word)


def _without(word: str, endings: tuple[str, ...], least: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def _participle(body: str) -> tuple[str, ...]:
    """Of a derived verb: متوقف of يتوقف, منسحب of ينسحب."""
    return ("م" + body,) if len(body) > PAST_MIN else ()


def _body(past: str) -> str:
    """What follows the prefix in the present: انسحب gives نسحب for ينسحب."""
    return past[1:] if past[0] == "ا" and len(past) > PAST_MIN else past
