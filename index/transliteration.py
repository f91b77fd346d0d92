"""Names across scripts: a coarse consonant skeleton, and how alike two spellings sound."""

import re
from functools import cache, lru_cache
from itertools import accumulate
from unicodedata import combining, normalize

from index.arabic import fold

ARABIC_LETTER = re.compile("[\u0621-\u06d3]")
DOUBLED = re.compile(r"(.)\1")
ARTICLE = re.compile(r"^(?:[وفبك]?ال|و?لل)(?=..)")
LATIN_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|at|az|an)[-‐’' ](?=.)")
REWRITES = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        ("^kn|^gn|^pn", "n"),
        ("^wr", "r"),
        ("^ps", "s"),
        ("^x", "z"),
        ("(?<=[iu])gh(?=t)|(?<=[ao]u)gh$", ""),
        ("mb$", "m"),
        ("stle$", "sl"),
        ("sch(?=[aeiouw])|tsch|tch|tsh|sh", "S"),
        ("ch(?=[rlnm])|^chr", "k"),
        ("ch", "C"),
        ("ph", "f"),
        ("kh", "X"),
        ("gh", "G"),
        ("th", "T"),
        ("dh", "D"),
        ("dj|dzh", "j"),
        ("zh", "j"),
        ("ck", "k"),
        ("(?<=[a-z])tion", "Sn"),
        ("cc(?=[eiy])", "ks"),
        ("s?c(?=[eiy])", "s"),
        ("c", "k"),
        ("qu(?=[eiy])", "k"),
        ("x", "ks"),
        (r"(.)\1", r"\1"),
    )
)
"""English spelling to sounds, in order; upper-case letters are digraphs."""

ARABIC = {
    **dict(zip("بتثجحخدذرزسشصضطظفقكلمنه", "btTjHXdDrzsSsdtzfqklmnh", strict=True)),
    "غ": "G",
    "ع": "e",
    "ا": "a",
    "و": "w",
    "ي": "y",
}
HS = ("h", "H")
CLASSES = {
    **dict.fromkeys("bp", "b"),
    **dict.fromkeys("tT", "t"),
    **dict.fromkeys("dD", "d"),
    **dict.fromkeys("kqgjGX", "k"),
    **dict.fromkeys("sz", "s"),
    **dict.fromkeys("SC", "S"),
    **dict.fromkeys("fv", "f"),
    **{letter: letter for letter in "rlmn"},
}
"""Sounds that other spellings exchange (Gaddafi: قذافي, غدافي, جدافي) are one letter of a skeleton;
vowels, w, y and h are none, since Arabic writes و ي for vowels and English h is often silent."""


@lru_cache(maxsize=50_000)
def sounds(word: str) -> str:
    """The sounds of a Latin or Arabic word: "Shaikh" gives SaiX, "شيخ" SyX."""
    if not word.isascii() and ARABIC_LETTER.search(word):
        letters = ARTICLE.sub("", fold(word)).replace("تش", "ش")
        return DOUBLED.sub(r"\1", "".join(ARABIC.get(char, "") for char in letters))
    lower = word.casefold()
    plain = "".join(char for char in normalize("NFKD", lower) if not combining(char))
    plain = LATIN_ARTICLE.sub("", plain)
    plain = re.sub(r"[^a-z]", "", plain)
    for pattern, code in REWRITES:
        plain = pattern.sub(code, plain)
    return plain


def skeleton(word: str) -> str:
    """A coarse consonant skeleton on which the scripts meet.

    `skeleton("Romanowski") == skeleton("رومانوسكي") == "rmnsk"`. An h counts at the start of a
    word, or where there is nothing else (Yahya, يحيى: "_h"). Empty for a word of vowels alone.
    """
    heard = sounds(word)
    first = "h" if heard[:1] in HS else ""
    bones = first + "".join(CLASSES.get(sound, "") for sound in heard)
    if bones:
        return bones
    breaths = sum(sound in HS for sound in heard)
    return "_" + "h" * breaths if breaths else ""


VARIANTS = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        ("ch", "k"),
        ("ch", "sh"),
        ("c(?=[eiy])", "sh"),
        ("c(?=[eiy])", "k"),
        ("w", "v"),
        ("^j", "y"),
        ("^h", ""),
        ("ng(?=[tsdbpmlk])", "n"),
        ("t(?=i[aou])", "sh"),
        ("gh", ""),
        ("z", "d"),
        ("ss?(?=i[ao]|u)", "sh"),
        ("(?<=[aei])i?an$|(?<=[aei])n$|ian$|an$|ese$|ish$|ist$|ism$|ic$|ites?$", "i"),
        ("(?<=..)s$", ""),
        ("(?<=...)es$", ""),
        ("(?<=..)ans$", "i"),
    )
)
"""Other readings of an English spelling (Munich, Barcelona, Macedonia, Moscow), and endings that
Arabic replaces: a Nigerian is نيجيري, the Normans are النورمان."""


