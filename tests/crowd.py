"""Many clients of a service who ask, upload, remove and break off, and believe nothing.

Every citation of every answer is held against the source as the service itself shows it, and
against the ledger of what it was sent. Every status is held against its own OpenAPI document.
"""

import json
import random
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from tests.ledger import Ledger, digest

HERE = Path(__file__).parent
QUESTIONS = [
    json.loads(line)["question"]
    for name in ("seed_questions.jsonl", "own_questions.jsonl")
    for line in (HERE / name).read_text("utf-8").splitlines()
]
TOWNS = "الموصل البصرة كركوك أربيل النجف كربلاء السماوة الرمادي تكريت سامراء".split()
NAMES = 3
"""Sources of each client, which it uploads, replaces and removes again and again."""
MIXTURE = {"ask": 50, "stream": 16, "search": 6, "break_off": 10, "upload": 11, "remove": 7}
TIMEOUT_S = 90
"""Longer than a change may wait for its turn."""
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of a client that is torn away, and says no goodbye."""
BROKEN = "broken-off.txt"
"""A source that is never sent whole, and must never be there."""


@dataclass(slots=True)
class Seen:
    """What the clients saw."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    answers: int = 0
    citations: int = 0
    broken_off: int = 0
    deletions: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Citations and statuses that should not have been, and connections that broke."""

    def take(self, other: "Seen") -> None:
        """Add what another saw."""
        for each in fields(self):
            mine = getattr(self, each.name)
            mine += getattr(other, each.name)
            setattr(self, each.name, mine)


def article(town: str, number: int, staff: int) -> str:
    """A text that only one question asks for, with a figure that tells its versions apart."""
    return (
        f"افتتح الوزير مصنع {town} رقم {number} أمس. "
        f"بلغ عدد العاملين في مصنع {town} رقم {number} نحو {staff} عاملا.\n"
        "ولم يصدر تعليق آخر من الوزارة."
    )


def crowd(
    address: str, ledger: Ledger, clients: int, goes_on: Callable[[], bool], seed: int = 0
) -> Seen:
    """Let so many clients at a service for as long as it goes on; each does one thing at least."""
    documented, seen = statuses(address), Seen()
    made = [Client(address, ledger, documented, goes_on, n, seed) for n in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(Client.run, made))  # which raises what one of them raises
    for client in made:
        seen.take(client.seen)
    return seen


def lasting(seconds: float) -> Callable[[], bool]:
    """That so many seconds have not gone by."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


def statuses(address: str) -> dict[str, set[int]]:
    """The documented statuses of each call, such as `POST /v1/ask`."""
    with _client(address) as http:
        paths = http.get("/openapi.json").raise_for_status().json()["paths"]
    return {
        f"{method.upper()} {path.replace(':path', '')}": {
            int(s) for s in call["responses"] if s.isdigit()
        }
        for path, calls in paths.items()
        for method, call in calls.items()
    }


def sources(http: httpx.Client) -> dict[str, str]:
    """The sha256 of each source that is there."""
    listed = http.get("/v1/sources").raise_for_status().json()["sources"]
    return {each["source"]: each["sha256"] for each in listed}


def _client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=TIMEOUT_S, trust_env=False)


