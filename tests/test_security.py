from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import Known, running

from index.errors import FileError, SettingError
from rag.pipeline import Pipeline
from ui.app import build
from ui.kept import Kept
from ui.keys import Keys
from ui.security import (
    MANY_CLIENTS,
    WRONG_KEYS,
    WRONG_SIGN_INS,
    Pace,
    access,
    client_of,
)
from ui.serve import address, listen
from ui.service import Service
from ui.sessions import COOKIE, SECONDS, Doorkeeper
from ui.settings import Settings, check_exposure
from ui.uploads import MAX_NAME, check_name, shown

KEY = "correct-horse"
GUARDED = ["/", "/v1/sources", "/v1/x", "/sources", "/answers/a-1", "/docs", "/openapi.json",
           "/metrics", "/mcp", "/gradio_api/upload", "/chat/ask"]  # fmt: skip


@contextmanager
def served(path: Path, pipeline: Any = None, **more: Any) -> Iterator[httpx.Client]:
    settings: dict[str, Any] = {
        "host": "127.0.0.1",
        "keys": (),
        "public_url": "",
        "max_upload": 2**20,
    }
    with closing(Kept.open(path)) as kept:
        service = Service(pipeline or Known(), kept)
        with running(build(service, access(**{**settings, **more}), chat=False)) as client:
            yield client


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with served(tmp_path_factory.mktemp("kept"), keys=("other", KEY)) as client:
        yield client


@pytest.fixture(scope="module")
def unlocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with served(tmp_path_factory.mktemp("kept")) as client:
        yield client


# Keys and sessions.


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("sent", [None, "Bearer wrong", "Bearer", f"Basic {KEY}", "Bearer \xff"])
def test_without_a_key_nothing_is_given(locked: httpx.Client, path: str, sent: str | None) -> None:
    headers = {} if sent is None else {"Authorization": sent.encode("latin-1")}
    response = locked.get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/v1/sources", "/gradio_api/info", "/mcp"])
def test_programs_never_get_the_sign_in_page(locked: httpx.Client, path: str) -> None:
    response = locked.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


def test_a_key_opens(locked: httpx.Client) -> None:
    response = locked.get("/v1/answers/x", headers={"Authorization": f"Bearer {KEY}"})
    assert response.status_code == 404


@pytest.mark.parametrize("path", ["/health", "/resources/pages.css", "/sign-in"])
def test_some_addresses_need_no_key(locked: httpx.Client, path: str) -> None:
    assert locked.get(path).status_code == 200


def test_a_person_signs_in_and_out(locked: httpx.Client) -> None:
    with httpx.Client(base_url=locked.base_url) as person:
        wanted = "/sources/a%20b%3F.txt?cited=1,2"
        page = person.get(wanted, headers={"Accept": "text/html", "Accept-Language": "en"})
        assert page.status_code == 401
        assert 'value="/sources/a%20b%3F.txt?cited=1,2"' in page.text
        wrong = person.post("/sign-in", data={"key": "wrong", "next": wanted})
        assert wrong.status_code == 401
        entered = person.post("/sign-in", data={"key": KEY, "next": wanted})
        assert (entered.status_code, entered.headers["location"]) == (303, wanted)
        cookie = entered.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert KEY not in cookie
        assert person.get("/v1/answers/x").status_code == 404
        session = person.cookies[COOKIE]
        assert "/sign-out" in person.get("/sources/none").text
        assert person.post("/sign-out").headers["location"] == "/sign-in"
        assert person.get("/v1/answers/x").status_code == 401
        stolen = {"Cookie": f"{COOKIE}={session}"}
        assert locked.get("/v1/answers/x", headers=stolen).status_code == 401


@pytest.mark.parametrize(
    "next_", ["//evil.example", "https://evil.example", "/\\evil.example", "x", "/\t/evil.example"]
)
def test_a_sign_in_leads_nowhere_else(locked: httpx.Client, next_: str) -> None:
    with httpx.Client(base_url=locked.base_url) as person:
        entered = person.post("/sign-in", data={"key": KEY, "next": next_})
    assert entered.headers["location"] == "/"


