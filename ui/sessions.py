"""Who may come in: keys sent with a request, and signed sessions of people who gave one."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

COOKIE = "isnad_session"
DAYS = 14
"""How long a sign-in lasts: a browser closed for a week still comes in."""
SECONDS = DAYS * 86_400


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Knows the keys. With none, everybody may come in.

    A session is `expiry.nonce.mac`, signed with the key that was given, so that taking a key
    out of the settings ends its sessions, and nothing needs to be stored.
    """

    keys: tuple[str, ...] = field(default=(), repr=False)

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether a request's headers (lower-case names) hold a key or a session."""
        if not self.keys:
            return True
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.knows(token.strip()):
            return True
        return self.recognises(_cookie(headers.get("cookie", "")))

    def knows(self, key: str) -> bool:
        """Whether it is one of the keys; takes as long for a near miss as for a far one."""
        return self._match(key) is not None

    def session(self, key: str, now: float | None = None) -> str | None:
        """A new session for one of the keys, None for any other."""
        known = self._match(key)
        if known is None:
            return None
        expiry = int(time.time() if now is None else now) + SECONDS
        body = f"{expiry}.{secrets.token_urlsafe(12)}"
        return f"{body}.{_mac(known, body)}"

    def recognises(self, session: str, now: float | None = None) -> bool:
        """Whether a session is ours, of a key still in use, and not over."""
        body, _, mac = session.rpartition(".")
        ours = False
        for key in self.keys:
            ours |= hmac.compare_digest(_mac(key, body).encode(), mac.encode("utf-8", "replace"))
        expiry = body.partition(".")[0]
        if not (ours and expiry.isascii() and expiry.isdigit()):
            return False
        return int(expiry) > (time.time() if now is None else now)

    def _match(self, key: str) -> str | None:
        """Digests are compared, so that not even the length of a key shows in the time."""
        digest = hashlib.sha256(key.encode("utf-8", "replace")).digest()
        found = None
        for known in self.keys:
            if hmac.compare_digest(hashlib.sha256(known.encode()).digest(), digest):
                found = known
        return found


def _mac(key: str, body: str) -> str:
    message = b"isnad session " + body.encode("utf-8", "replace")
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
