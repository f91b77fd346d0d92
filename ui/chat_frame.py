"""Puts our language, direction, style and script into the page that Gradio serves."""

import re
import secrets
from collections.abc import Mapping
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.chat_strings import Language, say
from ui.problems import problem

LANGUAGE_COOKIE: Final = "isnad_language"
THEME_COOKIE: Final = "isnad_theme"
GRADIO_META = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
"""Gradio's cards for social networks: they say "Gradio" and point to another host."""
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self';"
    " form-action 'self'; frame-ancestors 'self'"
)
"""Nothing from another host, nothing sent to one, and no script in the page but Gradio's and ours.

Gradio compiles the code of events and the templates of its HTML component in the browser (`new
AsyncFunction`, `Function`), and shows no page at all without 'unsafe-eval'.
"""
SCRIPT = re.compile(rb"<script(?=[\s>])")
TITLE = re.compile(rb"<title>.*?</title>", re.DOTALL)


def language_of(headers: Mapping[str, str]) -> Language:
    """The interface's language: the reader's choice, else the browser's, else Arabic."""
    chosen = cookie(headers, LANGUAGE_COOKIE)
    if chosen == "en":
        return "en"
    first = headers.get("accept-language", "").strip().lower()
    return "en" if not chosen and first.startswith("en") else "ar"


def cookie(headers: Mapping[str, str], name: str) -> str:
    """The value of a cookie, empty where there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def framed(page: bytes, language: Language, theme: str) -> bytes:
    """Gradio's page with `lang`, `dir` and our head; nothing in it comes from the reader."""
    direction = "rtl" if language == "ar" else "ltr"
    colours = f' data-theme="{theme}"' if theme in ("light", "dark") else ""
    title = escape(f"{say('title', language)} · {say('tagline', language)}")
    head = (
        f"<title>{title}</title>"
        # Gradio's own words (in the upload, the lists) follow the navigator's language.
        "<script>Object.defineProperty(navigator,'language',"
        "{configurable:true,get:()=>document.documentElement.lang});</script>"
        '<link rel="icon" href="/resources/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/chat/chat.css">'
        f'<script defer src="/chat/strings.js?language={language}"></script>'
        '<script defer src="/chat/chat.js"></script>'
    )
    page = TITLE.sub(b"", GRADIO_META.sub(b"", page))
    page = page.replace(
        b'lang="en"', f'lang="{language}" dir="{direction}"{colours}'.encode("ascii"), 1
    )
    without = f'<noscript><a href="/sources">{escape(say("sources", language))}</a></noscript>'
    page = page.replace(b"<gradio-app", without.encode() + b"<gradio-app", 1)
    return page.replace(b"</head>", head.encode() + b"</head>", 1)


def allowed(page: bytes, nonce: str) -> bytes:
    """The page with the nonce on each of its scripts, without which none runs."""
    return SCRIPT.sub(f'<script nonce="{nonce}"'.encode("ascii"), page)


class Frame:
    """An ASGI application around Gradio's that frames its page at `/`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but the page itself."""
        path = scope.get("path", "")
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] != "GET" or path not in ("", "/"):
            await self.app(scope, receive, _problems(scope, receive, send))
            return
        headers = Headers(scope=scope)
        language, theme = language_of(headers), cookie(headers, THEME_COOKIE)
        # A compressed page could not be written into.
        plain = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def write(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            nonce = secrets.token_urlsafe(16)
            page = allowed(framed(body, language, theme), nonce)
            answer = MutableHeaders(scope=start)
            answer["content-length"] = str(len(page))
            answer["cache-control"] = "no-store"
            answer["content-security-policy"] = POLICY.format(nonce=nonce)
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app({**scope, "headers": plain}, receive, write)


def _problems(scope: Scope, receive: Receive, send: Send) -> Send:
    """A `send` that puts our problem in the place of Gradio's 404 and 405."""
    replaced = False

    async def sending(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start" and message["status"] in (404, 405):
            replaced = True
            await problem(message["status"])(scope, receive, send)
        elif not replaced:
            await send(message)

    return sending