def test_a_forged_session_does_not_open(locked: httpx.Client) -> None:
    session = Doorkeeper(("another",)).session("another")
    response = locked.get("/v1/answers/x", headers={"Cookie": f"{COOKIE}={session}"})
    assert response.status_code == 401


def test_a_session_ends_with_its_time_and_with_its_key() -> None:
    session = Doorkeeper((KEY,)).session(KEY, now=1_000)
    assert session is not None
    assert Doorkeeper(("new", KEY)).recognises(session, now=1_000 + SECONDS - 1)
    assert not Doorkeeper((KEY,)).recognises(session, now=1_000 + SECONDS)
    assert not Doorkeeper(("new",)).recognises(session, now=1_001)
    later = session.replace(str(1_000 + SECONDS), str(9_000_000_000))
    assert not Doorkeeper((KEY,)).recognises(later, now=1_001)


@given(st.text(), st.text())
def test_no_other_text_opens(key: str, session: str) -> None:
    keeper = Doorkeeper((KEY,))
    assert keeper.knows(key) == (key == KEY)
    assert keeper.session(key) is None or key == KEY
    assert not keeper.recognises(session)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_off_this_machine_keys_are_a_must(host: str) -> None:
    with pytest.raises(SettingError, match="ISNAD_API_KEYS"):
        check_exposure(Settings(host=host))
    check_exposure(Settings(host=host, open=True))
    check_exposure(Settings(host=host, api_keys=("a-key-of-16-and-more",)))


def test_a_session_that_was_left_stays_so_after_a_restart(tmp_path: Path) -> None:
    keeper = Doorkeeper((KEY,), tmp_path)
    left, kept = keeper.session(KEY), keeper.session(KEY)
    assert left
    assert kept
    keeper.end(left)
    for each in (keeper, Doorkeeper((KEY,), tmp_path)):
        assert not each.recognises(left)
        assert each.recognises(kept)


def test_leaving_where_nothing_can_be_written_ends_the_session_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    keeper = Doorkeeper((KEY,), folder)
    session = keeper.session(KEY)
    assert session
    folder.write_text("a file, so that nothing can be put into it")
    keeper.end(session)
    assert not keeper.recognises(session)


@given(st.text())
def test_what_is_no_session_ends_nothing(session: str) -> None:
    keeper = Doorkeeper((KEY,))
    kept = keeper.session(KEY)
    assert kept
    for each in (session, f"{session}.{kept}", kept[:-1], kept.replace(".", f".{session}x", 1)):
        keeper.end(each)
    assert keeper.recognises(kept)


# Wrong keys, counted by address.


def test_wrong_keys_are_counted_and_the_right_one_goes_on(tmp_path: Path) -> None:
    stored = Keys(tmp_path)
    key = stored.new("desk", "ask")
    with served(tmp_path, keys=(KEY,), data=tmp_path) as client:
        right = [{"Authorization": f"Bearer {each}"} for each in (KEY, key)]
        for headers in right:
            assert client.get("/v1/answers/x", headers=headers).status_code == 404
        statuses = [
            client.get("/v1/answers/x", headers={"Authorization": f"Bearer {n}"}).status_code
            for n in range(WRONG_KEYS + 3)
        ]
        assert statuses[:20] == [401] * 20
        assert statuses[-1] == 429
        for headers in right:
            assert client.get("/v1/answers/x", headers=headers).status_code == 404
        assert client.get("/health").status_code == 200
        assert client.get("/v1/answers/x").status_code == 401


def test_wrong_sign_ins_are_counted_too(tmp_path: Path) -> None:
    with served(tmp_path, keys=(KEY,)) as client:
        replies = [client.post("/sign-in", data={"key": str(n)}) for n in range(WRONG_SIGN_INS + 3)]
        assert [reply.status_code for reply in replies[:8]] == [401] * 8
        assert replies[-1].status_code == 429
        assert int(replies[-1].headers["retry-after"]) in range(1, 61)
        assert client.post("/sign-in", data={"key": KEY}).status_code == 303


