"""Which sentences state the same, which give another value for it, and where they differ."""

from collections.abc import Callable, Iterator, Sequence

from index.arabic import forms, stem
from index.values import Sentence
from rag.answer import Difference, DifferenceKind, Value
from rag.claims import MEASURES, Claims, Count, antonyms, claims, same_name, same_place
from rag.dates import Date, differing
from rag.likeness import Idf, Synonyms, covered, group_of, similarity, words_of

__all__ = ["differences", "disputes", "restatements", "similarity"]


SAME = 0.47
"""Similarity of retellings: among all pairs of the five seed articles, those above tell the same
(but for one in thirty), and nearly all that tell the same are above once shared numbers count."""
SAME_ARTICLE = 0.54
"""The same within one article, which rarely tells a thing twice."""
FEWEST_WORDS = 3
"""Content words below which nothing is stated: «[بحاجة لمصدر]»."""
SURE = 0.6
"""Similarity that outweighs another number of the same thing: «ثلاثة مصادر» and «مصدران»."""
VERBATIM = 0.8
"""Similarity at which another date is a difference between retellings, not another event."""
VERBATIM_WORDS = 9
"""Words both need for that: «ارتفعت الأسعار يوم الاثنين» is said again every week."""
CONTAINED = 0.85
"""Share of the shorter sentence that the longer must hold to state it too."""
CONTAINED_WORDS = 6
"""Content words the shorter one needs for that; less is a headline or a commonplace."""
SHARED_COUNT = 0.12
"""What the same number of the same thing adds: «نحو 150 هجوما» in both."""
TELLING = 13
"""A number from which two sentences hardly share it by chance: «150 هجوما» and «150 مرة»."""
GLANCE = 0.18
"""Share of the best sentence's idf another must hold word for word to be compared at all."""
NEAR_RELATED = 0.08
"""Similarity of two neighbouring sentences of one article that count the same casualties."""
FAR_RELATED = 0.45
"""Similarity of any two sentences whose counts are of one fact; among encyclopedic paragraphs
pairs below it count different things."""
NEAR = 2
"""Sentences apart within which an article corrects or completes a count."""


def restatements(
    best: Sentence, others: Sequence[Sentence], idf: Idf, synonyms: Synonyms = group_of
) -> list[Sentence]:
    """The sentences that state what `best` states, the most alike first.

    `idf` gives the weight of an index term, `synonyms` the stems that may stand for a word.
    Opposites, other days, other places and counts of other things are not the same.
    """
    said = words_of(best.text)
    found: list[tuple[float, int, Sentence]] = []
    for other in _worth_comparing(best, said, others, idf):
        alike = _likeness(best, other, said, idf, synonyms)
        needed = SAME if other.document != best.document else SAME_ARTICLE
        if alike >= needed and not _apart(claims(best.text), claims(other.text), alike):
            found.append((-alike, len(found), other))
    return [other for _, _, other in sorted(found, key=lambda each: each[:2])]


def disputes(
    best: Sentence, others: Sequence[Sentence], idf: Idf, synonyms: Synonyms = group_of
) -> list[Sentence]:
    """The sentences that speak of the same fact as `best` and give another number for it.

    «سقوط قتيل» beside «إن شخصين قتلا» a sentence on: to be cited beside it.
    """
    said, own = words_of(best.text), claims(best.text)
    if not own.counts:
        return []
    found = []
    for other in _worth_comparing(best, said, others, idf, glance=0.0):
        theirs = claims(other.text)
        topics = set(_conflicting(own.counts, theirs.counts)) - MEASURES
        if not topics or _other_event(own, theirs):
            continue
        near = other.document == best.document and abs(other.ordinal - best.ordinal) <= NEAR
        casualties = any(topic.startswith("=") for topic in topics)
        needed = NEAR_RELATED if near and casualties else FAR_RELATED
        if similarity(said, words_of(other.text), idf, synonyms) >= needed:
            found.append(other)
    return found


