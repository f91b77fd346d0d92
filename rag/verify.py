"""Verifies an answer against the sources: every quote, word for word, offline."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from index.errors import FileError, InputError
from index.files import read
from index.sentences import split
from rag.answer import YES_OR_NO
from rag.received import Received, joined, read_answer
from rag.recheck import Check, Contexts, Lookup, Source, recheck
from rag.support import verify as carries

REWORDED = (
    "is in other words; its numbers, dates, names, denials and words were checked against its"
    " quotes by rule"
)
"""What is said of a statement of a language model that passes."""


def verify(answer: object, lookup: Lookup, contexts: Contexts | None = None) -> list[Check]:
    """Check an answer, as `isnad ask --json` prints it, against its sources.

    A citation is exact when `text[start:end] == quote`, the quote is a whole sentence, and its
    url names that sentence. A statement is exact when it cites, its words are a cited quote's
    (where it claims to be verbatim) or are carried by its quotes (where a language model wrote
    it: `reason` says so), and what it says of agreeing and differing sources is so. The short
    answer is exact when it is the cited quote's words, or a yes or no. A source is
    exact when it has the same sha256. Of the confidence only its range can be checked.

    Args:
        answer: the parsed JSON.
        lookup: gives the source of a name, None where there is none.
        contexts: what stood before and after the quotes, where that is known.

    Returns:
        A check for each citation, statement, the text, the short answer where there is one, each
        nearest sentence and each source.

    Raises:
        InputError: this is no answer; the message names the field that is wrong.
    """
    return verified(read_answer(answer), lookup, contexts)


def verified(received: Received, lookup: Lookup, contexts: Contexts | None = None) -> list[Check]:
    """The same for an answer that is read already."""
    looked = cache(lookup)

    @cache
    def spans(name: str) -> list[tuple[int, int]]:
        source = looked(name)
        return [(span.start, span.end) for span in split(source.text)] if source else []

    def whole(checks: Iterable[Check], citations: Iterable[dict[str, Any]]) -> Iterator[Check]:
        for check, citation in zip(checks, citations, strict=True):
            yield _whole(check, citation, spans(check.source))

    given, nearest = received.citations, received.nearest
    return [
        *whole(recheck(given, looked, "citation", contexts), given),
        *_carried(received, check_claims(received)),
        *whole(recheck(nearest, looked, "nearest", contexts), nearest),
        *_check_sources([*given, *nearest], looked),
    ]


def check_claims(received: Received) -> list[Check]:
    """What an answer says of itself: its statements are its quotes, its text the statements."""
    if not received.answered:
        return []
    known = {citation["id"]: citation for citation in received.citations}
    checks = [
        _claim(f"statement {at}", _false_statement(statement, known, received.claims.get(at - 1)))
        for at, statement in enumerate(received.statements, 1)
    ]
    told = "".join(received.text.split()) == "".join(joined(received.statements).split())
    checks.append(_claim("text", "" if told else "is not the statements with their markers"))
    if received.short is not None:
        checks.append(_claim("short", _false_short(received.short, known)))
    used = {number for statement in received.statements for number in statement["citations"]}
    idle = [number for number in known if number not in used]
    return checks + [_claim(f"citation {number}", "no statement cites it") for number in idle]


def _carried(received: Received, checks: Iterable[Check]) -> Iterator[Check]:
    """The checks, those of statements in other words than their quotes' with what carries them.

    The rules are those a language model's statements pass when they are made; a cross-encoder
    and what it was sure of are not at hand here.
    """
    quotes = {citation["id"]: citation["quote"] for citation in received.citations}
    told = {f"statement {at}": each for at, each in enumerate(received.statements, 1)}
    for check in checks:
        statement = told.get(check.part)
        if check.status != "exact" or statement is None or statement["support"] == "verbatim":
            yield check
        elif statement["support"] == "unsupported":
            yield replace(check, reason="is marked unsupported, and was not checked")
        else:
            verdict = carries(statement["text"], [quotes[n] for n in statement["citations"]])
            if verdict.supported:
                yield replace(check, reason=REWORDED)
            else:
                reason = f"its quotes do not carry it: {verdict.reason}"
                yield replace(check, status="gone", reason=reason)


def in_folder(folder: Path) -> Lookup:
    """Sources as files of a folder; a name that leads out of it is no source.

    Raises InputError: there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder")

    def lookup(name: str) -> Source | None:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or "\0" in name:
            return None
        try:
            file = read(folder / parts, folder)
        except FileError:
            return None
        return Source(file.sha256, file.text)

    return lookup