class Client:
    """One of them; it has names of its own, so that it knows what each must hold."""

    def __init__(
        self,
        address: str,
        ledger: Ledger,
        documented: dict[str, set[int]],
        goes_on: Callable[[], bool],
        number: int,
        seed: int,
    ) -> None:
        self.seen = Seen()
        self._address, self._ledger, self._documented = address, ledger, documented
        self._goes_on, self._number = goes_on, number
        self._rng = random.Random(1_000 * seed + number)

    def run(self) -> None:
        """Do one thing after another, each as often as the mixture says."""
        doing = [getattr(self, name) for name in MIXTURE]
        weights = [*MIXTURE.values()]
        with _client(self._address) as self._http:
            goes_on = True
            while goes_on:
                broke = ""
                try:
                    self._rng.choices(doing, weights)[0]()
                except httpx.HTTPError as error:
                    broke = repr(error)
                goes_on = self._goes_on()
                if broke and goes_on:  # else it was killed on purpose
                    self.seen.wrong.append(f"a connection broke: {broke}")

    def ask(self) -> None:
        asked = time.monotonic()
        reply = self._call("POST", "/v1/ask", json={"question": self._question()})
        if reply.status_code == 200:
            self._hold(reply.json(), asked)

    def stream(self) -> None:
        asked = time.monotonic()
        body = {"question": self._question(), "stream": True}
        reply = self._call("POST", "/v1/ask", json=body)
        if reply.status_code != 200:
            return
        events = list(_events(reply.text))
        kinds = [kind for kind, _ in events]
        if kinds[-1:] != ["done"]:
            said = events[-1] if events else None
            if not said or said[0] != "error" or said[1]["status"] != 503:
                self.seen.wrong.append(f"a stream ended with {said}")
            return
        answer = events[-1][1]
        if [each for kind, each in events if kind == "citation"] != answer["citations"]:
            self.seen.wrong.append(f"a stream's citations are not its answer's: {answer['id']}")
        self._hold(answer, asked)

    def search(self) -> None:
        self._call("POST", "/v1/search", json={"query": self._question(), "k": 5})

    def upload(self) -> None:
        source, town, number = self._mine()
        text = article(town, number, self._rng.randrange(100, 10**6))
        self._ledger.sending(source, text)
        reply = self._call("POST", "/v1/sources", files={"files": (source, text.encode())})
        self._note(source, reply.status_code == 201)

    def remove(self) -> None:
        mine = [_source(NAMES * self._number + n) for n in range(NAMES)]
        there = [source for source in mine if self._ledger.holds(source)]
        if not there:
            return
        source = self._rng.choice(there)
        self._ledger.sending(source, None)
        start = time.perf_counter()
        reply = self._call("DELETE", "/v1/sources/{source}", source)
        self.seen.deletions.append(time.perf_counter() - start)
        self._note(source, reply.status_code == 204)
        if reply.status_code == 404:
            self.seen.wrong.append(f"{source} was acknowledged, and is not there to be removed")

    def break_off(self) -> None:
        """Leave in the middle of a question, of a stream or of an upload."""
        place = urlsplit(self._address)
        body = json.dumps({"question": self._question(), "stream": True}).encode()
        form = (
            f'--b\r\nContent-Disposition: form-data; name="files"; filename="{BROKEN}"\r\n\r\n'
        ).encode()
        path, kind, sent, length = self._rng.choice([
            ("/v1/ask", "application/json", body, len(body)),
            ("/v1/ask", "application/json", body[:-9], len(body)),
            ("/v1/sources", "multipart/form-data; boundary=b", form + b"x" * 5_000, 90_000),
        ])  # fmt: skip
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()
        with (
            suppress(OSError),
            socket.create_connection((place.hostname, place.port), TIMEOUT_S) as torn,
        ):
            torn.sendall(head + sent)
            time.sleep(self._rng.random() / 20)
            torn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.seen.broken_off += 1

    def _call(self, method: str, path: str, source: str = "", **given: Any) -> httpx.Response:
        reply = self._http.request(method, path.replace("{source}", quote(source)), **given)
        call = f"{method} {path}"
        self.seen.statuses[call, reply.status_code] += 1
        if reply.status_code not in self._documented[call]:
            self.seen.wrong.append(f"{call} gave {reply.status_code}: {reply.text[:300]}")
        return reply

    def _hold(self, answer: dict[str, Any], asked: float) -> None:
        """Hold every citation against the ledger, and against the source as it is shown."""
        if bool(answer["citations"]) != answer["answered"]:
            self.seen.wrong.append(f"is answered without citations, or has some without: {answer}")
        cited = [*answer["citations"], *answer["nearest"]]
        self.seen.answers += 1
        self.seen.citations += len(cited)
        faults = [self._ledger.fault(each, asked) for each in cited]
        for source in {each["source"] for each in cited}:
            reply = self._call("GET", "/v1/sources/{source}", source)
            if reply.status_code == 200:
                of_it = [each for each in cited if each["source"] == source]
                faults += map(partial(self._shown, reply.json()), of_it)
        self.seen.wrong += [each for each in faults if each]

    def _shown(self, shown: dict[str, Any], citation: dict[str, Any]) -> str | None:
        text, source = shown["text"], citation["source"]
        if digest(text) != shown["sha256"] or not self._ledger.known(source, shown["sha256"]):
            return f"{source} shows a text that is not its own"
        if shown["sha256"] != citation["sha256"]:
            return None  # replaced since, which the ledger has held it against
        span = {key: citation[key] for key in ("sentence", "start", "end")}
        if text[span["start"] : span["end"]] != citation["quote"] or span not in shown["spans"]:
            return f"does not stand in its source: {citation}"
        return None

    def _note(self, source: str, done: bool) -> None:
        (self._ledger.acknowledged if done else self._ledger.refused)(source)

    def _question(self) -> str:
        if self._rng.random() < 0.5:
            return str(self._rng.choice(QUESTIONS))
        _, town, number = self._mine()
        return f"كم بلغ عدد العاملين في مصنع {town} رقم {number}؟"

    def _mine(self) -> tuple[str, str, int]:
        """A source of this client, the town and the number that it is about."""
        number = NAMES * self._number + self._rng.randrange(NAMES)
        return _source(number), TOWNS[number % len(TOWNS)], number


def _source(number: int) -> str:
    return f"مصانع/{number}.txt"


def _events(text: str) -> Iterator[tuple[str, Any]]:
    """The server-sent events of a stream."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines: Sequence[list[str]] = [line.split(": ", 1) for line in block.splitlines()]
        parts = {line[0]: line[1] for line in lines if len(line) == 2}
        if "event" in parts:
            yield parts["event"], json.loads(parts["data"])