def _worth_comparing(
    best: Sentence,
    said: Sequence[str],
    others: Sequence[Sentence],
    idf: Idf,
    glance: float = GLANCE,
) -> Iterator[Sentence]:
    """The others that share enough words as they stand; a cheap look before the costly one."""
    if len(said) < FEWEST_WORDS:
        return
    weights = {key: idf(key) for key in set(map(stem, said))}
    total = sum(weights.values())
    for other in others:
        if other.id == best.id or not total or len(words_of(other.text)) < FEWEST_WORDS:
            continue
        shared = sum(weights.get(key, 0.0) for key in set(map(stem, words_of(other.text))))
        if shared > glance * total:
            yield other


def _likeness(
    best: Sentence, other: Sentence, said: Sequence[str], idf: Idf, synonyms: Synonyms
) -> float:
    """Similarity, raised by a shared count, or by one holding nearly all of the other."""
    theirs = words_of(other.text)
    there = covered(said, theirs, idf, synonyms)
    back = covered(theirs, said, idf, synonyms)
    alike = 2 * there * back / (there + back) if there and back else 0.0
    if _agreeing(claims(best.text).counts, claims(other.text).counts):
        alike += SHARED_COUNT
    shorter = back if len(theirs) < len(said) else there
    if shorter >= CONTAINED and min(len(theirs), len(said)) >= CONTAINED_WORDS:
        alike = max(alike, SAME)
    return alike


def _apart(own: Claims, theirs: Claims, alike: float) -> bool:
    """Whether two sentences in like words say different things."""
    if _opposed(own, theirs) or _apart_in_place(own, theirs):
        return True
    conflicts = _conflicting(own.counts, theirs.counts)
    if _apart_in_time(own.dates, theirs.dates):
        short = min(len(own.words), len(theirs.words)) < VERBATIM_WORDS
        if conflicts or short or alike < VERBATIM:
            return True
    counted = {count.topic for count in own.counts}, {count.topic for count in theirs.counts}
    if alike < VERBATIM and all(counted) and counted[0].isdisjoint(counted[1]):
        return not _agreeing(own.counts, theirs.counts)
    if len(set(conflicts)) > 1 or (conflicts and alike < SURE):
        return True
    return alike < VERBATIM and _exclusive(own.persons, theirs.persons, same_name)


def _other_event(own: Claims, theirs: Claims) -> bool:
    return (
        _opposed(own, theirs)
        or _apart_in_place(own, theirs)
        or _apart_in_time(own.dates, theirs.dates)
    )


def _opposed(own: Claims, theirs: Claims) -> bool:
    """Whether what one denies, the other says: «ليس وشيكا» and «وشيك»."""
    shared = own.words & theirs.words
    denied = (own.denied ^ theirs.denied) & shared
    agreed = own.denied & theirs.denied
    if len(denied) > len(agreed):
        return True
    return any(
        (
            one in own.words
            and other in theirs.words
            and other not in own.words
            and one not in theirs.words
        )
        for one, other in (*antonyms(), *((b, a) for a, b in antonyms()))
    )


def _apart_in_place(own: Claims, theirs: Claims) -> bool:
    return _exclusive(
        tuple(place for place in own.places if not same_place(place, theirs.text)),
        tuple(place for place in theirs.places if not same_place(place, own.text)),
        lambda *_: False,
    )


def _exclusive(own: Sequence[str], theirs: Sequence[str], same: Callable[[str, str], bool]) -> bool:
    """Whether each side has something, and no two of them are the same."""
    return bool(own) and bool(theirs) and not any(same(a, b) for a in own for b in theirs)


def _apart_in_time(own: Sequence[Date], theirs: Sequence[Date]) -> bool:
    """Whether both say when, and no time of one could be one of the other's."""
    pairs = [(a, b) for a in own for b in theirs if _comparable(a, b)]
    return bool(pairs) and all(differing(a, b) for a, b in pairs)