@lru_cache(maxsize=20_000)
def readings(english: str) -> tuple[str, ...]:
    """An English name and the other ways it may be read, each to be looked up by its skeleton.

    `readings("Munich") == ("munich", "munik", "munish")`.
    """
    lower = english.casefold()
    changed = [pattern.sub(other, lower) for pattern, other in VARIANTS]
    return tuple(dict.fromkeys([lower, *(form for form in changed if len(form) > 1)]))


VOWELS = frozenset("aeiouwyhH")
SHORT = 0.25
"""Cost of an English vowel that Arabic leaves unwritten."""
LONG = 0.5
"""Cost of an Arabic vowel letter without an English one."""
LONG_EXTRA = {"h": 0.15, "e": 0.3}
CONSONANT = 1.5
NEAR = 0.35
"""Cost of another consonant of the same class."""
ALIKE = {
    "a": {"a": 0.0, "e": 0.1, "o": 0.2, "i": 0.4, "u": 0.3, "y": 0.5, "h": 0.3},
    "e": {"a": 0.0, "e": 0.1, "i": 0.2, "o": 0.2, "u": 0.2, "y": 0.3},
    "w": {"w": 0.0, "o": 0.0, "u": 0.0, "v": 0.2, "a": 0.4, "e": 0.4},
    "y": {"y": 0.0, "i": 0.0, "e": 0.0, "a": 0.3, "u": 0.4, "j": 0.3, "o": 0.5},
    "h": {"h": 0.0, "a": 0.1, "e": 0.2},
    "H": {"h": 0.0},
    "f": {"f": 0.0, "v": 0.0, "w": 0.3},
    "b": {"b": 0.0, "p": 0.0, "v": 0.5},
    "k": {"k": 0.0, "q": 0.1, "g": 0.2, "C": 0.5, "X": 0.3},
    "q": {"q": 0.0, "k": 0.05, "g": 0.15},
    "j": {"j": 0.0, "g": 0.0, "G": 0.3, "C": 0.4},
    "G": {"G": 0.0, "g": 0.0, "j": 0.5},
    "X": {"X": 0.0, "k": 0.3, "C": 0.3, "h": 0.4},
    "s": {"s": 0.0, "z": 0.2, "S": 0.6, "C": 0.6},
    "z": {"z": 0.0, "s": 0.15, "D": 0.2, "d": 0.3},
    "S": {"S": 0.0, "C": 0.0, "s": 0.5},
    "T": {"T": 0.0, "t": 0.3, "s": 0.4},
    "t": {"t": 0.0, "T": 0.15, "d": 0.6},
    "d": {"d": 0.0, "D": 0.1, "t": 0.6},
    "D": {"D": 0.0, "T": 0.1, "d": 0.15, "z": 0.3},
}
"""For a sound of the Arabic word, how far each English sound is; others cost a consonant."""


@lru_cache(maxsize=50_000)
def similarity(english: str, arabic: str) -> float:
    """How alike an English and an Arabic spelling sound, 0 to 1, vowels included.

    A weighted edit distance of the sounds over the longer length:
    `similarity("Austin", "أوستن") > similarity("Austin", "أستان")`.
    """
    left, right = sounds(english), sounds(arabic)
    if not left or not right:
        return 0.0
    extra = [_extra(sound) for sound in right]
    row = [0.0, *accumulate(extra)]
    for sound in left:
        unwritten = SHORT if sound in VOWELS else CONSONANT
        diagonal = row[0]
        row[0] = best = diagonal + unwritten
        for at, (other, added) in enumerate(zip(right, extra, strict=True), 1):
            above = row[at]
            best = min(above + unwritten, best + added, diagonal + _cost(sound, other))
            row[at], diagonal = best, above
    return max(0.0, 1.0 - row[-1] / max(len(left), len(right)))


@cache
def _extra(sound: str) -> float:
    """What an Arabic letter costs that the English word has nothing for."""
    return LONG_EXTRA.get(sound, LONG) if sound in VOWELS else CONSONANT


@cache
def _cost(english: str, arabic: str) -> float:
    """How far an English sound is from an Arabic one."""
    if english == arabic:
        return 0.0
    near = ALIKE.get(arabic, {}).get(english)
    if near is not None:
        return near
    same = CLASSES.get(english)
    return NEAR if same and same == CLASSES.get(arabic) else CONSONANT
