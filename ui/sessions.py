"""Who may come in: keys sent with a request, and signed sessions of people who gave one."""

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any

from index.errors import StoreError
from ui.jsonfile import JsonFile
from ui.keys import Keys
from ui.parsers import Scope

COOKIE = "isnad_session"
ENDED = "sessions.json"
"""The file of the sessions that were signed out of and would else not be over yet."""
DAYS = 14
"""How long a sign-in lasts: a browser closed for a week still comes in."""
SECONDS = DAYS * 86_400

log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request it is, by the name of the key, and what the key is good for."""

    name: str
    scope: Scope


ANYONE = Caller("anyone", "manage")
"""Who comes in where there are no keys."""


class Doorkeeper:
    """Knows the keys: those of the settings, which manage, and those of a data directory.

    With none, everybody may come in; once there was one, nobody without. A session is
    `expiry.nonce.mac`, signed with what is known of the key that was given, so that a key that
    goes takes its sessions along; only those that were signed out of are noted.
    """

    def __init__(self, keys: tuple[str, ...] = (), data: Path | None = None) -> None:
        self.keys = tuple(keys)
        self._stored = Keys(data) if data is not None else None
        self._file = JsonFile(data / ENDED, _ended, dict) if data is not None else None
        self._ended: dict[str, int] = {}
        self._was_locked = False

    @property
    def locked(self) -> bool:
        """Whether a key is needed; a running server is never opened by revoking the last one."""
        if not self._was_locked:
            self._was_locked = bool(self.keys or (self._stored and self._stored.all()))
        return self._was_locked

    def caller(self, headers: Mapping[str, str]) -> Caller | None:
        """Who sends these headers (lower-case names), as far as can be told at once.

        None too for a key that `verified` would have to look into. StoreError where the keys
        can't be read.
        """
        if not self.locked:
            return ANYONE
        return self.known(bearer(headers)) or self.recognises(session_of(headers))

    def known(self, key: str) -> Caller | None:
        """Whose key it is, where it was verified before or stands in the settings."""
        at = self._match(key)
        if at is not None:
            return _of_settings(at)
        found = self._stored.remembered(key) if self._stored and key else None
        return Caller(found.name, found.scope) if found else None

    def verified(self, key: str) -> Caller | None:
        """Whose key it is; may take some 50 ms."""
        caller = self.known(key)
        if caller is None and self._stored is not None:
            found = self._stored.verified(key)
            caller = Caller(found.name, found.scope) if found else None
        return caller

    def knows(self, key: str) -> bool:
        """Whether it is one of the keys."""
        return self.verified(key) is not None

    def session(self, key: str, now: float | None = None) -> str | None:
        """A new session for one of the keys, None for any other."""
        caller = self.verified(key)
        if caller is None:
            return None
        signing = next(secret for who, secret in self._signing() if who == caller)
        expiry = int(time.time() if now is None else now) + SECONDS
        body = f"{expiry}.{secrets.token_urlsafe(12)}"
        return f"{body}.{_mac(signing, body)}"

    def recognises(self, session: str, now: float | None = None) -> Caller | None:
        """Whose session it is: ours, of a key still in use, not over and not signed out of."""
        body, _, mac = session.rpartition(".")
        expiry, _, nonce = body.partition(".")
        if not (expiry.isascii() and expiry.isdigit()):
            return None
        given, whose = mac.encode("utf-8", "replace"), None
        for caller, secret in self._signing():
            if hmac.compare_digest(_mac(secret, body).encode(), given):
                whose = caller
        over = int(expiry[:19]) <= (time.time() if now is None else now)
        return None if over or (whose and self._is_ended(nonce)) else whose

    def end(self, session: str) -> None:
        """Sign out of a session, here and after a restart; what is no session is passed over."""
        if self.recognises(session) is None:
            return
        expiry, nonce, _ = session.split(".", 2)
        now = time.time()
        self._ended[nonce] = int(expiry)
        try:
            if self._file is not None:
                self._file.change(
                    lambda known: {n: e for n, e in {**known, **self._ended}.items() if e > now}
                )
        except StoreError as error:
            log.warning("a session that ended is forgotten at the next start: %s", error)

    def _is_ended(self, nonce: str) -> bool:
        return nonce in self._ended or (self._file is not None and nonce in self._file.read())

    def _signing(self) -> Iterator[tuple[Caller, bytes]]:
        for at, key in enumerate(self.keys):
            yield _of_settings(at), key.encode()
        for each in self._stored.all() if self._stored else ():
            yield Caller(each.name, each.scope), each.digest.encode()

    def _match(self, key: str) -> int | None:
        """Digests are compared, so that not even the length of a key shows in the time."""
        digest = hashlib.sha256(key.encode("utf-8", "replace")).digest()
        found = None
        for at, known in enumerate(self.keys):
            if hmac.compare_digest(hashlib.sha256(known.encode()).digest(), digest):
                found = at
        return found


def bearer(headers: Mapping[str, str]) -> str:
    """The key that a request carries, empty where it carries none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def session_of(headers: Mapping[str, str]) -> str:
    """The session that a request carries, empty where it carries none."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def caller_of(scope: Mapping[str, Any]) -> str:
    """The name of the key whose request this is, as the guard noted it."""
    caller = scope.get("state", {}).get("caller", ANYONE)
    return str(caller.name)


def _ended(plain: Any) -> dict[str, int]:
    return {str(nonce): int(expiry) for nonce, expiry in dict(plain).items()}


def _of_settings(at: int) -> Caller:
    """A key of the settings has no name but its place; no stored key's name holds a space."""
    return Caller(f"setting {at + 1}", "manage")


def _mac(secret: bytes, body: str) -> str:
    message = b"isnad session " + body.encode("utf-8", "replace")
    return hmac.new(secret, message, hashlib.sha256).hexdigest()
