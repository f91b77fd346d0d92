"""Re-checks quotes against the sources as they are now: each is exact, moved or gone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any, Literal, Protocol

from index.errors import UnknownSourceError
from index.values import Document

Status = Literal["exact", "moved", "gone"]

MOST_PLACES = 1_000
"""Places of a quote that are compared: a sentence stands in an article once or twice."""
NO_CONTEXT = ("", "")


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it stands now."""

    sha256: str
    text: str


Lookup = Callable[[str], Source | None]
"""Gives the source of a name, None where there is none."""
Contexts = Mapping[int, tuple[str, str]]
"""What stood before and after the quote of a citation, by the citation's id."""


class Sources(Protocol):
    """What is needed of the index."""

    def document(self, source: str) -> Document:
        """The document of that name; UnknownSourceError if there is none."""

    def text(self, source: str) -> str:
        """The text of a source; UnknownSourceError."""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one thing an answer says; `part` names it: «citation 1», «text», «source».

    `exact`: it is so; of a quote, it stands where it stood. `moved`: the quote stands elsewhere
    in the source, now at `start`. `gone`: the source does not say it, or there is no such source.
    `changed` says that the source is not, byte for byte, the one that was quoted, `present` that
    there is one of its name. `reason` is empty where there is nothing to add.
    """

    part: str
    status: Status
    citation: int = 0
    source: str = ""
    sentence: int = 0
    start: int | None = None
    changed: bool = False
    present: bool = True
    reason: str = ""


def recheck(
    citations: Sequence[Mapping[str, Any]],
    lookup: Lookup,
    part: str = "citation",
    contexts: Contexts | None = None,
) -> list[Check]:
    """One check for each citation (as a dict of the Answer object), in their order."""
    known = contexts or {}
    return [_check(each, lookup, part, known.get(each["id"], NO_CONTEXT)) for each in citations]


def in_index(index: Sources) -> Lookup:
    """Sources as they are indexed."""

    def lookup(name: str) -> Source | None:
        try:
            return Source(index.document(name).sha256, index.text(name))
        except UnknownSourceError:
            return None

    return lookup


def find(text: str, quote: str, near: int, prefix: str = "", suffix: str = "") -> int | None:
    """Where a quote stands in a text; None where it does not.

    Of several places the one is taken around which most of `prefix` and `suffix` stands, and
    of those that are alike the one nearest to `near`: in "a. b. a. c." the quote "a." with the
    suffix " c." stands at 6.
    """

    def fit(at: int) -> tuple[int, int]:
        end = at + len(quote)
        before, after = text[max(0, at - len(prefix)) : at], text[end : end + len(suffix)]
        same = _alike(reversed(before), reversed(prefix)) + _alike(after, suffix)
        return same, -abs(at - near)

    return max(islice(_places(text, quote), MOST_PLACES), key=fit, default=None)


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts begin alike with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _places(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _check(
    citation: Mapping[str, Any], lookup: Lookup, part: str, context: tuple[str, str]
) -> Check:
    number, name, quote = citation["id"], citation["source"], citation["quote"]
    start, end = citation["start"], citation["end"]
    source = lookup(name)

    def check(status: Status, at: int | None, reason: str) -> Check:
        changed = source is None or source.sha256 != citation["sha256"]
        return Check(
            f"{part} {number}",
            status,
            number,
            name,
            citation["sentence"],
            at,
            changed,
            source is not None,
            reason,
        )

    if source is None:
        return check("gone", None, "no such source")
    changed = source.sha256 != citation["sha256"]
    wrong = "the source has changed" if changed else f"characters {start} to {end} say another"
    prefix, suffix = context
    if start < end <= len(source.text) and source.text[start:end] == quote:
        around = source.text[max(0, start - len(prefix)) : end + len(suffix)]
        if not changed and around != prefix + quote + suffix:
            return check("gone", start, "what stands before or after it is not what was quoted")
        said = f"{wrong}; the quote stands where it stood" if changed else ""
        return check("exact", start, said)
    found = find(source.text, quote, start, *context)
    if found is None:
        return check("gone", None, f"{wrong}; the quote is not in it")
    return check("moved", found, f"{wrong}; the quote stands from character {found} on")
