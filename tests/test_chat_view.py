"""What the chat page's HTML says, and that no text of an article or a reader becomes markup."""

import re
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import split
from index.values import Document, Sentence
from rag.answer import Agreement, Answer, Citation, Difference, Short, Statement, Value
from ui import chat_sources, chat_strings, chat_view
from ui.chat_frame import framed, language_of
from ui.chat_pages import revive
from ui.chat_strings import SENTENCES, SOURCES_AGREE, STRINGS, count, say

NASTY = "<script>alert(1)</script> **b** [x](http://h) \"'&amp; {n} ${v} {{w}}"
VOID = {"input", "br", "img", "path"}


class Page(HTMLParser):
    """The tags, texts and attributes of some HTML; fails where tags do not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def citation(number: int = 1, source: str = "a.txt", quote: str = "وصل الوفد.") -> Citation:
    return Citation(number, source, "0" * 64, number, 0, len(quote), quote, "/sources/a#s1")


def answer(**changes: object) -> Answer:
    fields: dict[str, object] = {
        "id": "a-1",
        "question": "من وصل؟",
        "language": "ar",
        "answered": True,
        "confidence": 0.9,
        "text": "وصل الوفد. [1]",
        "statements": (Statement("وصل الوفد.", (1, 2), highlight=((4, 9),)),),
        "citations": (citation(1), citation(2, "b.txt")),
        "agreement": (Agreement(0, 2),),
        "nearest": (),
        "answerer": "extractive",
    }
    return Answer(**{**fields, **changes})  # type: ignore[arg-type]


TITLES = {"a.txt": "العنوان", "b.txt": "آخر"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_of_an_answer_becomes_markup(language: chat_strings.Language) -> None:
    nasty = citation(1, f"{NASTY}.txt", NASTY)
    other = citation(2, "b.txt", NASTY)
    difference = Difference("name", (Value("alert", (1,)), Value("script", (2,))))
    shown = answer(
        id=NASTY,
        question=NASTY,
        text=NASTY,
        statements=(Statement(NASTY, (1, 2), "unsupported", ((1, 7), (3, 9))),),
        citations=(nasty, other),
        agreement=(Agreement(0, 2, (difference,)),),
    )
    plain = Page(chat_view.turn(answer(), TITLES, language))
    page = Page(chat_view.turn(shown, {"b.txt": NASTY}, language))
    assert set(page.tags) - {"em"} <= set(plain.tags) | {"p"}
    assert NASTY in page.text
    refused = answer(answered=False, statements=(), citations=(), agreement=(), nearest=(nasty,))
    assert "script" not in Page(chat_view.turn(refused, {}, language)).tags


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_a_statement_keeps_its_words_whatever_is_highlighted(
    text: str, spans: list[tuple[int, int]]
) -> None:
    chosen = tuple((a, b) for a, b in spans if a < b <= len(text))
    marked = chat_view.marked(Statement(text, (1,), highlight=chosen))
    assert unescape(re.sub("</?strong>", "", marked)) == unescape(escape(text))


@given(st.text(alphabet="abاب<>&\"'12;x ", max_size=40), st.lists(st.text(max_size=4), max_size=3))
def test_values_are_set_off_without_changing_the_sentence(text: str, values: list[str]) -> None:
    set_off = chat_view.emphasised(text, values)
    assert re.sub("</?em>", "", set_off) == escape(text)


def test_the_words_that_answer_are_bold() -> None:
    html = chat_view.turn(answer(), TITLES, "ar")
    assert "<strong>الوفد</strong>" in html


def test_every_quote_question_and_title_takes_its_own_direction() -> None:
    html = chat_view.turn(answer(), TITLES, "en")
    assert '<h2 class="question" dir="auto">' in html
    assert '<blockquote dir="auto">' in html
    assert html.count('<bdi dir="auto">') == 4


def test_agreement_is_said_and_the_sentences_stand_side_by_side() -> None:
    page = Page(chat_view.turn(answer(), TITLES, "en"))
    assert "2 sources agree" in page.text
    cards = [a for a in page.attributes if a.get("class") == "card"]
    assert [card["data-source"] for card in cards] == ["a.txt", "b.txt"]


def test_differences_name_their_values_and_one_source_is_said_to_be_alone() -> None:
    values = (Value("2500", (1,)), Value("900", (2,)))
    differing = answer(agreement=(Agreement(0, 2, (Difference("number", values),)),))
    text = Page(chat_view.turn(differing, TITLES, "en")).text
    assert "Sources differ on a number: \u20682500\u2069 / \u2068900\u2069" in text
    alone = answer(
        statements=(Statement("وصل الوفد.", (1,)),),
        citations=(citation(1),),
        agreement=(Agreement(0, 1),),
    )
    assert say("single", "ar") in Page(chat_view.turn(alone, TITLES, "ar")).text


def test_a_models_answer_says_whose_it_is_and_how_it_stands() -> None:
    said = Statement("وصل <b>3500</b>.", (1, 2), "unsupported")
    told = answer(statements=(said,), answerer="<i>openai:x", note="<u>انقطع")
    page = chat_view.turn(told, TITLES, "ar", asked="ومن <s>وصل؟")
    assert "المجيب: \u2068&lt;i&gt;openai:x\u2069" in page
    assert "&lt;u&gt;انقطع" in page
    assert "فُهم السؤال: \u2068من وصل؟\u2069" in page
    assert ">ومن &lt;s&gt;وصل؟</h2>" in page
    assert 'data-question="من وصل؟"' in page
    assert "لا يسنده أي مصدر" in page
    assert "متفق" not in page
    plain = chat_view.turn(answer(), TITLES, "en", asked="من وصل؟")
    assert "Answered by the articles’ sentences" in plain
    assert "Understood" not in plain
    assert "note" not in plain


@pytest.mark.parametrize(("language", "label"), [("ar", "باختصار:"), ("en", "In short:")])
def test_the_short_answer_stands_above_the_statements(
    language: chat_strings.Language, label: str
) -> None:
    html = chat_view.turn(answer(short=Short("<b>الوفد", 1, 4, 9)), TITLES, language)
    line = f'<p class="short">{label} <bdi>&lt;b&gt;الوفد</bdi></p>'
    assert html.index(line) < html.index("<blockquote")
    assert f"{label} &lt;b&gt;الوفد [1]\n" in html  # in what is copied
    assert 'class="short"' not in chat_view.turn(answer(), TITLES, language)


def test_a_refusal_shows_the_nearest_sentences_and_no_confidence() -> None:
    refused = answer(
        answered=False,
        text="لا تذكر المقالات جوابًا.",
        statements=(),
        citations=(),
        agreement=(),
        nearest=(citation(1), citation(2, "b.txt")),
    )
    page = Page(chat_view.turn(refused, TITLES, "ar"))
    assert "لا تذكر المقالات جوابًا." in page.text
    assert sum(a.get("class") == "card" for a in page.attributes) == 2
    assert "sure" not in [a.get("class") for a in page.attributes]


def test_the_copied_text_holds_the_citations() -> None:
    copied = chat_view.plain(answer(), TITLES, "en")
    assert copied.startswith("من وصل؟\n\nوصل الوفد. [1]\n")
    assert "[2] وصل الوفد.\n— آخر (b.txt, sentence 2)" in copied


def test_an_answer_that_is_not_kept_has_no_link_to_share() -> None:
    assert 'data-action="share"' in chat_view.turn(answer(), TITLES, "ar")
    assert 'data-action="share"' not in chat_view.turn(answer(), TITLES, "ar", shared=False)


def test_a_kept_answer_comes_back_as_it_was() -> None:
    import json

    values = (Value("1", (1,)), Value("2", (2,)))
    given_ = answer(
        agreement=(Agreement(0, 2, (Difference("number", values),)),),
        short=Short("الوفد", 1, 4, 9),
    )
    assert revive(json.loads(json.dumps(given_.to_dict()))) == given_
    older = {name: value for name, value in answer().to_dict().items() if name != "short"}
    assert revive(older) == answer()


def article(text: str, **marks: object) -> str:
    spans = split(text)
    sentences = [
        Sentence(n, 1, "a", "0", 1, n, s.start, s.end, 1, text[s.start : s.end])
        for n, s in enumerate(spans, 1)
    ]
    document = Document(1, "a", "r", "0", "عنوان", "2025-01-01", len(text), len(sentences))
    return chat_sources.article(document, text, sentences, "ar", **marks)  # type: ignore[arg-type]


@given(st.text())
def test_an_article_keeps_every_word(text: str) -> None:
    body = article(text).partition('<div class="text">')[2]
    shown = unescape(re.sub("<[^<>]*>", "", body)).split()
    assert "".join(shown) == "".join(unescape(escape(text)).split())


def test_the_target_is_highlighted_and_the_other_cited_sentences_lightly() -> None:
    html = article("واحد. اثنان.\nثلاثة.", target=2, cited=frozenset({2, 3}))
    assert '<mark class="target" tabindex="-1" data-s="2">اثنان.</mark>' in html
    assert '<mark class="cited" data-s="3">ثلاثة.</mark>' in html
    assert html.count('<p dir="auto">') == 2
    assert html.count("<mark") == 2


def test_both_languages_say_everything_with_the_same_values() -> None:
    for key, (arabic, english) in STRINGS.items():
        assert arabic, key
        assert english, key
        assert set(re.findall(r"{\w+}", arabic)) == set(re.findall(r"{\w+}", english)), key


@pytest.mark.parametrize(
    ("n", "arabic"),
    [(1, "جملة واحدة"), (2, "جملتان"), (7, "7 جمل"), (19, "19 جملة"), (103, "103 جمل")],
)
def test_arabic_counts_as_the_language_does(n: int, arabic: str) -> None:
    assert count(SENTENCES, n, "ar") == arabic
    assert count(SOURCES_AGREE, 4, "en") == "4 sources agree"


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "ar"),
        ({"accept-language": "en-GB,en;q=0.9,ar;q=0.8"}, "en"),
        ({"accept-language": "ar-IQ,en;q=0.9"}, "ar"),
        ({"accept-language": "fr"}, "ar"),
        ({"accept-language": "en", "cookie": "isnad_language=ar"}, "ar"),
        ({"accept-language": "ar", "cookie": "x=y; isnad_language=en"}, "en"),
        ({"cookie": "isnad_language=<script>"}, "ar"),
    ],
)
def test_the_language_is_the_readers_choice_then_the_browsers(
    headers: dict[str, str], language: str
) -> None:
    assert language_of(headers) == language


def test_the_page_has_its_language_and_direction_and_no_card_of_gradios() -> None:
    page = (
        b'<html\n lang="en"><head><meta property="og:image" content="https://x.example/i.png" />'
        b"<title>Gradio</title></head><body></body></html>"
    )
    arabic = framed(page, "ar", "dark").decode()
    assert 'lang="ar" dir="rtl" data-theme="dark"' in arabic
    assert "x.example" not in arabic
    assert "Gradio" not in arabic
    assert 'lang="en" dir="ltr"><head>' in framed(page, "en", "<b>").decode()
