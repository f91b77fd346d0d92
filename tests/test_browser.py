"""The chat page in a real headless Chromium, before a real server over the demo articles."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from chromium import launched
from playwright.sync_api import Browser, Page, Request, Route, expect

ROOT = Path(__file__).parents[1]
INVASION = "متى غزت الولايات المتحدة العراق؟"
MANY = "كم من المتوقع أن تستغرق المحادثات؟"
ABSENT = "ما اسم الفريق الفائز بكأس العالم لكرة القدم؟"
WIDE, NARROW = (1280, 800), (390, 800)
KEY = "a-key-of-the-test"

Visit = Callable[..., Page]


class Site:
    """A server of its own process, which can be ended and started anew over the same data."""

    def __init__(self, data: Path, **settings: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("ISNAD_", "GRADIO_"))}
        self.environment = {**plain, **settings, "PYTHONPATH": str(ROOT)}
        self.command = [sys.executable, "-m", "ui", "serve", "--data", str(data)]
        self.log = data.parent / "server.log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 60
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text("utf-8")
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}ready", trust_env=False).status_code < 500:
                    return
            time.sleep(0.1)
        pytest.fail(f"the server did not start: {self.log.read_text('utf-8')}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


@pytest.fixture(scope="module")
def site(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(seeded, data)
    site = Site(data, ISNAD_MAX_UPLOAD_MB="2")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Opens the page; afterwards no console error may have come, nor a request to elsewhere."""
    wrong: list[str] = []
    contexts = []

    def requested(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            wrong.append(f"a request to {request.url}")

    def complained(text: str, refused: str) -> None:
        if not (refused and f"status of {refused}" in text):
            wrong.append(text)

    def visit(
        language: str = "ar", size: tuple[int, int] = WIDE, url: str = "", refused: str = ""
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", requested)
        # Chromium itself logs every call that is refused, the one with that status rightly.
        page.on("console", lambda m: complained(m.text, refused) if m.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(url or site.url)
        if not url:
            page.wait_for_selector("#welcome")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not wrong


def ask(page: Page, question: str) -> None:
    """Type a question, send it and wait for its answer."""
    before = page.locator(".turn .answer").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator(".turn .answer")).to_have_count(before + 1)
    expect(page.locator("#question textarea")).to_have_value("")


def opens(page: Page, selector: str) -> str:
    """Click a citation: that very sentence is highlighted and in view. Returns the sentence."""
    citation = page.locator(selector).first
    quote = citation.get_attribute("data-quote") or ""
    citation.click()
    target = page.locator("#article mark.target")
    expect(target).to_have_count(1)
    expect(target).to_be_in_viewport()
    assert quote
    assert target.text_content() == quote
    return quote


def left_of(page: Page, one: str, other: str) -> bool:
    boxes = [page.locator(selector).bounding_box() for selector in (one, other)]
    assert boxes[0]
    assert boxes[1]
    return boxes[0]["x"] < boxes[1]["x"]


def test_an_arabic_question_is_answered_and_its_sentence_shown(visit: Visit) -> None:
    page = visit("ar")
    assert page.get_attribute("html", "lang") == "ar"
    assert page.get_attribute("html", "dir") == "rtl"
    assert left_of(page, "#side", "#talk")
    ask(page, INVASION)
    expect(page.locator(".statement blockquote").first).to_contain_text("2003")
    assert "2003" in opens(page, ".chip")
    expect(page.locator(".chip").first).to_have_attribute("aria-current", "true")
    for selector in (".question", ".statement blockquote", "#article h2", "#article .text p"):
        for one in page.locator(selector).all():
            assert one.get_attribute("dir") == "auto"
    page.click(".back")
    expect(page.locator("#listed li")).to_have_count(5)


def test_an_english_question_is_answered_on_an_english_page(visit: Visit) -> None:
    page = visit("en-US")
    assert page.get_attribute("html", "lang") == "en"
    assert page.get_attribute("html", "dir") == "ltr"
    assert left_of(page, "#talk", "#side")
    expect(page.locator("#send")).to_have_text("Ask")
    ask(page, "What did Lloyd Austin say?")
    assert "أوستن" in opens(page, ".chip")
    direction = "e => getComputedStyle(e).direction"
    assert page.locator(".statement blockquote").first.evaluate(direction) == "rtl"
    assert page.locator(".question").first.evaluate(direction) == "ltr"


def test_what_is_not_there_is_refused_with_the_nearest_sentences(visit: Visit) -> None:
    page = visit("ar")
    ask(page, ABSENT)
    expect(page.locator(".refused")).to_be_visible()
    assert 1 <= page.locator(".nearest .card").count() <= 3
    assert page.locator(".chip").count() == 0
    opens(page, ".nearest .card")


def test_sources_are_compared_side_by_side(visit: Visit) -> None:
    page = visit("ar")
    ask(page, MANY)
    button = page.locator("[data-compare]").first
    cards = page.locator(".statement").first.locator(".compare .card")
    expect(cards.first).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(cards.first).to_be_visible()
    assert cards.count() >= 2
    tops = [card.bounding_box() for card in cards.all()[:2]]
    assert tops[0]
    assert tops[1]
    assert tops[0]["y"] == tops[1]["y"]
    opens(page, ".statement .compare .card")


@pytest.fixture
def uploaded(site: Site) -> Iterator[str]:
    """The name of a file to upload, which is gone afterwards whatever happened."""
    name = "تجربة.txt"
    yield name
    httpx.delete(f"{site.url}v1/sources/{name}", trust_env=False)


def test_of_several_files_each_is_told(visit: Visit, tmp_path: Path, uploaded: str) -> None:
    bad, good = tmp_path / "صورة.txt", tmp_path / uploaded
    bad.write_bytes(b"\xff\xfe\x00")
    good.write_text("فاز النادي بالكأس <b>أمس</b> في مباراة طويلة.", "utf-8")
    page = visit("ar", refused="422")
    page.set_input_files("input[type=file]", [bad, good])
    expect(page.locator("#progress .failure")).to_contain_text("صورة.txt")
    expect(page.locator("#progress .success")).to_have_text("أُضيف: 1")
    expect(page.locator("#listed li")).to_have_count(6)
    expect(page.locator("#add")).to_be_enabled()


def test_no_script_runs_that_the_server_did_not_write(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.url)
    page.wait_for_selector("#welcome")
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = 1'>");
            const script = document.createElement("script");
            script.textContent = "window.ran = 2";
            document.head.append(script);
            const link = "<a id=bad href='javascript:window.ran = 3'>x</a>";
            document.body.insertAdjacentHTML("beforeend", link);
            document.querySelector("#bad").click();
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    context.close()
    replies = [httpx.get(site.url, trust_env=False) for _ in range(2)]
    policies = [reply.headers["content-security-policy"] for reply in replies]
    assert policies[0] != policies[1]
    assert all("'unsafe-inline'" not in each.partition("style-src")[0] for each in policies)


def test_an_uploaded_article_shows_as_its_text(visit: Visit, tmp_path: Path, uploaded: str) -> None:
    text = (
        "تجربة <script>alert(1)</script> للعنوان\n"
        "أعلن النادي أن **الفريق** فاز بأربع عشرة مباراة & [هنا](http://a.example) "
        "<img src=x onerror=alert(2)> هذا الموسم.\n"
    )
    file = tmp_path / uploaded
    file.write_text(text, "utf-8")
    page = visit("ar")
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_input_files("input[type=file]", file)
    expect(page.locator("#listed li")).to_have_count(6)
    expect(page.locator("#progress .success")).to_be_visible()
    ask(page, "كم مباراة فاز بها فريق النادي؟")
    sentence = opens(page, ".chip")
    assert sentence in text
    assert "**الفريق**" in sentence
    expect(page.locator("#article h2")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("#article script, #article img, .turn img, .turn em").count() == 0
    page.click(".back")
    page.locator("#listed li", has_text="تجربة").locator(".remove").click()
    expect(page.locator("#listed li")).to_have_count(5)


def test_a_file_that_cannot_be_read_is_named_with_its_reason(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "صورة.txt"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\xff\xfe")
    page = visit("ar", refused="422")
    page.set_input_files("input[type=file]", file)
    expect(page.locator("#progress .failure")).to_contain_text("صورة.txt")
    expect(page.locator("#listed li")).to_have_count(5)


def test_a_file_too_large_is_refused_in_words(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "كبير.txt"
    with file.open("wb") as sparse:
        sparse.truncate(3 * 2**20)
    page = visit("ar")
    page.set_input_files("input[type=file]", file)
    expect(page.locator("#progress .failure")).to_contain_text("أكبر من 2 ميغابايت")
    expect(page.locator("#listed li")).to_have_count(5)


def test_a_conversation_survives_a_reload_and_a_restart(visit: Visit, site: Site) -> None:
    page = visit("ar")
    ask(page, INVASION)
    ask(page, ABSENT)
    shown = page.locator("#thread").inner_text()
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    assert page.locator("#thread").inner_text() == shown
    page.goto("about:blank")
    site.stop()
    site.start()
    page.goto(site.url)
    expect(page.locator(".turn")).to_have_count(2)
    assert list(page.evaluate("Object.keys(localStorage)")) == ["isnad_conversation"]
    opens(page, ".chip")
    page.click("#do-new")
    expect(page.locator(".turn")).to_have_count(0)
    page.reload()
    page.wait_for_selector("#welcome")
    assert page.locator(".turn").count() == 0


def test_the_interface_switches_its_language(visit: Visit) -> None:
    page = visit("ar")
    ask(page, INVASION)
    page.click("#do-other_language")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("#send")).to_have_text("Ask")
    expect(page.locator(".turn .sure")).to_contain_text("th")
    assert page.get_attribute("html", "lang") == "en"
    page.click("#do-other_language")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#send")).to_have_text("اسأل")


def test_on_a_narrow_window_the_source_opens_over_the_chat(visit: Visit) -> None:
    page = visit("ar", NARROW)
    expect(page.locator("#side")).to_be_hidden()
    ask(page, INVASION)
    opens(page, ".chip")
    box = page.locator("#side").bounding_box()
    assert box == {"x": 0, "y": 0, "width": NARROW[0], "height": NARROW[1]}
    assert page.locator("#talk").evaluate("e => e.inert")
    page.keyboard.press("Escape")
    expect(page.locator("#side")).to_be_hidden()
    expect(page.locator(".chip").first).to_be_focused()
    page.click("#do-sources")
    expect(page.locator("#add")).to_be_in_viewport()  # the list's head, not where the article was
    expect(page.locator("#listed li")).to_have_count(5)
    page.click("#close")
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)


def test_examples_come_from_the_articles_and_are_answered(visit: Visit) -> None:
    page = visit("ar")
    examples = page.locator(".example:visible")
    expect(examples.first).to_be_visible()
    assert examples.count() >= 3
    text = examples.first.inner_text().strip()
    examples.first.click()
    expect(page.locator(".turn .chip").first).to_be_visible()
    assert page.locator(".question").inner_text() == text
    expect(page.locator("#examples")).to_be_hidden()


def test_follow_ups_and_the_filter_go_with_the_question(visit: Visit) -> None:
    page = visit("ar")
    ask(page, INVASION)
    page.click("#filter input")
    page.locator("[role=option]").nth(1).click()
    page.keyboard.press("Escape")
    page.wait_for_function("isnad.sources.length === 1")
    with page.expect_request("**/chat/ask") as sent:
        ask(page, "وكم جنديًا فيها؟")
    body = json.loads(sent.value.post_data or "")
    assert [turn["role"] for turn in body["history"]] == ["user", "assistant"]
    assert body["history"][0]["content"] == INVASION
    assert "2003" in body["history"][1]["content"]
    chosen = body["sources"]
    assert len(chosen) == 1
    cited = page.locator(".turn:last-child [data-source]").all()
    assert {one.get_attribute("data-source") for one in cited} == set(chosen)


def test_what_can_be_done_with_an_answer(visit: Visit, site: Site) -> None:
    page = visit("ar")
    ask(page, INVASION)
    live = page.locator("#live")
    page.click("[data-action=copy]")
    expect(live).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(INVASION)
    assert "[1] " in copied
    page.click("[data-action=up]")
    expect(page.locator("[data-action=up]")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("[data-action=up]")).to_have_attribute("aria-pressed", "true")
    page.click("[data-action=share]")
    expect(live).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site.url}answers/a-")
    assert httpx.get(link, trust_env=False).status_code == 200
    first = page.get_attribute(".answer", "data-id")
    page.click("[data-action=retry]")
    expect(page.locator(f".answer:not([data-id='{first}'])")).to_have_count(1)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_question_can_be_stopped_and_asked_again(visit: Visit) -> None:
    page = visit("ar")
    held: list[Route] = []
    page.route("**/chat/ask", lambda route: held.append(route))
    page.fill("#question textarea", INVASION)
    page.click("#send")
    expect(page.locator("#stop")).to_be_visible()
    page.click("#stop")
    expect(page.locator(".turn .failure")).to_be_visible()
    page.unroute("**/chat/ask")
    page.click(".turn [data-action=retry]")
    expect(page.locator(".turn .chip").first).to_be_visible()


def test_a_store_that_fails_is_said_in_words_and_the_question_kept(
    visit: Visit, site: Site
) -> None:
    page = visit("en")
    data = Path(site.command[site.command.index("--data") + 1])
    with closing(sqlite3.connect(data / "catalogue.sqlite")) as sql:
        sql.execute("ALTER TABLE sentences RENAME TO away")
        try:
            page.fill("#question textarea", INVASION)
            page.press("#question textarea", "Enter")
            expect(page.locator(".turn .failure")).to_have_text(
                "No answer could be made. Try again."
            )
            expect(page.locator(".turn .question")).to_have_text(INVASION)
        finally:
            sql.execute("ALTER TABLE away RENAME TO sentences")
    page.click(".turn [data-action=retry]")
    expect(page.locator(".turn .chip").first).to_be_visible()


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit("ar")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(INVASION)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .chip").first).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.chip')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("#article mark.target")).to_be_focused()


def test_every_control_has_a_name_and_the_conversation_is_read_out(visit: Visit) -> None:
    page = visit("ar")
    ask(page, MANY)
    page.locator("[data-compare]").first.click()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, textarea, a[href]')]
        .filter(e => e.checkVisibility() && !(e.ariaLabel || e.innerText.trim() || e.title
            || e.labels?.[0]?.innerText.trim())).map(e => e.outerHTML)"""
    )
    assert nameless == []
    assert page.get_attribute("#thread", "aria-live") == "polite"
    assert page.get_attribute("#thread", "role") == "log"


CONTRAST = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const e of document.querySelectorAll('body *')) {
    const text = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!text || !e.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${e.outerHTML.slice(0, 120)}`);
  }
  return low;
}"""
"""Texts whose contrast with what is behind them is below WCAG's 4.5 (AA)."""


def test_the_contrast_is_enough_in_both_themes(visit: Visit) -> None:
    page = visit("ar")
    ask(page, MANY)
    page.locator("[data-compare]").first.click()
    ask(page, ABSENT)
    for theme in ("dark", "light"):
        if page.get_attribute("html", "data-theme") != theme:
            page.click("#do-theme")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        page.wait_for_timeout(300)
        assert page.evaluate(CONTRAST) == []
        opens(page, ".chip")
        assert page.evaluate(CONTRAST) == []
        page.click(".back")
    page.click("#do-theme")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_with_keys_the_page_works_after_signing_in(
    browser: Browser, seeded: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    site = Site(data, ISNAD_API_KEYS=KEY)
    site.start()
    try:
        page = browser.new_page(locale="ar")
        page.goto(site.url)
        page.fill("input[name=key]", KEY)
        page.press("input[name=key]", "Enter")
        page.wait_for_selector("#welcome")
        ask(page, INVASION)
        opens(page, ".chip")
        page.context.close()
    finally:
        site.stop()
