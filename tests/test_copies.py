"""Copies with footnotes: every word arrives, and no word of an article becomes a mark."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.copies import copy, html, markdown, text

FORMS = ("markdown", "html", "text")
BASE = "https://isnad.example"
MARKS = "ab1. \n\t*_`[](){}<>#+-=|~!&;:/@\\^$\"'«»\u202eاب٣؟"


def citation(number: int, quote: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "source": "أ/a 1.txt", "sha256": "0" * 64, "sentence": 2, "start": 3,
            "end": 9, "quote": quote, "url": "/sources/a%201.txt#s2", **more}  # fmt: skip


def answer(quote: str = "وصل الوفد.", question: str = "من وصل؟", **more: Any) -> dict[str, Any]:
    value = {"text": "الثلاثاء", "citations": [1]}
    return {
        "id": "a-1", "question": question, "language": "ar", "answered": True, "confidence": 0.9,
        "text": f"{quote} [1][2]",
        "statements": [
            {"text": quote, "citations": [1, 2], "support": "verbatim", "highlight": []}
        ],
        "citations": [citation(1, quote), citation(2, quote)],
        "agreement": [
            {"statement": 0, "sources": 2, "differences": [{"kind": "date", "values": [value]}]}
        ],
        "nearest": [], "answerer": "extractive", **more,
    }  # fmt: skip


class Page(HTMLParser):
    """The elements and the text of some HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words).replace("\u202e", "")


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_holds_the_answer_and_where_it_stands(form: Any) -> None:
    made = copy(answer(), form, BASE)
    for part in ("من وصل؟", "وصل الوفد.", "أ/a 1.txt", f"{BASE}/sources/a%201.txt#s2",
                 "الجملة 2", "الثلاثاء", "عدد المصادر المتفقة: 2"):  # fmt: skip
        assert part in made
    assert made.endswith("\n")
    assert "/sources/a%201.txt" not in copy(answer(), form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("language", "label"), [("ar", "باختصار:"), ("en", "In short:")])
def test_the_short_answer_stands_above_what_it_is_of(form: Any, language: str, label: str) -> None:
    short = {"text": "<b>ال*وفد", "citation": 2, "start": 4, "end": 9}
    made = copy(answer(short=short, language=language), form, BASE)
    said = {
        "markdown": f"{label} \\<b\\>ال\\*وفد [^2]",
        "text": f"{label} <b>ال*وفد [2]",
        "html": f'<p>{label} &lt;b&gt;ال*وفد <sup><a href="#a-1-2">[2]</a></sup></p>',
    }
    assert made.index(said[form]) < made.index("وصل الوفد.")


@pytest.mark.parametrize("form", FORMS)
def test_a_refusal_holds_the_nearest(form: Any) -> None:
    refusal = answer(
        answered=False, text="لا تذكر المقالات ذلك.", statements=[], citations=[], agreement=[],
        nearest=[citation(1, "وصل الوفد.")],
    )  # fmt: skip
    made = copy(refusal, form)
    for part in ("لا تذكر المقالات ذلك.", "أقرب الجمل", "وصل الوفد."):
        assert part in made
    assert copy(refusal | {"nearest": []}, form)


@pytest.mark.parametrize("form", FORMS)
def test_a_models_words_are_told_from_an_articles(form: Any) -> None:
    said = {"text": "Yes.", "citations": [], "support": "unsupported", "highlight": []}
    made = copy(answer(statements=[said], language="en"), form)
    assert "not supported by the sources" in made


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/\\evil.example", "https://a.example/<b>", "data:,x", "x\ny"]
)
@pytest.mark.parametrize("form", FORMS)
def test_no_address_but_one_of_the_web_is_linked(form: Any, url: str) -> None:
    made = copy(answer(citations=[citation(1, "x", url=url)]), form)
    assert url not in made


WORDS = st.text(MARKS, max_size=40).map(lambda marks: f"{marks}م")


@given(WORDS, WORDS)
def test_html_is_only_ever_ours(quote: str, question: str) -> None:
    page = Page(html(answer(quote, question, id='"><x>'), BASE))
    plain = Page(html(answer("a", "b"), BASE))
    assert page.names == plain.names
    assert len(page.links) == len(plain.links)
    assert squeezed(quote) in squeezed(page.text)
    assert squeezed(question) in squeezed(page.text)


@given(WORDS, WORDS)
def test_markdown_shows_every_character_and_takes_none_for_a_mark(
    quote: str, question: str
) -> None:
    # Footnotes are an extension: what stands in them is read as what stands outside.
    made = re.sub(r"(?m)^\[\^(\d+)\]: ", r"note \1 ", markdown(answer(quote, question), BASE))
    page = Page(MarkdownIt("commonmark").enable("table").enable("strikethrough").render(made))
    assert set(page.names) <= {"p", "strong", "blockquote", "em", "a"}
    assert len(page.links) == 2
    assert page.names.count("blockquote") <= 1
    assert squeezed(quote) in squeezed(page.text)
    assert squeezed(question) in squeezed(page.text)


@given(st.text(max_size=40))
def test_a_line_of_text_is_never_an_articles(quote: str) -> None:
    lines = text(answer(quote), BASE).split("\n")
    assert len([line for line in lines if line.startswith("[")]) == (2 + lines[2].startswith("["))
    assert not any(
        re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", x) for x in lines
    )


@pytest.mark.parametrize("form", FORMS)
def test_one_source_that_contradicts_itself_is_not_called_several(form: str) -> None:
    second = {**citation(2, "وصل الوفد الأحد."), "source": "b.txt"}
    one = answer(citations=[citation(1, "وصل الوفد."), citation(2, "وصل الوفد الأحد.")])
    two = answer(citations=[citation(1, "وصل الوفد."), second])
    values = [{"text": "الثلاثاء", "citations": [1]}, {"text": "الأحد", "citations": [2]}]
    for each in (one, two):
        each["agreement"][0]["differences"] = [{"kind": "date", "values": values}]
    assert "يختلف المصدر مع نفسه في تاريخ" in copy(one, form, BASE)
    assert "تختلف المصادر في تاريخ" in copy(two, form, BASE)