@pytest.mark.parametrize(
    ("addresses", "clients"),
    [(["2001:db8::1", "2001:db8::ffff"], 1), (["2001:db8::1", "2001:db8:0:1::1"], 2),
     (["::ffff:10.0.0.1", "10.0.0.1"], 1), (["10.0.0.1", "10.0.0.2"], 2), (["a", "b"], 2)],
)  # fmt: skip
def test_whom_addresses_are_counted_as(addresses: list[str], clients: int) -> None:
    assert len({client_of({"client": (each, 1)}) for each in addresses}) == clients


# Scopes.


@pytest.mark.parametrize(
    ("method", "path", "asks"),
    [("GET", "/v1/sources", True), ("GET", "/v1/sources/x", True), ("POST", "/v1/sources", False),
     ("DELETE", "/v1/sources/x", False), ("DELETE", "/v1/sources/a/b.txt", False),
     ("PUT", "/v1/sources/x", False), ("PATCH", "/v1/new", False), ("POST", "/v1/new", False),
     ("POST", "/v1/ask", True), ("POST", "/v1/search", True),
     ("POST", "/v1/chat/completions", True), ("POST", "/v1/answers/x/feedback", True),
     ("GET", "/v1/models", True), ("POST", "/mcp", True), ("GET", "/sources", True),
     ("GET", "/docs", True), ("POST", "/sign-out", True)],
)  # fmt: skip
def test_what_a_key_is_good_for(
    scoped: tuple[httpx.Client, str, str], method: str, path: str, asks: bool
) -> None:
    client, asking, managing = scoped
    for key, allowed in ((asking, asks), (managing, True)):
        response = client.request(method, path, headers={"Authorization": f"Bearer {key}"})
        assert (response.status_code == 403) != allowed, (key, response.text)
        session = client.post("/sign-in", data={"key": key}).cookies[COOKIE]
        cookie = {"Cookie": f"{COOKIE}={session}"}
        assert (client.request(method, path, headers=cookie).status_code == 403) != allowed


@pytest.fixture(scope="module")
def scoped(
    pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, str, str]]:
    folder = tmp_path_factory.mktemp("scoped")
    keys = Keys(folder)
    asking, managing = keys.new("desk", "ask"), keys.new("editor", "manage")
    with served(folder, pipeline, data=folder) as client:
        yield client, asking, managing


def test_a_refusal_names_the_key_and_what_to_do(scoped: tuple[httpx.Client, str, str]) -> None:
    client, asking, _ = scoped
    headers = {"Authorization": f"Bearer {asking}"}
    response = client.post("/v1/sources", headers=headers)
    assert response.json()["detail"].startswith("The key 'desk' may ask")
    assert "insufficient_scope" in response.headers["www-authenticate"]


# Keys in the data directory.


def test_a_revoked_key_stops_at_once_and_takes_its_sessions_along(tmp_path: Path) -> None:
    key = Keys(tmp_path).new("desk", "ask")
    with served(tmp_path, data=tmp_path) as client:
        headers = {"Authorization": f"Bearer {key}"}
        session = client.post("/sign-in", data={"key": key}).cookies[COOKIE]
        client.cookies.clear()
        cookie = {"Cookie": f"{COOKIE}={session}"}
        for each in (headers, cookie):
            assert client.get("/v1/answers/x", headers=each).status_code == 404
        Keys(tmp_path).revoke("desk")
        for each in (headers, cookie, {}):  # the last key gone does not let everybody in
            assert client.get("/v1/answers/x", headers=each).status_code == 401
        again = Keys(tmp_path).new("desk", "ask")
        assert client.get("/v1/answers/x", headers=headers).status_code == 401
        assert client.get("/v1/answers/x", headers=cookie).status_code == 401
        fresh = {"Authorization": f"Bearer {again}"}
        assert client.get("/v1/answers/x", headers=fresh).status_code == 404


def test_the_first_key_closes_a_running_server(tmp_path: Path) -> None:
    with served(tmp_path, data=tmp_path) as client:
        assert client.get("/v1/answers/x").status_code == 404
        key = Keys(tmp_path).new("desk", "ask")
        assert client.get("/v1/answers/x").status_code == 401
        headers = {"Authorization": f"Bearer {key}"}
        assert client.get("/v1/answers/x", headers=headers).status_code == 404


