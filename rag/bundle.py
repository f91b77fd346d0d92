"""Portable evidence: an answer with all that anybody needs to check it, without Isnad's index."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import InputError
from rag.answer import Answer
from rag.received import read_answer
from rag.recheck import NO_CONTEXT, Check, Lookup
from rag.verify import check_claims, verified, verify

TYPE = "isnad-bundle"
VERSION = 1
"""Of the format; it rises when a field of its own is added or means something else. What the
answer within gains, an older Isnad passes over."""
AROUND = 32
"""Characters of prefix and suffix: some five words tell two places of one sentence apart."""
ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
KINDS: dict[str, type] = {
    "generator": dict,
    "answer": dict,
    "annotations": list,
    "sources": list,
    "sha256": str,
}


def make(
    answer: Answer | Mapping[str, Any], texts: Mapping[str, str], version: str
) -> dict[str, Any]:
    """The bundle of an answer.

    Its citations (of a refusal: the nearest sentences) are W3C Web Annotations
    (https://www.w3.org/TR/annotation-model/): the statement is the body, the sentence the target,
    by TextPositionSelector and TextQuoteSelector. `sha256` is that of all the rest as JSON with
    sorted keys; it tells damage, not forgery, which the sources themselves tell.

    Args:
        answer: the answer, or its dict.
        texts: the sources' texts as they were quoted; where one is missing, or no longer the
            same, the quotes go without prefix and suffix.
        version: of the Isnad that makes it.
    """
    plain = _plain(answer.to_dict() if isinstance(answer, Answer) else answer)
    contexts = {each["id"]: _context(each, texts) for each in _cited(plain)}
    bundle = {
        "type": TYPE,
        "version": VERSION,
        "generator": {"name": "Isnad", "version": version},
        "answer": plain,
        "annotations": _annotations(plain, contexts),
        "sources": _sources(plain),
    }
    return {**bundle, "sha256": _digest(bundle)}


def quoted_texts(answer: Mapping[str, Any], lookup: Lookup) -> dict[str, str]:
    """The texts of an answer's sources by name, of those that are still as they were quoted."""
    found = {(each["source"], each["sha256"]): lookup(each["source"]) for each in _cited(answer)}
    return {
        name: source.text
        for (name, sha256), source in found.items()
        if source is not None and source.sha256 == sha256
    }


def is_bundle(value: object) -> bool:
    """Whether it means to be a bundle, and not an answer as `ask --json` prints it."""
    return isinstance(value, dict) and (value.get("type") == TYPE or "annotations" in value)


def recheck(bundle: object, lookup: Lookup) -> list[Check]:
    """Check a bundle, or a bare answer, against its sources.

    Returns:
        A check for each thing it says, as `rag.verify.verify` has them.

    Raises:
        InputError: it is neither, a bundle of a newer version, or one that contradicts itself.
    """
    if not is_bundle(bundle):
        return verify(bundle, lookup)
    assert isinstance(bundle, dict)
    _check_form(bundle)
    answer = bundle["answer"]
    received = read_answer(answer)
    for at, each in enumerate(_cited(answer)):
        if not isinstance(each.get("url"), str):
            raise InputError(f"not a bundle: the url of citation {at + 1} is missing or not text")
    for name in ("id", "language"):
        if not isinstance(answer.get(name), str):
            raise InputError(f"not a bundle: answer.{name} is missing or not text")
    contexts = dict(_contexts(answer, bundle["annotations"]))
    if bundle["annotations"] != _annotations(answer, contexts):
        raise _tampered("its annotations are not those of its answer")
    if bundle["sources"] != _sources(answer):
        raise _tampered("its sources are not those of its answer")
    for check in check_claims(received):
        if check.status != "exact":
            raise _tampered(f"{check.part} {check.reason}")
    return verified(received, lookup, contexts)


def _check_form(bundle: dict[str, Any]) -> None:
    """InputError where it is no bundle that this version reads, or not as it was made."""
    version = bundle.get("version")
    if bundle.get("type") != TYPE:
        raise InputError(f"not a bundle: its type is not {TYPE}")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError("not a bundle: its version is missing or not a whole number from 1")
    if version > VERSION:
        raise InputError(
            f"a bundle of format {version}, which this Isnad does not know: it reads format"
            f" {VERSION}; verify it with a newer Isnad"
        )
    for name, kind in KINDS.items():
        if not isinstance(bundle.get(name), kind):
            raise InputError(f"not a bundle: {name} is missing or of another kind")
    rest = {name: value for name, value in bundle.items() if name != "sha256"}
    if _digest(rest) != bundle["sha256"]:
        raise _tampered("its sha256 is not that of its contents")


def _annotations(
    answer: Mapping[str, Any], contexts: Mapping[int, tuple[str, str]]
) -> list[dict[str, Any]]:
    """A Web Annotation for each sentence that an answer names."""
    return [
        _annotation(answer, each, contexts.get(each["id"], NO_CONTEXT)) for each in _cited(answer)
    ]


def _annotation(
    answer: Mapping[str, Any], citation: Mapping[str, Any], context: tuple[str, str]
) -> dict[str, Any]:
    page, _, _ = citation["url"].partition("#")
    base, _, _ = page.partition("/sources/")
    bodies = [
        {"type": "TextualBody", "value": each["text"], "format": "text/plain"}
        for each in answer["statements"]
        if citation["id"] in each["citations"]
    ]
    quoted = {"type": "TextQuoteSelector", "exact": citation["quote"]}
    if any(context):
        quoted |= {"prefix": context[0], "suffix": context[1]}
    position = {"start": citation["start"], "end": citation["end"]}
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": f"{base}/answers/{answer['id']}#c{citation['id']}",
        "type": "Annotation",
        "motivation": "describing" if bodies else "highlighting",
        **({"body": bodies} if bodies else {}),
        "target": {
            "type": "SpecificResource",
            "source": page,
            "selector": [{"type": "TextPositionSelector", **position}, quoted],
        },
    }


