"""The widget in a real headless Chromium, on the pages of another origin."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from chromium import launched
from playwright.sync_api import Browser, Page, Route, expect
from serving import Known, answer, citation, running
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route as Path_

from rag.pipeline import Pipeline
from ui.app import build
from ui.kept import Kept
from ui.security import access
from ui.service import Service

SCRIPT = Path(__file__).parents[1] / "ui" / "static" / "embed.js"
LARGEST = 20_000
"""Bytes of the script, as its readers were promised."""
QUESTION = "ما القاعدة التي تعرضت لهجوم بطائرات مسيرة مساء الثلاثاء؟"
ABSENT = "ما اسم الفريق الفائز بكأس العالم لكرة القدم؟"
MANY = "كم من المتوقع أن تستغرق المحادثات؟"
STRICT = (
    "default-src 'none'; script-src {isnad}; connect-src {isnad}; base-uri 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
BREACHES = """addEventListener('securitypolicyviolation',
    e => console.error('breach: ' + e.violatedDirective))"""

Visit = Callable[..., Page]


class Hosts:
    """Isnad, and the site of somebody else whose pages hold its widget."""

    def __init__(self, isnad: str, other: str, stranger: str) -> None:
        self.isnad = isnad
        self.other = other
        self.stranger = stranger


def holding(isnad: Callable[[], str]) -> Starlette:
    """A site whose pages hold the widget with the attributes of their query."""

    def page(request: Request) -> Response:
        names = ("lang", "sources", "theme", "placeholder")
        given = {n: v for n, v in request.query_params.items() if n in names}
        attributes = "".join(f" {name}='{value}'" for name, value in given.items())
        html = (
            f'<!doctype html><html lang="{request.query_params.get("page", "en")}">'
            f'<title>t</title><script src="{isnad()}/embed.js"></script><p>Before</p>'
            f"<isnad-ask{attributes}></isnad-ask><a href='#x'>After</a></html>"
        )
        strict = "strict" in request.query_params
        headers = {"Content-Security-Policy": STRICT.format(isnad=isnad())} if strict else {}
        return HTMLResponse(html, headers=headers)

    def blank(_: Request) -> Response:
        return Response(status_code=204)

    return Starlette(routes=[Path_("/", page), Path_("/favicon.ico", blank)])


@pytest.fixture(scope="module")
def hosts(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    where = {"isnad": ""}
    with ExitStack() as stack:
        other, stranger = (
            str(stack.enter_context(running(holding(lambda: where["isnad"]))).base_url)  # type: ignore[arg-type]
            for _ in range(2)
        )
        kept = stack.enter_context(closing(Kept.open(tmp_path_factory.mktemp("kept"))))
        allowed = access(
            host="127.0.0.1", keys=(), public_url="", max_upload=2**20, allowed_origins=(other,)
        )
        app = build(Service(pipeline, kept), allowed, chat=False)
        where["isnad"] = str(stack.enter_context(running(app)).base_url)
        yield Hosts(where["isnad"], other, stranger)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, hosts: Hosts) -> Iterator[Visit]:
    """Opens a page with the widget; no error may be said, and nothing asked of anybody else."""
    wrong: list[str] = []
    contexts = []

    def noted(text: str) -> None:
        if "Failed to load resource" not in text:  # a status of 4xx, which the widget says
            wrong.append(text)

    def visit(query: str = "strict", host: str = "", path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-US", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.add_init_script(BREACHES)
        page.on("console", lambda m: noted(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{host or hosts.other}{path}?{query}")
        expect(page.locator("isnad-ask input")).to_be_visible()
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not wrong


def ask(page: Page, question: str) -> None:
    """Type a question, send it and wait until the answer is whole."""
    page.fill("isnad-ask input", question)
    page.press("isnad-ask input", "Enter")
    expect(page.locator("isnad-ask article").first).to_be_visible()
    expect(page.locator("isnad-ask .answer[aria-busy]")).to_have_count(0)


def test_it_is_small_and_whole_in_itself() -> None:
    script = SCRIPT.read_text("utf-8")
    assert len(script.encode()) < LARGEST
    for word in ("innerHTML", "insertAdjacentHTML", "eval(", "import ", "import(", "http://",
                 "style=", ".style", "document.write"):  # fmt: skip
        assert word not in script, word


@pytest.mark.parametrize("query", ["strict", "plain"])
def test_an_answer_shows_its_sentence_and_leads_to_it(
    visit: Visit, hosts: Hosts, query: str
) -> None:
    page = visit(query)
    ask(page, QUESTION)
    said = page.locator("isnad-ask blockquote").first
    assert "الأسد" in (said.text_content() or "")
    assert said.evaluate("e => getComputedStyle(e).direction") == "rtl"
    chip = page.locator("isnad-ask .chip").first
    sentence = page.locator("isnad-ask .sentence").first
    expect(sentence).to_be_hidden()
    expect(chip).to_have_attribute("aria-expanded", "false")
    chip.click()
    expect(sentence).to_be_visible()
    expect(chip).to_have_attribute("aria-expanded", "true")
    link = sentence.locator("a").get_attribute("href") or ""
    assert link.startswith(f"{hosts.isnad}/sources/")
    with page.expect_popup() as opened:
        sentence.locator("a").click()
    target = opened.value.locator(f"[id={link.partition('#')[2]}]")
    assert (target.text_content() or "") == sentence.locator("p").first.text_content()
    # Its own sheet is at work, though the page allows no style.
    assert chip.evaluate("e => getComputedStyle(e).fontWeight") == "700"


def test_what_is_not_there_is_refused_with_the_nearest(visit: Visit, hosts: Hosts) -> None:
    page = visit()
    ask(page, ABSENT)
    expect(page.locator("isnad-ask .chip")).to_have_count(0)
    nearest = page.locator("isnad-ask .nearest .sentence")
    assert 1 <= nearest.count() <= 3
    link = nearest.first.locator("a").get_attribute("href") or ""
    assert link.startswith(f"{hosts.isnad}/sources/")
    expect(page.locator("isnad-ask [role=status]")).to_have_text("Not in the sources.")


def test_agreeing_sources_are_counted(visit: Visit) -> None:
    page = visit("strict&lang=en")
    ask(page, MANY)
    expect(page.locator("isnad-ask").get_by_text("sources agree")).to_be_visible()
    assert page.locator("isnad-ask .chip").count() >= 2


@pytest.mark.parametrize(
    ("query", "direction", "label"),
    [
        ("strict&lang=ar", "rtl", "اسأل"),
        ("strict&lang=en&page=ar", "ltr", "Ask"),
        ("strict&lang=auto&page=ar-EG", "rtl", "اسأل"),
        ("strict&page=ar", "rtl", "اسأل"),
        ("strict&page=fr", "ltr", "Ask"),
    ],
)
def test_its_language_and_direction(visit: Visit, query: str, direction: str, label: str) -> None:
    page = visit(query)
    assert page.locator("isnad-ask section").get_attribute("dir") == direction
    expect(page.locator("isnad-ask button[type=submit]")).to_have_text(label)
    boxes = [page.locator(f"isnad-ask {name}").bounding_box() for name in ("input", "button")]
    assert boxes[0]
    assert boxes[1]
    assert (boxes[0]["x"] < boxes[1]["x"]) == (direction == "ltr")


@pytest.mark.parametrize(("query", "side"), [("strict&lang=ar", "rtl"), ("strict&lang=en", "ltr")])
def test_its_hint_stands_where_its_language_begins(visit: Visit, query: str, side: str) -> None:
    field = visit(query).locator("isnad-ask input")
    direction = "e => getComputedStyle(e).direction"
    assert field.evaluate(direction) == side
    field.fill("How many?" if side == "rtl" else "كم؟")
    assert field.evaluate(direction) != side


def test_its_theme_and_placeholder(visit: Visit) -> None:
    colour = "e => getComputedStyle(e).backgroundColor"
    section = "isnad-ask section"
    light = visit("strict&theme=light", color_scheme="dark").locator(section).evaluate(colour)
    dark = visit("strict&theme=dark").locator(section).evaluate(colour)
    assert light != dark
    page = visit("strict&theme=auto&placeholder=On+Iraq", color_scheme="dark")
    assert page.locator(section).evaluate(colour) == dark
    assert page.get_attribute("isnad-ask input", "placeholder") == "On Iraq"


def test_the_sources_narrow_the_question(visit: Visit, pipeline: Pipeline) -> None:
    names = [document.source for document in pipeline.index.documents()][:2]
    for written in (",".join(names), json.dumps(names)):
        page = visit(f"strict&sources={written}")
        with page.expect_request("**/v1/ask") as sent:
            ask(page, QUESTION)
        assert json.loads(sent.value.post_data or "")["sources"] == names
        shown = page.locator("isnad-ask .sentence bdi").all_text_contents()
        assert shown
        assert set(shown) <= set(names)


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    chip = page.locator("isnad-ask .chip").first
    expect(chip).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(chip).to_be_focused()
    assert chip.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("isnad-ask .sentence").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("isnad-ask .sentence").first).to_be_hidden()
    expect(chip).to_be_focused()


def test_a_screen_reader_has_names_for_all_of_it(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    widget = page.locator("isnad-ask")
    expect(widget.get_by_role("region", name="Ask the articles")).to_be_visible()
    expect(widget.get_by_role("textbox", name="Ask the articles")).to_be_visible()
    expect(widget.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(widget.get_by_role("button", name="Citation 1:")).to_be_visible()
    assert widget.locator(".answer").get_attribute("aria-live") == "polite"
    expect(widget.locator("[role=status]")).to_have_text("The answer is here.")


def streamed(page: Page, *events: tuple[str, Any], status: int = 200) -> None:
    """Answer the widget with these events in the place of the server."""
    lines = "".join(f"event: {n}\ndata: {json.dumps(d)}\n\n" for n, d in events)
    headers = {"Access-Control-Allow-Origin": "*"}

    def reply(route: Route) -> None:
        if status != 200:
            body = json.dumps(events[0][1])
            route.fulfill(status=status, headers=headers, body=body)
        else:
            route.fulfill(headers=headers, content_type="text/event-stream", body=lines)

    page.route("**/v1/ask", reply)


def test_what_it_shows_is_text_and_never_markup(visit: Visit) -> None:
    page = visit()
    evil = "<img src=x onerror=alert(1)> 😀 <b>2003</b> هنا"
    at = evil.index("2003")
    said = answer().to_dict()
    cited = citation(quote=evil, source="<i>a</i>", url="javascript:alert(1)")
    said |= {"citations": [vars_(cited)], "text": f"{evil} [1]"}
    said["short"] = {"text": evil, "citation": 1, "start": 0, "end": len(evil)}
    said["statements"] = [
        {"text": evil, "citations": [1], "support": "verbatim", "highlight": [[at, at + 4]]}
    ]
    events = [("citation", said["citations"][0]), ("statement", said["statements"][0])]
    streamed(page, *events, ("done", said))
    ask(page, "س")
    page.locator("isnad-ask .chip").click()
    assert page.locator("isnad-ask blockquote").text_content() == evil
    assert page.locator("isnad-ask mark").text_content() == "2003"
    first = page.locator("isnad-ask .answer > :first-child")
    assert first.text_content() == f"In short: {evil}"
    assert page.locator("isnad-ask").locator("img, b, i").count() == 0
    assert page.locator("isnad-ask .sentence a").get_attribute("href") is None


def vars_(cited: Any) -> dict[str, Any]:
    return {name: getattr(cited, name) for name in cited.__dataclass_fields__}


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([("error", {"status": 503, "detail": "The index is away."})], "The index is away."),
        ([("statement", answer().to_dict()["statements"][0])], "broke off"),
        ([], "broke off"),
    ],
)
def test_an_answer_that_breaks_off_is_said(
    visit: Visit, events: list[tuple[str, Any]], said: str
) -> None:
    page = visit()
    streamed(page, *events)
    page.fill("isnad-ask input", "س")
    page.click("isnad-ask button[type=submit]")
    expect(page.locator("isnad-ask [role=alert]")).to_contain_text(said)
    expect(page.locator("isnad-ask button[type=submit]")).to_have_text("Ask")


def test_a_question_without_a_word_is_not_sent(visit: Visit) -> None:
    page = visit()
    page.fill("isnad-ask input", "؟ !")
    page.press("isnad-ask input", "Enter")
    expect(page.locator("isnad-ask [role=alert]")).to_contain_text("at least one word")


@pytest.mark.parametrize(("status", "said"), [(401, "a key"), (429, "wait"), (404, "No source")])
def test_what_the_server_refuses_is_said(visit: Visit, status: int, said: str) -> None:
    page = visit()
    streamed(page, ("", {"detail": "No source is named so."}), status=status)
    page.fill("isnad-ask input", "س")
    page.press("isnad-ask input", "Enter")
    expect(page.locator("isnad-ask [role=alert]")).to_contain_text(said)


def test_a_question_can_be_stopped(visit: Visit) -> None:
    page = visit()
    held: list[Route] = []
    page.route("**/v1/ask", lambda route: held.append(route))
    page.fill("isnad-ask input", QUESTION)
    page.click("isnad-ask button[type=submit]")
    stop = page.locator("isnad-ask button[type=submit]")
    expect(stop).to_have_text("Stop")
    stop.click()
    expect(stop).to_have_text("Ask")
    page.unroute("**/v1/ask")
    ask(page, QUESTION)
    expect(page.locator("isnad-ask .chip").first).to_be_visible()


def test_a_page_is_told_of_the_answer(visit: Visit) -> None:
    page = visit()
    page.evaluate("addEventListener('isnad-answer', e => { window.told = e.detail; })")
    ask(page, QUESTION)
    told = page.evaluate("window.told")
    assert told["answered"] is True
    assert told["question"] == QUESTION


def test_the_demo_page_holds_it_under_a_strict_policy(visit: Visit, hosts: Hosts) -> None:
    page = visit("", hosts.isnad, "/embed")
    ask(page, QUESTION)
    page.locator("isnad-ask .chip").first.click()
    expect(page.locator("isnad-ask .sentence").first).to_be_visible()


# Who may hold it.


def test_an_origin_that_is_not_allowed_stays_out(browser: Browser, hosts: Hosts) -> None:
    page = browser.new_page()
    page.goto(f"{hosts.stranger}/?lang=en")
    page.fill("isnad-ask input", QUESTION)
    page.click("isnad-ask button[type=submit]")
    expect(page.locator("isnad-ask [role=alert]")).to_contain_text("could not be reached")
    page.close()


def asked(hosts: Hosts, origin: str, method: str = "POST", path: str = "/v1/ask") -> Any:
    headers = {"Origin": origin}
    if method == "OPTIONS":
        headers |= {"Access-Control-Request-Method": "POST"}
    body = {"json": {"question": QUESTION}} if method == "POST" else {}
    with httpx.Client(trust_env=False) as client:
        return client.request(method, f"{hosts.isnad}{path}", headers=headers, **body)


def test_an_allowed_origin_may_ask_and_do_nothing_else(hosts: Hosts) -> None:
    preflight = asked(hosts, hosts.other, "OPTIONS")
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == hosts.other
    assert preflight.headers["access-control-allow-methods"] == "POST"
    assert "access-control-allow-credentials" not in preflight.headers
    answered = asked(hosts, hosts.other)
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == hosts.other
    assert "Origin" in answered.headers["vary"]
    for method, path in (
        ("POST", "/v1/search"), ("POST", "/v1/sources"), ("DELETE", "/v1/sources/a.txt"),
        ("OPTIONS", "/v1/sources"), ("GET", "/v1/sources"), ("POST", "/mcp"),
    ):  # fmt: skip
        refused = asked(hosts, hosts.other, method, path)
        assert refused.status_code == 403, path
        assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_other_origins_are_refused(hosts: Hosts, method: str) -> None:
    for origin in (hosts.stranger, "null", f"{hosts.other}.evil.example", hosts.other.upper()):
        refused = asked(hosts, origin, method)
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers


def test_what_is_wrong_with_a_question_can_be_read_by_the_page(hosts: Hosts) -> None:
    with httpx.Client(trust_env=False) as client:
        wrong = client.post(
            f"{hosts.isnad}/v1/ask", json={"question": "؟"}, headers={"Origin": hosts.other}
        )
    assert wrong.status_code == 422
    assert wrong.headers["access-control-allow-origin"] == hosts.other


def test_where_keys_are_set_the_page_may_give_one(browser: Browser, tmp_path: Path) -> None:
    with closing(Kept.open(tmp_path)) as kept, ExitStack() as stack:
        where = {"isnad": ""}
        site = stack.enter_context(running(holding(lambda: where["isnad"])))  # type: ignore[arg-type]
        allowed = access(
            host="127.0.0.1",
            keys=("a-key",),
            public_url="",
            max_upload=2**20,
            allowed_origins=(str(site.base_url),),
        )
        app = build(Service(Known(), kept), allowed, chat=False)  # type: ignore[arg-type]
        isnad = stack.enter_context(running(app))
        where["isnad"] = str(isnad.base_url)
        assert isnad.get("/embed").status_code == 401
        page = browser.new_page()
        page.goto(f"{site.base_url}/?strict&lang=en")
        page.fill("isnad-ask input", QUESTION)
        page.press("isnad-ask input", "Enter")
        expect(page.locator("isnad-ask [role=alert]")).to_contain_text("asks for a key")
        page.evaluate("document.querySelector('isnad-ask').key = 'a-key'")
        ask(page, QUESTION)
        page.close()


def test_the_script_is_served_to_all(hosts: Hosts) -> None:
    with httpx.Client(trust_env=False) as client:
        script = client.get(f"{hosts.isnad}/embed.js")
        assert client.head(f"{hosts.isnad}/embed.js").status_code == 200
        assert client.post(f"{hosts.isnad}/embed.js").status_code == 405
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert script.text == SCRIPT.read_text("utf-8")