def _comparable(one: Date, other: Date) -> bool:
    fields = ("year", "month", "day", "weekday")
    return any(
        getattr(one, field) is not None and getattr(other, field) is not None for field in fields
    )


def _conflicting(own: Sequence[Count], theirs: Sequence[Count]) -> list[str]:
    """The topics both count with no value in common, nor one the sum of the other's."""
    topics = dict.fromkeys(count.topic for count in own)
    return [
        topic
        for topic in topics
        if (mine := _values(own, topic))
        and (other := _values(theirs, topic))
        and not {*mine, sum(mine)} & {*other, sum(other)}
    ]


def _values(counts: Sequence[Count], topic: str) -> list[float]:
    return [count.value for count in counts if count.topic == topic]


def _agreeing(own: Sequence[Count], theirs: Sequence[Count]) -> bool:
    """Whether they count the same thing alike, or share a number too large for chance."""
    if {c.value for c in own if c.value >= TELLING} & {c.value for c in theirs}:
        return True
    return bool({(c.topic, c.value) for c in own} & {(c.topic, c.value) for c in theirs})


def differences(sentences: Sequence[tuple[int, str]]) -> tuple[Difference, ...]:
    """Where sentences that state the same give other numbers, dates or names.

    `sentences` are citation ids with their quotes; the values carry the ids. An approximate
    form is the same number, a hamza or a diacritic no other spelling.
    """
    told = [(number, claims(text)) for number, text in sentences]
    return (*_numbers_differ(told), *_dates_differ(told), *_names_differ(told))


Told = Sequence[tuple[int, Claims]]


def _numbers_differ(told: Told) -> Iterator[Difference]:
    topics = dict.fromkeys(count.topic for _, each in told for count in each.counts)
    for topic in topics:
        values = [
            (id_, {c.value: c.text for c in each.counts if c.topic == topic}) for id_, each in told
        ]
        present = [(id_, found) for id_, found in values if found]
        if any(not a.keys() & b.keys() for _, a in present for _, b in present):
            yield _difference(
                "number", [(id_, v, text) for id_, f in present for v, text in f.items()]
            )


def _dates_differ(told: Told) -> Iterator[Difference]:
    for field in ("year", "month", "day", "weekday"):
        present = [
            (id_, {getattr(d, field): d.text for d in each.dates if getattr(d, field) is not None})
            for id_, each in told
        ]
        present = [(id_, found) for id_, found in present if len(found) == 1]
        if len({next(iter(found)) for _, found in present}) > 1:
            yield _difference(
                "date", [(id_, v, text) for id_, f in present for v, text in f.items()]
            )
            return


def _names_differ(told: Told) -> Iterator[Difference]:
    """One person in several spellings."""
    groups: list[list[tuple[int, object, str]]] = []
    for id_, each in told:
        for person in each.persons:
            spelt = " ".join(forms(person))
            group = next(
                (g for g in groups if any(same_name(person, text) for _, _, text in g)), None
            )
            if group is None:
                groups.append([(id_, spelt, person)])
            else:
                group.append((id_, spelt, person))
    for group in groups:
        full = max(len(text.split()) for _, _, text in group)
        whole = [member for member in group if len(member[2].split()) == full]
        if len({spelt for _, spelt, _ in whole}) > 1:
            yield _difference("name", whole)


def _difference(kind: DifferenceKind, said: Sequence[tuple[int, object, str]]) -> Difference:
    """The values in the order of their first citation, each as first written."""
    texts: dict[object, str] = {}
    ids: dict[object, list[int]] = {}
    for id_, value, text in said:
        texts.setdefault(value, text)
        if id_ not in ids.setdefault(value, []):
            ids[value].append(id_)
    return Difference(kind, tuple(Value(texts[v], tuple(ids[v])) for v in texts))