def _contexts(
    answer: Mapping[str, Any], annotations: list[Any]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """The prefix and suffix of each quote; what is not where it belongs is left out."""
    for citation, annotation in zip(_cited(answer), annotations, strict=False):
        try:
            quoted = annotation["target"]["selector"][1]
            found = (quoted.get("prefix"), quoted.get("suffix"))
        except (AttributeError, IndexError, KeyError, TypeError):
            continue
        if all(isinstance(each, str) for each in found):
            yield citation["id"], found


def _sources(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """Every source with its digest, in the order of the citations."""
    pairs = dict.fromkeys((each["source"], each["sha256"]) for each in _cited(answer))
    return [{"source": name, "sha256": sha256} for name, sha256 in pairs]


def _cited(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer["citations"] or answer["nearest"]
    return found


def _context(citation: Mapping[str, Any], texts: Mapping[str, str]) -> tuple[str, str]:
    text = texts.get(citation["source"], "")
    start, end = citation["start"], citation["end"]
    if text[start:end] != citation["quote"]:
        return NO_CONTEXT
    return text[max(0, start - AROUND) : start], text[end : end + AROUND]


def _plain(value: object) -> Any:
    """A value as JSON gives it back: lists for tuples, and 1 for 1.0, as other languages write it.

    Half a surrogate pair, which no file can hold, becomes a question mark.
    Raises InputError: it is nested too deeply.
    """
    try:
        written = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        return json.loads(written, parse_float=_number)
    except RecursionError as error:
        raise InputError("not a bundle: nested too deeply") from error


def _number(digits: str) -> int | float:
    number = float(digits)
    return int(number) if number.is_integer() else number


def _digest(bundle: Mapping[str, Any]) -> str:
    """The sha256 of a bundle's contents, however their JSON was spaced and ordered."""
    text = json.dumps(_plain(bundle), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _tampered(what: str) -> InputError:
    return InputError(f"a bundle that is not as it was made: {what}")
