"""Copies of an answer to paste elsewhere: Markdown, HTML and plain text, with footnotes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Literal
from urllib.parse import urljoin

Format = Literal["markdown", "html", "text"]

WORDS = {
    "en": {
        "short": "In short: {}",
        "where": "{}, sentence {}, {}",
        "characters": "characters {} to {}",
        "agree": "{} sources agree",
        "number": "sources differ on a number",
        "date": "sources differ on a date",
        "name": "sources differ on a name",
        "within number": "the source differs from itself on a number",
        "within date": "the source differs from itself on a date",
        "within name": "the source differs from itself on a name",
        "supported": "written by a language model, checked on its sources",
        "unsupported": "not supported by the sources",
        "nearest": "Nearest sentences",
        "by": "Answered by {}",
        "extractive": "the articles’ sentences",
    },
    "ar": {
        "short": "باختصار: {}",
        "where": "المصدر {}، الجملة {}، {}",
        "characters": "الأحرف {} إلى {}",
        "agree": "عدد المصادر المتفقة: {}",
        "number": "تختلف المصادر في عدد",
        "date": "تختلف المصادر في تاريخ",
        "name": "تختلف المصادر في اسم",
        "within number": "يختلف المصدر مع نفسه في عدد",
        "within date": "يختلف المصدر مع نفسه في تاريخ",
        "within name": "يختلف المصدر مع نفسه في اسم",
        "supported": "صاغه نموذج لغوي وروجع على مصادره",
        "unsupported": "لا تسنده المصادر",
        "nearest": "أقرب الجمل",
        "by": "المجيب: {}",
        "extractive": "نصوص المقالات",
    },
}
MARKS = re.compile(r"[\\`*_\[\]<>&#|~!^$]|(?<=:)//|@")
"""What Markdown might take for a mark or an address anywhere in a line."""
OPENING = re.compile(r"(\d{1,9})([.)])|([-+=:])")
"""What it takes for a list or a heading at the start of one."""
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Controls of direction, which could reorder what stands after them."""


def copy(answer: Mapping[str, Any], form: Format, base: str = "") -> str:
    """An answer (as a dict) in one of the formats.

    `base` is the server's address; without it an address that is no whole one is left out.
    """
    made: dict[Format, Callable[[Mapping[str, Any], str], str]] = {
        "markdown": markdown,
        "html": html,
        "text": text,
    }
    return made[form](answer, base)


def markdown(answer: Mapping[str, Any], base: str = "") -> str:
    """The answer with Markdown footnotes (as GitHub, Pandoc and Obsidian read them)."""
    words, cited = WORDS[answer["language"]], answer["citations"] or answer["nearest"]
    blocks = [f"**{_markdown(answer['question'])}**"]
    blocks += [f"{_markdown(said)} [^{number}]" for said, number in _short(answer)]
    for at, statement in enumerate(answer["statements"]):
        markers = "".join(f"[^{number}]" for number in statement["citations"])
        blocks.append(f"> {_markdown(statement['text'])} {markers}".rstrip())
        blocks += [f"*{_markdown(note)}*" for note in _notes(answer, at)]
    if not answer["answered"]:
        blocks.append(_markdown(answer["text"]))
        if cited:
            markers = " ".join(f"[^{each['id']}]" for each in cited)
            blocks.append(f"{words['nearest']}: {markers}")
    for each in cited:
        address = _address(each, base)
        where = _markdown(_where(each, words))
        where = f"[{where}](<{address}>)" if address else where
        blocks.append(f"[^{each['id']}]: «{_markdown(each['quote'])}» — {where}")
    blocks.append(f"*{_markdown(_by(answer))}*")
    return "\n\n".join(blocks) + "\n"


def html(answer: Mapping[str, Any], base: str = "") -> str:
    """The answer as a piece of HTML with footnotes, for a page of any direction."""
    words, language = WORDS[answer["language"]], answer["language"]
    name = escape(answer["id"])
    blocks = [f'<p dir="auto"><strong>{escape(_line(answer["question"]))}</strong></p>']
    for said, number in _short(answer):
        blocks.append(f'<p>{escape(said)} <sup><a href="#{name}-{number}">[{number}]</a></sup></p>')
    for at, statement in enumerate(answer["statements"]):
        markers = "".join(
            f'<sup><a href="#{name}-{number}">[{number}]</a></sup>'
            for number in statement["citations"]
        )
        said = escape(_line(statement["text"]))
        blocks.append(f'<blockquote dir="auto"><p>{said} {markers}</p></blockquote>')
        blocks += [f"<p><em>{escape(note)}</em></p>" for note in _notes(answer, at)]
    if not answer["answered"]:
        blocks.append(f"<p>{escape(_line(answer['text']))}</p>")
        if answer["nearest"]:
            blocks.append(f"<p>{words['nearest']}</p>")
    notes = []
    for each in answer["citations"] or answer["nearest"]:
        address, where = _address(each, base), escape(_where(each, words))
        where = f'<a href="{escape(address)}">{where}</a>' if address else where
        quote = f'<q dir="auto">{escape(_line(each["quote"]))}</q>'
        notes.append(f'<li id="{name}-{each["id"]}" value="{each["id"]}">{quote} — {where}</li>')
    if notes:
        blocks.append("<ol>\n" + "\n".join(notes) + "\n</ol>")
    blocks.append(f"<p><small>{escape(_by(answer))}</small></p>")
    direction = "rtl" if language == "ar" else "ltr"
    body = "\n".join(blocks)
    return f'<article lang="{escape(language)}" dir="{direction}">\n{body}\n</article>\n'


