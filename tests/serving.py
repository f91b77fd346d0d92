"""Runs an app over real HTTP for the tests, and pipelines whose answers are known."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from index.errors import UnknownSourceError
from index.values import Document
from rag.answer import Agreement, Answer, Citation, Statement
from rag.opening import open_pipeline
from ui.app import build
from ui.kept import Kept
from ui.security import access
from ui.serve import config
from ui.service import Service

TEXT = "وصل الوفد مساء الثلاثاء. ثم غادر."
SOURCE = "a/تقرير 1.txt"


@contextmanager
def running(app: FastAPI) -> Iterator[httpx.Client]:
    """A client of the app, which listens on a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(config(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until(lambda: server.started)
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            with httpx.Client(base_url=base, timeout=30, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(10)


@contextmanager
def serving(data: Path) -> Iterator[httpx.Client]:
    """A client of the whole service over a data folder, but for the chat page."""
    with closing(open_pipeline(data)) as pipeline, closing(Kept.open(data)) as kept:
        everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
        with running(build(Service(pipeline, kept), everybody, chat=False)) as client:
            yield client


def until(true: Any, seconds: float = 15) -> None:
    """Wait until something is true, and fail if it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.005)


def citation(number: int = 1, start: int = 0, end: int = 24, **changes: Any) -> Citation:
    fields = {
        "id": number,
        "source": SOURCE,
        "sha256": "0" * 64,
        "sentence": 1,
        "start": start,
        "end": end,
        "quote": TEXT[start:end],
        "url": "/sources/a/x.txt#s1",
    }
    return Citation(**{**fields, **changes})


def answer(id_: str = "a-1", **changes: Any) -> Answer:
    cited = citation()
    fields = {
        "id": id_,
        "question": "متى وصل الوفد؟",
        "language": "ar",
        "answered": True,
        "confidence": 0.9,
        "text": f"{cited.quote} [1]",
        "statements": (Statement(cited.quote, (1,), highlight=((10, 23),)),),
        "citations": (cited,),
        "agreement": (Agreement(0, 1),),
        "nearest": (),
        "answerer": "extractive",
    }
    return Answer(**{**fields, **changes})


class Sources:
    """An index of plain texts."""

    def __init__(self, texts: dict[str, str], sha256: str = "0" * 64) -> None:
        self.texts = texts
        self.sha256 = sha256

    @contextmanager
    def reading(self) -> Iterator[None]:
        yield

    def document(self, source: str) -> Document:
        text = self.text(source)
        return Document(1, source, "r", self.sha256, "t", "2025-01-01T00:00:00", len(text), 2)

    def text(self, source: str) -> str:
        if source not in self.texts:
            raise UnknownSourceError(source)
        return self.texts[source]


class Known:
    """A pipeline that gives out the events it was made with, and notes when it was stopped."""

    answerers = ("extractive",)
    generative = None

    def __init__(self, *events: Any, pause: float = 0) -> None:
        self.events = events or (citation(), answer().statements[0], answer())
        self.pause = pause
        self.index = Sources({SOURCE: TEXT})
        self.given = 0
        self.stopped = threading.Event()

    def ask(self, *asked: Any) -> Answer:
        return next(event for event in self.stream(*asked) if isinstance(event, Answer))

    def stream(self, *asked: Any) -> Iterator[Any]:
        try:
            for event in self.events:
                if isinstance(event, Exception):
                    raise event
                self.given += 1
                yield event
                time.sleep(self.pause)
        finally:
            self.stopped.set()