@pytest.mark.parametrize("name", ["keys.json", "sessions.json"])
@pytest.mark.parametrize("held", ["", "[{", '{"a": {}}', '[{"name": "x"}]', "[" * 100_000, "7"])
def test_keys_that_cannot_be_read_let_nobody_in(tmp_path: Path, name: str, held: str) -> None:
    key = Keys(tmp_path).new("desk", "ask")
    with served(tmp_path, data=tmp_path) as client:
        session = client.post("/sign-in", data={"key": key}).cookies[COOKIE]
        (tmp_path / name).write_text(held, "utf-8")
        headers = {"Authorization": f"Bearer {key}", "Cookie": f"{COOKIE}={session}"}
        if name == "sessions.json":
            del headers["Authorization"]
        response = client.get("/v1/answers/x", headers=headers)
        assert response.status_code == 503
        assert client.post("/sign-in", data={"key": key}).status_code in (303, 503)
        assert client.post("/sign-out", headers=headers).status_code == 503
        assert client.get("/health").status_code == 200


# Origin and Host.


@pytest.mark.parametrize("path", ["/v1/sources", "/gradio_api/upload", "/", "/chat/ask", "/health"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "file://", "", "garbage"]
)
def test_pages_of_others_are_refused(unlocked: httpx.Client, path: str, origin: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        response = unlocked.request(method, path, headers={"Origin": origin})
        assert response.status_code == 403
        assert response.json()["status"] == 403


def test_our_own_pages_are_not(unlocked: httpx.Client) -> None:
    own = str(unlocked.base_url).rstrip("/")
    assert unlocked.get("/health", headers={"Origin": own}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example:80", "", "[::2]",
     "[::1", "[::1]evil.example", "[::1]:x", "localhost:80:80", "localhost]", "localhost:x"],
)  # fmt: skip
def test_a_name_that_was_made_to_point_here_is_refused(unlocked: httpx.Client, host: str) -> None:
    assert unlocked.get("/health", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "LOCALHOST"])
def test_our_own_names_are_not(unlocked: httpx.Client, host: str) -> None:
    assert unlocked.get("/health", headers={"Host": host}).status_code == 200


def test_the_public_address_may_call(tmp_path: Path) -> None:
    with served(tmp_path, public_url="https://news.example/isnad") as client:
        fine = {"Host": "news.example", "Origin": "https://news.example"}
        assert client.get("/health", headers=fine).status_code == 200
        behind_a_proxy = {"Origin": "https://news.example"}
        assert client.get("/health", headers=behind_a_proxy).status_code == 200
        foreign = {"Host": "news.example", "Origin": "https://other.example"}
        assert client.get("/health", headers=foreign).status_code == 403


def test_without_keys_off_this_machine_only_the_public_name_is_ours(tmp_path: Path) -> None:
    """Else a page whose name was made to point here could read everything."""
    with served(tmp_path, host="0.0.0.0", public_url="https://News.example/isnad") as client:
        for host in ("news.example", "NEWS.example:443", "127.0.0.1:1", "localhost", "10.0.0.7",
                     "[fd00::1]:7860"):  # fmt: skip
            assert client.get("/health", headers={"Host": host}).status_code == 200, host
        for host in ("evil.example", "10.0.0.7.evil.example", "news.example.evil.example", ""):
            response = client.get("/health", headers={"Host": host})
            assert response.status_code == 400, host
        assert "ISNAD_PUBLIC_URL" in response.json()["detail"]
    with served(tmp_path, host="0.0.0.0", keys=(KEY,)) as client:
        assert client.get("/health", headers={"Host": "any.example"}).status_code == 200


@pytest.mark.parametrize("path", ["/v1/models", "/v1/none", "/v1/answers/x"])
def test_no_cache_keeps_what_v1_says(
    unlocked: httpx.Client, locked: httpx.Client, path: str
) -> None:
    for client in (unlocked, locked):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_https_is_kept_to_where_we_are_reached_by_it(
    unlocked: httpx.Client, tmp_path: Path
) -> None:
    assert "strict-transport-security" not in unlocked.get("/health").headers
    with served(tmp_path, public_url="https://news.example", keys=(KEY,)) as client:
        for path in ("/health", "/v1/sources", "/sign-in"):
            assert client.get(path).headers["strict-transport-security"].startswith("max-age=")
        signed_in = client.post("/sign-in", data={"key": KEY})
        assert "secure" in signed_in.headers["set-cookie"].lower()


