"""Examples for the reader: a question or statement over windows of sentences, and what is right."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.sentences import split
from training.material import Article, Question, Statement

IGNORED, NO, YES = -1, 0, 1
"""Labels of a sentence or of a statement."""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of one source, each with its label (NO, YES, IGNORED).

    `span` is the answer within sentence `at`, in characters; `way` says how a yes/no question
    is answered there.
    """

    sentences: tuple[str, ...]
    labels: tuple[int, ...]
    at: int = -1
    span: tuple[int, int] | None = None
    way: int = IGNORED


@dataclass(frozen=True, slots=True)
class Example:
    """A question over some windows; a statement has one window and `follows`."""

    text: str
    windows: tuple[Window, ...]
    follows: int = IGNORED

    @property
    def statement(self) -> bool:
        return self.follows != IGNORED


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over its whole text, from which windows are cut anew each time."""

    text: str
    sentences: tuple[str, ...]
    gold: tuple[int, ...]
    unsure: frozenset[int] = frozenset()
    near: int = -1
    at: int = -1
    span: tuple[int, int] | None = None
    way: int = IGNORED
    others: tuple[tuple[str, ...], ...] = field(default=(), compare=False)
    """Windows of other texts that look like it."""


def asked(article: Article, others: Sequence[tuple[str, ...]] = ()) -> Iterator[Asked]:
    """The questions of an article."""
    for question in article.questions:
        yield _asked(article, question, tuple(others))


def _asked(article: Article, question: Question, others: tuple[tuple[str, ...], ...]) -> Asked:
    span = None
    if question.gold and question.answer:
        start = article.sentences[question.gold[0]].find(question.answer)
        span = (start, start + len(question.answer)) if start >= 0 else None
    return Asked(
        text=question.text,
        sentences=article.sentences,
        gold=question.gold,
        near=question.nearest,
        at=question.gold[0] if question.gold else -1,
        span=span,
        way=IGNORED if question.yes is None else int(question.yes),
        others=others,
    )


def squad(path: Path, questions: Path | None = None) -> Iterator[Asked]:
    """The questions of a SQuAD file over its paragraphs; `questions` gives them by id in another
    language.
    """
    other = {}
    if questions is not None:
        other = {each["id"]: each["question"] for each in _questions(questions)}
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = split(text)
            sentences = tuple(text[span.start : span.end] for span in spans)
            for each in paragraph["qas"]:
                answer = each["answers"][0]
                start, words = answer["answer_start"], answer["text"]
                home = [i for i, span in enumerate(spans) if span.start <= start < span.end]
                if not home or not words.strip():
                    continue
                begin = start - spans[home[0]].start
                end = min(begin + len(words), len(sentences[home[0]]))
                yield Asked(
                    text=other.get(each["id"], each["question"]),
                    sentences=sentences,
                    gold=(home[0],),
                    unsure=frozenset(
                        i for i, s in enumerate(sentences) if words in s and i != home[0]
                    ),
                    at=home[0],
                    span=(begin, end),
                )


def _questions(path: Path) -> Iterator[dict[str, str]]:
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield from paragraph["qas"]


def drawn(one: Asked, rng: random.Random) -> Example:
    """An example of a question: windows cut from its text at random, and one of another text.

    Now and then the sentences that answer are taken out, so that it is learned that a text may
    be about the very thing and not answer.
    """
    taken: frozenset[int] = frozenset()
    gold = one.gold
    if gold and len(one.sentences) - len(gold) > 2 and rng.random() < 0.12:
        taken, gold = frozenset(gold), ()
    kept = [i for i in range(len(one.sentences)) if i not in taken]
    chunks = _chunks(kept, rng)
    near = one.near if one.near >= 0 else min(kept, key=lambda i: abs(i - one.at))
    focus = set(gold) or {near}
    first = [chunk for chunk in chunks if focus & set(chunk)]
    rest = [chunk for chunk in chunks if not focus & set(chunk)]
    rng.shuffle(rest)
    if rest and (rng.random() < 0.6 or not first):
        first.append(rest[0])
    windows = [_window(one, chunk, gold) for chunk in first]
    if one.others and rng.random() < 0.5:
        other = rng.choice(one.others)
        windows.append(Window(other, (NO,) * len(other)))
    return Example(varied(one.text, rng), tuple(windows))


def whole(one: Asked, size: int = 4) -> Example:
    """The example of a question over its whole text, in even windows."""
    places = range(len(one.sentences))
    chunks = [list(places[i : i + size]) for i in range(0, len(places), size)]
    return Example(one.text, tuple(_window(one, chunk, one.gold) for chunk in chunks))


def _chunks(kept: Sequence[int], rng: random.Random) -> list[list[int]]:
    chunks = []
    start = 0
    while start < len(kept):
        size = rng.choice((1, 2, 3, 3, 4, 5))
        chunks.append(list(kept[start : start + size]))
        start += size
    return chunks


def _window(one: Asked, chunk: Sequence[int], gold: Sequence[int]) -> Window:
    labels = tuple(YES if i in gold else IGNORED if i in one.unsure else NO for i in chunk)
    has = one.at in chunk and one.at in gold
    return Window(
        tuple(one.sentences[i] for i in chunk),
        labels,
        chunk.index(one.at) if has else -1,
        one.span if has else None,
        one.way if has else IGNORED,
    )


def stated(article: Article) -> Iterator[tuple[Statement, Article]]:
    """The statements of an article, each with it."""
    for statement in article.statements:
        yield statement, article


def judged(statement: Statement, article: Article, rng: random.Random | None) -> Example:
    """An example of a statement over its evidence, at random with a sentence that stands near,
    now and then over other sentences, from which it does not follow.
    """
    places = sorted(set(statement.evidence))
    follows = YES if statement.true else NO
    if rng is not None and rng.random() < 0.3:
        far = [i for i in range(len(article.sentences)) if i not in places]
        if statement.true and rng.random() < 0.4 and far:
            places, follows = sorted(rng.sample(far, min(len(far), len(places)))), NO
        elif far:
            places = sorted({*places, rng.choice(far)})
    sentences = tuple(article.sentences[i] for i in places)
    text = statement.text if rng is None else varied(statement.text, rng, 0.05)
    return Example(text, (Window(sentences, (IGNORED,) * len(sentences)),), follows)


def translated(pairs: Sequence[tuple[str, str]], rng: random.Random) -> Example:
    """A sentence's translation as a statement over it, or over its neighbours, or altered."""
    at = rng.randrange(len(pairs))
    arabic, english = pairs[at]
    if rng.random() < 0.5:
        return Example(english, (Window((arabic,), (IGNORED,)),), YES)
    changed = altered(english, rng)
    if changed != english:
        return Example(changed, (Window((arabic,), (IGNORED,)),), NO)
    other = pairs[(at + rng.choice((-2, -1, 1, 2))) % len(pairs)][0]
    return Example(english, (Window((other,), (IGNORED,)),), NO)


