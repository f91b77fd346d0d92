"""The Chromium of the browser tests: the one that is named, installed, or Playwright's own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
HOW = (
    "the browser tests need a Chromium: `apt-get install chromium`, or"
    " `playwright install chromium`, or CHROMIUM=/path/to/it"
)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium; the test fails where none is found."""
    with sync_playwright() as playwright:
        named = os.environ.get("CHROMIUM", "")
        found = [shutil.which(name) for name in (named, *NAMES) if name]
        own = playwright.chromium.executable_path
        path = next((p for p in [*found, own] if p and Path(p).exists()), None)
        if path is None:
            pytest.fail(HOW)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
