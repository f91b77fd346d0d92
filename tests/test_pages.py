import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import Known, answer, citation, running

from index.files import from_bytes
from index.sentences import split
from index.store import UPLOADS, Index
from index.values import Sentence
from rag.answer import Agreement, Difference, Short, Statement, Value
from ui.app import build
from ui.kept import Kept
from ui.pages import PER_PAGE, marked, paragraphs, source_address
from ui.phrases import PHRASES, language_of, wanted
from ui.security import access
from ui.service import Service

EVIL = '<script>alert("x")</script> وصل الوفد & غادر. **Bold** [link](javascript:alert(1)).'
NAME = "أخبار/a b%?#'\".txt"
TEXTS = {
    "news.txt": "عنوان الخبر\n\nوصل الوفد مساء الثلاثاء. ثم غادر  الأربعاء.\nوقال «نعم».\n",
    "evil.txt": EVIL,
    NAME: "The delegation arrived. It left on Wednesday.",
}
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """What a browser would make of a page: elements by id, balanced tags, links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.texts: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        self.tags.append((tag, given_))
        if given_.get("id"):
            assert given_["id"] not in self.texts, "an id stands twice"
            self.texts[str(given_["id"])] = ""
        if tag not in VOID:
            self.open.append((tag, given_.get("id")))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        for _, id_ in self.open:
            if id_:
                self.texts[id_] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("data")) as opened:
        list(opened.add(from_bytes(name, text.encode(), UPLOADS) for name, text in TEXTS.items()))
        yield opened


@pytest.fixture(scope="module")
def service(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    pipeline = Known()
    pipeline.index = index  # type: ignore[assignment]
    kept = Kept.open(tmp_path_factory.mktemp("kept"))
    yield Service(pipeline, kept)  # type: ignore[arg-type]
    kept.close()


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
    with running(build(service, everybody, chat=False)) as opened:
        yield opened


@pytest.mark.parametrize("name", TEXTS)
def test_every_sentence_of_a_source_has_its_anchor(
    client: httpx.Client, index: Index, name: str
) -> None:
    page = Page(client.get(f"/sources/{quote(name)}").text)
    for sentence in index.sentences(name):
        assert page.texts[f"s{sentence.ordinal}"] == sentence.text


def test_slashes_in_a_name_may_be_encoded_too(client: httpx.Client) -> None:
    assert client.get(f"/sources/{quote(NAME, safe='')}").status_code == 200


def test_an_article_can_put_nothing_into_its_page(client: httpx.Client) -> None:
    response = client.get("/sources/evil.txt")
    assert "<script" not in response.text
    assert "&lt;script&gt;" in response.text
    assert "**Bold** [link](javascript:alert(1))" in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "script-src" not in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/sources", "/sources/news.txt", "/sources/x", "/answers/x", "/sign-in", "/docs"]
)
def test_a_page_needs_nothing_from_another_host(client: httpx.Client, path: str) -> None:
    html = client.get(path).text
    links = re.findall(r'(?:src|href|action)="([^"]*)"', html)
    assert links
    assert all(link.startswith(("/", "#")) for link in links)
    for link in links:
        if link.startswith("/resources/"):
            assert client.get(link).status_code == 200


@pytest.mark.parametrize("file", ["pages.css", "swagger/swagger-ui.css"])
def test_the_styles_need_nothing_either(client: httpx.Client, file: str) -> None:
    assert not re.search(r"url\(\s*['\"]?https?:|@import", client.get(f"/resources/{file}").text)


@pytest.mark.parametrize(
    ("language", "direction", "word"),
    [("ar", "rtl", "المصادر"), ("en-GB,en;q=0.9", "ltr", "Sources"), ("", "rtl", "المصادر")],
)
def test_a_page_speaks_its_readers_language(
    client: httpx.Client, language: str, direction: str, word: str
) -> None:
    html = client.get("/sources/news.txt", headers={"Accept-Language": language}).text
    page = Page(html)
    assert page.all("html")[0] == {"lang": language[:2] or "ar", "dir": direction}
    assert page.all("article")[0] == {"lang": "ar", "dir": "rtl"}
    assert word in html


def test_an_english_article_runs_from_left_to_right(client: httpx.Client) -> None:
    page = Page(client.get(f"/sources/{quote(NAME)}", headers={"Accept-Language": "ar"}).text)
    assert page.all("html")[0]["dir"] == "rtl"
    assert page.all("article")[0] == {"lang": "en", "dir": "ltr"}
    assert {each["dir"] for each in page.all("p") if "dir" in each} == {"auto"}


def test_the_other_cited_sentences_are_marked(client: httpx.Client) -> None:
    page = Page(client.get("/sources/news.txt?cited=1,3,x,99999999999,-1").text)
    marked_ = [each["id"] for each in page.all("span") if each.get("class") == "sentence cited"]
    assert marked_ == ["s1", "s3"]


@pytest.mark.parametrize("path", ["/sources/no.txt", "/sources/%00", "/sources/%ff", "/answers/a"])
def test_what_is_missing_is_a_page_too(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    Page(response.text)


def test_pages_are_read_only(client: httpx.Client) -> None:
    assert client.head("/sources/news.txt").status_code == 200
    response = client.post("/sources/news.txt")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"


def test_the_list_names_every_source(client: httpx.Client) -> None:
    page = Page(client.get("/sources").text)
    addresses = {each["href"] for each in page.all("a")}
    assert {source_address(name) for name in TEXTS} <= addresses
    for odd in ("0", "-1", "x", "9" * 30, ""):
        assert client.get("/sources", params={"page": odd}).status_code == 200


def test_a_long_list_is_cut_into_pages(tmp_path: Path) -> None:
    with Index.open(tmp_path) as many:
        list(
            many.add(
                from_bytes(f"{n:04}.txt", f"نص {n}".encode(), UPLOADS) for n in range(PER_PAGE + 1)
            )
        )
        pipeline = Known()
        pipeline.index = many  # type: ignore[assignment]
        kept = Kept.open(tmp_path)
        everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
        app = build(Service(pipeline, kept), everybody, chat=False)  # type: ignore[arg-type]
        with running(app) as client:
            first, second = client.get("/sources").text, client.get("/sources?page=2").text
        kept.close()
    assert 'rel="next" href="/sources?page=2"' in first
    assert 'rel="prev" href="/sources?page=1"' in second
    assert "0200.txt" in second
    assert "0200.txt" not in first


# The page of an answer.


def cited(service: Service, ordinal: int, number: int) -> object:
    sentence = service.pipeline.index.sentences("news.txt")[ordinal - 1]
    return citation(
        number,
        sentence.start,
        sentence.end,
        source="news.txt",
        sha256=sentence.sha256,
        sentence=ordinal,
        quote=sentence.text,
        url=f"/sources/news.txt#s{ordinal}",
    )


def test_an_answer_is_shown_with_its_sentences(client: httpx.Client, service: Service) -> None:
    first, second = cited(service, 2, 1), cited(service, 3, 2)
    differ = Difference("date", (Value("الثلاثاء", (1,)), Value("الأربعاء", (2,))))
    service.kept.keep(
        answer(
            question="متى <b>وصل</b>؟",
            statements=(Statement(first.quote, (1, 2), highlight=((5, 10),)),),
            citations=(first, second),
            agreement=(Agreement(0, 2, (differ,)),),
        )
    )
    html = client.get("/answers/a-1", headers={"Accept-Language": "en"}).text
    page = Page(html)
    assert "متى &lt;b&gt;وصل&lt;/b&gt;؟" in html
    assert f"<strong>{first.quote[5:10]}</strong>" in html
    assert first.quote in page.texts["c1"]
    assert second.quote in page.texts["c2"]
    assert "/sources/news.txt#s2" in {each.get("href") for each in page.all("a")}
    assert PHRASES["en"]["unchanged"] in html
    assert "2 sources agree" in html
    assert "Sources differ" in html
    assert "الأربعاء" in html
    for path in ("bundle", "copy?format=markdown", "copy?format=html", "copy?format=text"):
        assert client.get(f"/v1/answers/a-1/{path}").status_code == 200
        assert f"/v1/answers/a-1/{path}" in {each.get("href") for each in page.all("a")}


@pytest.mark.parametrize(("language", "label"), [("ar", "باختصار:"), ("en", "In short:")])
def test_an_answer_shows_its_short_one_first(
    client: httpx.Client, service: Service, language: str, label: str
) -> None:
    one = cited(service, 2, 1)
    service.kept.keep(answer("a-s", citations=(one,), short=Short("<b>نعم", 1, None, None)))
    html = client.get("/answers/a-s", headers={"Accept-Language": language}).text
    line = f'<p class="short">{label} <bdi>&lt;b&gt;نعم</bdi></p>'
    assert html.index(line) < html.index("<blockquote")


def test_a_refusal_shows_the_nearest(client: httpx.Client, service: Service) -> None:
    near = cited(service, 2, 1)
    refusal = {"answered": False, "statements": (), "citations": (), "agreement": ()}
    service.kept.keep(answer("a-2", **refusal, nearest=(near,), text="لا تذكر المقالات ذلك."))
    html = client.get("/answers/a-2", headers={"Accept-Language": "en"}).text
    assert PHRASES["en"]["refused"] in html
    assert PHRASES["en"]["nearest"] in html
    assert near.quote in Page(html).texts["c1"]


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"sha256": "0" * 64}, "changed"),
        ({"sha256": "0" * 64, "start": 0, "end": 24}, "moved"),
        ({"quote": "لم يقله أحد."}, "gone"),
        ({"source": "no.txt"}, "absent"),
    ],
)
def test_an_answer_says_what_has_changed_since(
    client: httpx.Client, service: Service, changes: dict[str, object], phrase: str
) -> None:
    one = cited(service, 2, 1)
    fields = {name: getattr(one, name) for name in one.__dataclass_fields__} | changes
    service.kept.keep(answer("a-3", citations=(type(one)(**fields),)))
    html = client.get("/answers/a-3", headers={"Accept-Language": "en"}).text
    assert PHRASES["en"][phrase] in html
    assert PHRASES["en"]["stale"] in html
    assert PHRASES["en"]["unchanged"] not in html


# The pieces.


@given(st.text(alphabet="اب .\n\r\u2028!؟ \tx", max_size=200))
def test_the_paragraphs_hold_every_sentence_and_all_that_shows(text: str) -> None:
    sentences = [
        Sentence(n, 1, "s", "", 1, n, span.start, span.end, 1, text[span.start : span.end])
        for n, span in enumerate(split(text), start=1)
    ]
    pieces = [piece for paragraph in paragraphs(text, sentences) for piece in paragraph]
    assert [p.text for p in pieces if p.ordinal] == [s.text for s in sentences]
    assert "".join("".join(p.text for p in pieces).split()) == "".join(text.split())


@given(st.text(max_size=50), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))))
def test_marks_never_lose_or_open_anything(text: str, highlight: list[tuple[int, int]]) -> None:
    html = marked(text, highlight)
    assert html.striptags() == "" or html.count("<strong>") == html.count("</strong>")
    assert re.sub(r"</?strong>", "", html) == str(marked(text, []))
    assert "<" not in marked(text, [])


def test_both_languages_say_the_same_things() -> None:
    assert PHRASES["ar"].keys() == PHRASES["en"].keys()
    assert all(phrase for words in PHRASES.values() for phrase in words.values())


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("en", "en"), ("ar,en;q=0.5", "ar"), ("fr,en;q=0.5", "en"), ("fr", "en"), ("*", "ar"),
     ("en;q=0.2,ar;q=0.7", "ar"), ("en;q=x", "en"), (";;,,", "en"), ("", "ar")],
)  # fmt: skip
def test_the_language_asked_for(accepted: str, language: str) -> None:
    assert wanted(accepted) == language


def test_the_language_of_a_text() -> None:
    assert language_of("Reuters: وصل الوفد اليوم إلى بغداد") == "ar"
    assert language_of("The delegation (الوفد) arrived") == "en"