def repeated(sentence: str, rng: random.Random) -> Example:
    """A sentence as a statement over itself, or with a number of it altered."""
    changed = altered(sentence, rng)
    if changed != sentence and rng.random() < 0.7:
        return Example(changed, (Window((sentence,), (IGNORED,)),), NO)
    return Example(sentence, (Window((sentence,), (IGNORED,)),), YES)


NUMBER = re.compile(r"[0-9٠-٩]+")


def altered(text: str, rng: random.Random) -> str:
    """A text with one of its numbers made another of the same length: "12 days" -> "17 days"."""
    found = list(NUMBER.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    digits = list(match.group())
    at = rng.randrange(len(digits))
    zero = "٠" if digits[at] in "٠١٢٣٤٥٦٧٨٩" else "0"
    first = 1 if at == 0 and len(digits) > 1 else 0
    fresh = rng.choice([n for n in range(first, 10) if chr(ord(zero) + n) != digits[at]])
    digits[at] = chr(ord(zero) + fresh)
    return text[: match.start()] + "".join(digits) + text[match.end() :]


SWAPS = {"ة": "ه", "ه": "ة", "ى": "ي", "ي": "ى", "أ": "ا", "إ": "ا", "آ": "ا", "ظ": "ض", "ض": "ظ"}
POLITE = ("من فضلك ", "لو سمحت ", "أخبرني ", "أريد أن أعرف ", "سؤال: ", "طيب ")


def varied(text: str, rng: random.Random, rate: float = 0.25) -> str:
    """A text as people type it: now and then without its mark, with another hamza, a slip."""
    if rng.random() > rate:
        return text
    way = rng.random()
    if way < 0.35:
        return text.rstrip("؟?. ")
    if way < 0.65:
        return "".join(SWAPS.get(c, c) if rng.random() < 0.5 else c for c in text)
    if way < 0.8 and re.search("[\u0600-\u06ff]", text):
        return rng.choice(POLITE) + text
    letters = list(text)
    at = rng.randrange(len(letters))
    if letters[at].isalpha():
        if rng.random() < 0.5 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            del letters[at]
    return "".join(letters)
