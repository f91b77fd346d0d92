#!/bin/sh
# Prints the Chromium for the browser tests; installs one if there is none.
# Usage: find_chromium.sh PYTHON, a Python that has playwright.
set -eu
python=$1

find_chromium() {
    for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" 2>/dev/null && return 0
    done
    path=$("$python" - <<'END'
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
END
    ) || return 1
    [ -x "$path" ] && echo "$path"
}

install_debian() {
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || return 1
    echo "installing Debian's chromium" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >&2 && apt-get install -qy --no-install-recommends chromium fonts-dejavu-core >&2
}

install_playwright() {
    echo "downloading Playwright's chromium" >&2
    "$python" -m playwright install chromium >&2
}

if find_chromium; then exit 0; fi
if install_debian && find_chromium; then exit 0; fi
if install_playwright && find_chromium; then exit 0; fi

cat >&2 <<'END'
error: the browser tests need a Chromium, and none could be found or installed. One of these:
  apt-get install chromium                   (Debian, as root)
  .venv/bin/playwright install chromium      (a download)
  make test CHROMIUM=/path/to/chrome         (one that is elsewhere)
END
exit 1