def test_every_response_has_the_safe_headers(unlocked: httpx.Client) -> None:
    for response in (unlocked.get("/health"), unlocked.get("/v1/x"), unlocked.get("/sources/x")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"


# Size and speed.


@pytest.mark.parametrize("path", ["/v1/sources", "/gradio_api/upload", "/v1/ask", "/", "/sign-in"])
def test_100_mb_are_refused_before_they_are_read(unlocked: httpx.Client, path: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1600):
            sent += 65_536
            yield b"x" * 65_536

    headers = {"Content-Length": str(100 * 2**20), "Content-Type": "multipart/form-data"}
    with httpx.Client(base_url=unlocked.base_url) as client:
        response = client.post(path, content=endless(), headers=headers)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/v1/sources", "multipart/form-data; boundary=b"), ("/v1/ask", "application/json")],
)
def test_a_body_without_a_length_is_counted(unlocked: httpx.Client, path: str, kind: str) -> None:
    def growing() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(200):
            yield b"x" * 65_536

    response = unlocked.post(path, content=growing(), headers={"Content-Type": kind})
    assert response.status_code == 413


def test_who_is_too_fast_waits(tmp_path: Path) -> None:
    with served(tmp_path, per_minute=3) as client:
        statuses = [client.get("/v1/answers/x").status_code for _ in range(5)]
        assert statuses == [404, 404, 404, 429, 429]
        assert int(client.get("/v1/answers/x").headers["retry-after"]) in range(1, 21)
        assert client.get("/health").status_code == 200


def test_a_bucket_fills_again() -> None:
    pace = Pace(60)
    assert [pace.wait("a", now=0) for _ in range(60)] == [0] * 60
    assert pace.wait("a", now=0) == 1
    assert pace.wait("b", now=0) == 0
    assert pace.wait("a", now=1.5) == 0
    for number in range(MANY_CLIENTS + 10):
        pace.wait(str(number), now=200)
    assert pace.wait("a", now=500) == 0
    assert len(pace._full_at) < 10


# Names and addresses.


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "a/../b.txt", "..", ".", "", " ", "a//b.txt", "a/", "C:x",
     "C:\\x.txt", "..\\x.txt", "a\n.txt", "a\x00.txt", "a\u202etxt.exe", "\u2066a.txt", "\u200fa",
     "a\u200b.txt", "a\u2028.txt", "\ud800.txt", "a" * 256, "ع" * 128, "a /b.txt", "a\x7f.txt",
     "a%0A.txt"],
)  # fmt: skip
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(FileError) as raised:
        check_name(name)
    assert raised.value.source.isprintable()
    raised.value.source.encode()


@pytest.mark.parametrize(
    "name", ["a.txt", "أخبار/تقرير ١.txt", "a%20b?.txt", "...txt", "a..b.md", "#1 & 2.txt", "ع.md"]
)
def test_names_that_are_fine(name: str) -> None:
    check_name(name)


@given(st.text(max_size=300))
def test_a_name_is_safe_or_refused(name: str) -> None:
    try:
        check_name(name)
    except FileError:
        assert shown(name).isprintable()
    else:
        assert name.isprintable()
        assert not name.startswith("/")
        assert ".." not in name.split("/")
        assert len(name.encode()) <= MAX_NAME


def test_an_address_that_is_taken_is_said() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=f"127.0.0.1:{port}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "shown_"),
    [("127.0.0.1", "http://127.0.0.1:80"), ("::1", "http://[::1]:80"),
     ("[::1]", "http://[::1]:80"), ("0.0.0.0", "http://127.0.0.1:80"), ("::", "http://[::1]:80")],
)  # fmt: skip
def test_the_address_that_is_shown_can_be_typed(host: str, shown_: str) -> None:
    assert address(host, 80) == shown_