def text(answer: Mapping[str, Any], base: str = "") -> str:
    """The answer as plain text with footnotes; a line of it is never an article's invention."""
    words, cited = WORDS[answer["language"]], answer["citations"] or answer["nearest"]
    blocks = [_line(answer["question"])]
    blocks += [f"{said} [{number}]" for said, number in _short(answer)]
    for at, statement in enumerate(answer["statements"]):
        markers = "".join(f"[{number}]" for number in statement["citations"])
        notes = [f"({note})" for note in _notes(answer, at)]
        blocks.append("\n".join([f"{_line(statement['text'])} {markers}".rstrip(), *notes]))
    if not answer["answered"]:
        blocks.append(_line(answer["text"]))
        if cited:
            blocks.append(f"{words['nearest']}:")
    for each in cited:
        address = _address(each, base)
        lines = [f"[{each['id']}] «{_line(each['quote'])}»", f"    {_where(each, words)}"]
        blocks.append("\n".join(lines + ([f"    {address}"] if address else [])))
    blocks.append(_by(answer))
    return "\n\n".join(blocks) + "\n"


def _short(answer: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The short answer, if there is one, and the number behind it: ("In short: 2011", 1)."""
    short = answer.get("short")
    if not short:
        return []
    said = WORDS[answer["language"]]["short"].format(_line(short["text"]))
    return [(said, short["citation"])]


def _by(answer: Mapping[str, Any]) -> str:
    """Who gave the answer, and why not the model that was asked: "Answered by openai:small"."""
    words, name = WORDS[answer["language"]], _line(answer["answerer"])
    said = words["by"].format(words.get(name, name))
    return f"{said}. {_line(answer['note'])}" if answer.get("note") else said


def _notes(answer: Mapping[str, Any], at: int) -> list[str]:
    """What is to be known of a statement: who wrote it, how many agree, where they differ."""
    words = WORDS[answer["language"]]
    notes = [words[kind] for kind in [answer["statements"][at]["support"]] if kind in words]
    for agreed in answer["agreement"]:
        if agreed["statement"] != at or words["unsupported"] in notes:
            continue
        if agreed["sources"] > 1:
            notes.append(words["agree"].format(agreed["sources"]))
        for difference in agreed["differences"]:
            values = [
                f"«{_line(value['text'])}» " + "".join(f"[{n}]" for n in value["citations"])
                for value in difference["values"]
            ]
            who = "" if _sources(answer, difference) > 1 else "within "
            notes.append(f"{words[who + difference['kind']]}: {' · '.join(values)}")
    return notes


def _sources(answer: Mapping[str, Any], difference: Mapping[str, Any]) -> int:
    """How many sources the values of a difference come from; one may differ from itself."""
    numbers = {n for value in difference["values"] for n in value["citations"]}
    return len({each["source"] for each in answer["citations"] if each["id"] in numbers})


def _where(citation: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Where a quote stands: "news/a.txt, sentence 8, characters 855 to 1019"."""
    place = words["characters"].format(citation["start"], citation["end"])
    return words["where"].format(_line(citation["source"]), citation["sentence"], place)


def _address(citation: Mapping[str, Any], base: str) -> str:
    """The whole address of a sentence, if there is one and it is of the web."""
    address = urljoin(base, citation["url"]) if base else citation["url"]
    plain = address.startswith(("http://", "https://")) and not re.search(r"[\s<>\\]", address)
    return address if plain and address.isprintable() else ""


def _line(text: str) -> str:
    r"""A text in one line, without what could steer a terminal or the order of its letters.

    "a\n\x1b[1mb" -> "a [1mb"
    """
    return " ".join("".join(map(_shown, text)).split())


def _shown(char: str) -> str:
    if char in BIDI or (unicodedata.category(char) in ("Cc", "Cs") and not char.isspace()):
        return ""
    return char


def _markdown(text: str) -> str:
    r"""A text in one line whose marks mean themselves.

    "a*b" -> r"a\*b", "1. x" -> r"1\. x"
    """
    line = MARKS.sub(_marked, _line(text))
    return OPENING.sub(r"\1\\\2\3", line, count=1) if OPENING.match(line) else line


def _marked(mark: re.Match[str]) -> str:
    return {"//": "\\//", "@": "&#64;"}.get(mark.group(), "\\" + mark.group())
