"""Makes the README's pictures: `python scripts/screenshots.py [CHROMIUM]` writes docs/*.png."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
READY = "Isnad is ready at "
WIDE, NARROW = (1360, 860), (400, 820)
AGREED = "كم من المتوقع أن تستغرق المحادثات؟"
DIFFERING = "من هي السفيرة الأمريكية لدى العراق؟"
ENGLISH = "What did Lloyd Austin say about escalation?"


@contextmanager
def served() -> Iterator[str]:
    """The address of a server over the demo articles in a folder of its own."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "ui", "serve", "--port", "0", "--data", data]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        try:
            yield next(line for line in process.stdout if READY in line).split()[-1]
        finally:
            process.terminate()
            process.wait()


def visit(browser: Browser, address: str, language: str, size: tuple[int, int], dark: bool) -> Page:
    """The chat page, ready, in a window of that size."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        color_scheme="dark" if dark else "light",
        device_scale_factor=1.5,
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#welcome")
    page.wait_for_selector(".example:visible")
    return page


def ask(page: Page, *questions: str) -> None:
    """Ask, one after the other, and wait for the answers."""
    for n, question in enumerate(questions):
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.wait_for_selector(f".turn:nth-child({n + 1}) .answer")


def shoot(page: Page, name: str) -> None:
    """Take the picture once all has come to rest."""
    page.wait_for_timeout(900)
    page.screenshot(path=DOCS / name)
    page.context.close()


def main() -> None:
    """Make all pictures."""
    named = sys.argv[1:2]
    chromium = next(filter(None, map(shutil.which, (*named, *NAMES))), None)
    DOCS.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = visit(browser, address, "ar", WIDE, dark=False)
        ask(page, DIFFERING)
        page.click(".chip >> nth=0")
        shoot(page, "chat.png")
        page = visit(browser, address, "en-US", WIDE, dark=True)
        ask(page, ENGLISH)
        page.click(".chip >> nth=0")
        shoot(page, "chat-english-dark.png")
        page = visit(browser, address, "ar", NARROW, dark=False)
        ask(page, AGREED)
        page.click("[data-compare] >> nth=0")
        shoot(page, "chat-narrow.png")
        browser.close()


if __name__ == "__main__":
    main()