def _whole(check: Check, citation: dict[str, Any], spans: list[tuple[int, int]]) -> Check:
    """The check, with what is wrong where its quote is not a whole sentence of the source."""
    if check.start is None:
        return check
    span = (check.start, check.start + len(citation["quote"]))
    if check.changed or check.status != "exact":
        part = "" if span in spans else "; there it is no whole sentence"
        return replace(check, reason=check.reason + part)
    ordinal = citation["sentence"]
    if spans[ordinal - 1 : ordinal] == [span]:
        return _addressed(check, citation["url"])
    return replace(check, status="gone", reason=f"the quote is not the whole of sentence {ordinal}")


def _addressed(check: Check, url: str) -> Check:
    """The check, with what is wrong where the url is not that of its source's sentence."""
    if url.endswith(f"/sources/{quote(check.source)}#s{check.sentence}"):
        return check
    return replace(check, status="gone", reason=f"its url {url!r} names something else")


def _check_sources(citations: Iterable[dict[str, Any]], lookup: Lookup) -> Iterator[Check]:
    for name, sha256 in dict.fromkeys((each["source"], each["sha256"]) for each in citations):
        source = lookup(name)
        if source is None:
            yield Check("source", "gone", 0, name, changed=True, present=False, reason="not there")
        elif source.sha256 != sha256:
            reason = f"is not the file that was quoted, whose sha256 is {sha256}"
            yield Check("source", "gone", 0, name, changed=True, reason=reason)
        else:
            yield Check("source", "exact", 0, name)


def _claim(part: str, wrong: str) -> Check:
    return Check(part, "gone" if wrong else "exact", reason=wrong)


def _false_statement(
    statement: dict[str, Any],
    known: Mapping[int, dict[str, Any]],
    claim: dict[str, Any] | None,
) -> str:
    """What is wrong in a statement, or in what is said of it; empty where nothing is."""
    numbers = statement["citations"]
    missing = [number for number in numbers if number not in known]
    if missing:
        return f"cites [{missing[0]}], which is not in the answer"
    cited = {number: known[number] for number in numbers}
    return _misquoted(statement, cited) or (_misclaimed(claim, cited) if claim else "")


def _false_short(short: dict[str, Any], known: Mapping[int, dict[str, Any]]) -> str:
    """What is wrong in the short answer; empty where nothing is."""
    number, start, end = short["citation"], short["start"], short["end"]
    if number not in known:
        return f"cites [{number}], which is not in the answer"
    if start is None:
        return "" if short["text"] in YES_OR_NO else "is no yes or no, and has no place in a quote"
    if short["text"].strip() and known[number]["quote"][start:end] == short["text"]:
        return ""
    return f"is not characters {start} to {end} of the quote of [{number}]"


def _misquoted(statement: dict[str, Any], cited: Mapping[int, dict[str, Any]]) -> str:
    """What is wrong between a statement and the quotes it cites."""
    if not cited and statement["support"] != "unsupported":
        return "cites nothing"
    quotes = [citation["quote"] for citation in cited.values()]
    if statement["support"] == "verbatim" and statement["text"] not in quotes:
        return "is said to be verbatim and is none of its quotes"
    if any(not 0 <= a < b <= len(statement["text"]) for a, b in statement["highlight"]):
        return "its highlight lies outside its text"
    return ""


def _misclaimed(claim: dict[str, Any], cited: Mapping[int, dict[str, Any]]) -> str:
    """What is wrong in how many sources are said to agree, and on what they differ."""
    distinct = len({citation["source"] for citation in cited.values()})
    if claim["sources"] != distinct:
        return f"is said to stand in {claim['sources']} sources and cites {distinct}"
    for difference in claim["differences"]:
        for value in difference["values"]:
            quotes = [cited[n]["quote"] for n in value["citations"] if n in cited]
            if not any(value["text"] in quote for quote in quotes):
                return f"no quote that it cites says {value['text']!r}"
    return ""
