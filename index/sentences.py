"""Text to sentences: spans with exact offsets, and not a visible character lost."""

import re
from collections.abc import Iterator

from index.values import Span

MAX_LENGTH = 1_000
"""Characters of a sentence; a longer run is cut, so that a citation stays readable."""

LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
TERMINATOR = re.compile(r"(?:[.!?؟۔…](?:[^\S\r\n\v\f\x1c-\x1e\x85\u2028\u2029]?[.!?؟…])*)")
CLOSING = "»”\"'’›)]}）】﴾"
OPENING = "«“‹([{（【﴿"
CLAUSE_MARKS = "،؛,;:–—"
HONORIFICS = frozenset(
    """أ د م ص ب ت س ج ع ش ق ط ه هـ ر ف ك ل ن أد ا.د أ.د م.م ق.م أ.م.د ا.م.د د.م mr mrs ms dr
    prof st jr sr gen col lt capt sgt sen rep gov rev vs no vol pp fig inc ltd co corp al etc
    u.s u.k u.n a.m p.m e.g i.e b.c a.d ph.d""".split()
)
"""Abbreviations, without their last full stop, that stand in mid-sentence; so may any letter."""
CONTINUATIONS = frozenset(
    """ثم أو لكن ولكن بل أن أنّ إن حتى إلى على في من عن مع لأن لأنه كي حيث إذ بينما لكنه لكنها
    ولا""".split()
)
"""First words after an ellipsis that carry the clause on; so does a و or ف joined to its word."""
WORD_BREAKS = frozenset(" \t\u00a0«»“”\"'()[]،؛,;:")
WORD_REACH = 8
"""Characters looked back for the word before a full stop; no abbreviation is longer."""
WORD_AFTER = re.compile(r"[^\W\d_]+")
ENUMERATOR = re.compile(r"\s*[\d٠-٩]{1,3}$")


def split(text: str) -> list[Span]:
    """Cut a text into sentences.

    Boundaries are . ! ? ؟ … and line ends, with the closing quotes and brackets that follow;
    decimals, initials, honorifics and an ellipsis in mid-clause are none:
    "قال د. علي 3.5 دولار. ثم مضى" gives two. The spans are in order and disjoint, carry no
    surrounding white space, and cover every other character.
    """
    spans: list[Span] = []
    for start, end in _lines(text):
        first = len(spans)
        for begin, stop in _pieces(text, start, end):
            span = _trimmed(text, begin, stop)
            if span is None:
                continue
            if len(spans) > first and not _has_word(text, span):
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        spans[first:] = [part for span in spans[first:] for part in _shortened(text, span)]
    return spans


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of one line between its sentence boundaries."""
    begin = start
    for match in TERMINATOR.finditer(text, start, end):
        stop = match.end()
        while stop < end and text[stop] in CLOSING:
            stop += 1
        if stop < end and _is_boundary(text, begin, match, stop, end):
            yield begin, stop
            begin = stop
    yield begin, end


def _is_boundary(text: str, begin: int, mark: re.Match[str], stop: int, end: int) -> bool:
    """Whether a terminator, with the closing marks up to `stop`, ends a sentence in mid-line."""
    closed = stop > mark.end()
    if mark[0].count(".") > 1 or "…" in mark[0]:
        return not set(mark[0]) <= set(".… ") or not _goes_on(text, mark, stop, end)
    if mark[0] != ".":
        return not text[stop].isalnum() or _arabic(text[stop])
    word = _word_before(text, begin, mark.start())
    if text[stop].isspace() or closed:
        if not closed and _abbreviates(text, begin, word, mark.start()):
            return False
        at = _skip_space(text, stop, end)
        return not (at < end and text[at].isascii() and text[at].islower())
    if text[stop] in OPENING:
        return not _abbreviates(text, begin, word, mark.start())
    # A full stop with no space behind it: the scraped «انتهى.وقال» ends a sentence, names,
    # decimals and addresses («أ.ب», 3.5, www.example.com) do not.
    return _arabic(text[stop]) and len(word.rpartition(".")[2]) > 2 and _arabic(word[-1])


def _word_before(text: str, begin: int, dot: int) -> str:
    at = dot
    while at > max(begin, dot - WORD_REACH) and text[at - 1] not in WORD_BREAKS:
        at -= 1
    return text[at:dot]


def _goes_on(text: str, mark: re.Match[str], stop: int, end: int) -> bool:
    """Whether the clause goes on after an ellipsis: «سنوات من التعاون... ويؤدي»."""
    if stop > mark.end():
        return False
    following = WORD_AFTER.match(text, _skip_space(text, stop, end), end)
    if following is None:
        return False
    word = following[0]
    joined = word[0] in "وف" and len(word) > 2
    return joined or word in CONTINUATIONS or (word.isascii() and word[0].islower())


def _abbreviates(text: str, begin: int, word: str, dot: int) -> bool:
    """Whether the full stop at `dot` belongs to the word before it: د. or Mr. or «1.» of a list."""
    if ENUMERATOR.fullmatch(text, begin, dot):
        return True
    last = word.rpartition(".")[2]
    if len(last) == 2 and last[0] == "و":
        last = last[1]  # «علي وأ. سامي»
    if len(last) == 1 and last.isalpha():
        # «1924 م.» and «1343 هـ.» are years with their era, and may well end a sentence.
        return not _follows_number(text, begin, dot - 1)
    return word.casefold() in HONORIFICS and not _follows_number(text, begin, dot - len(word))


def _follows_number(text: str, begin: int, at: int) -> bool:
    while at > begin and text[at - 1].isspace():
        at -= 1
    return at > begin and text[at - 1].isdecimal()


def _arabic(char: str) -> bool:
    return "\u0600" <= char <= "\u06ff" and char.isalpha()


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _has_word(text: str, span: Span) -> bool:
    return any(text[i].isalnum() for i in range(span.start, span.end))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without surrounding white space; None if there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _shortened(text: str, span: Span) -> Iterator[Span]:
    """Cut an overlong sentence at its last clause mark, else its last space, within the limit."""
    start = span.start
    while span.end - start > MAX_LENGTH:
        limit = start + MAX_LENGTH
        half = start + MAX_LENGTH // 2
        cut = max(text.rfind(mark, half, limit) for mark in CLAUSE_MARKS) + 1
        if cut == 0:
            cut = max(text.rfind(space, half, limit) for space in " \t\u00a0") + 1
        if cut == 0:
            cut = limit
        if part := _trimmed(text, start, cut):
            yield part
        start = _skip_space(text, cut, span.end)
    yield Span(start, span.end)
