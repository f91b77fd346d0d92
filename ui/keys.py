"""The server's keys: made here, shown once, kept as salted hashes in the data directory."""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import InputError
from ui.jsonfile import JsonFile
from ui.parsers import Scope

NAME = "keys.json"
PREFIX = "isnad"
"""Before every key, so that scanners for leaked secrets can know one."""
ID_BYTES, SECRET_BYTES, SALT_BYTES = 6, 32, 16
NAME_MAX = 64
KEY_MAX = 200
"""Characters; ours have 62, and nothing longer is worth hashing."""
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**14, 8, 1
"""16 MB and some 50 ms a key, as RFC 7914 has it for interactive use."""
MARKS = "._-@"


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key: enough to know it again, not to tell it."""

    name: str
    scope: Scope
    id: str
    salt: str = field(repr=False)
    digest: str = field(repr=False)
    created: str = ""


class Keys:
    """The keys of one data directory; safe to use from several threads and processes.

    A key that was verified once is remembered by a fast digest under a secret of this process, so
    that only its first use costs the slow hash.
    """

    def __init__(self, data: Path) -> None:
        self._file = JsonFile(data / NAME, _parsed, _plain)
        self._pepper = secrets.token_bytes(32)
        self._verified: dict[bytes, Key] = {}

    def all(self) -> tuple[Key, ...]:
        """Every key, oldest first; StoreError where they can't be read."""
        return self._file.read()

    def new(self, name: str, scope: Scope) -> str:
        """A new key, to be shown once; InputError for a name that is taken or can't be one."""
        _check_name(name)
        id_, salt = secrets.token_hex(ID_BYTES), secrets.token_hex(SALT_BYTES)
        key = f"{PREFIX}_{id_}_{secrets.token_urlsafe(SECRET_BYTES)}"
        created = datetime.now(UTC).isoformat(timespec="seconds")
        made = Key(name, scope, id_, salt, _slow(key, salt), created)

        def added(keys: tuple[Key, ...]) -> tuple[Key, ...]:
            if any(each.name == name for each in keys):
                raise InputError(f"a key is named {name} already: revoke it, or choose another")
            return (*keys, made)

        self._file.change(added)
        return key

    def revoke(self, name: str) -> None:
        """Take a key out, here and in a running server; InputError where there is none."""

        def without(keys: tuple[Key, ...]) -> tuple[Key, ...]:
            left = tuple(each for each in keys if each.name != name)
            if len(left) == len(keys):
                raise InputError(f"no key is named {name!r}: `isnad key list` names them")
            return left

        self._file.change(without)

    def remembered(self, key: str) -> Key | None:
        """The key, where this process has verified it before and it was not revoked since."""
        known = self._verified.get(self._fast(key))
        return known if known in self.all() else None

    def verified(self, key: str) -> Key | None:
        """The key by its salted hash, which takes some 50 ms where its id is one of ours."""
        prefix, _, rest = key.partition("_")
        id_ = rest.partition("_")[0]
        if prefix != PREFIX or len(key) > KEY_MAX:
            return None
        for each in self.all():
            if each.id == id_ and hmac.compare_digest(_slow(key, each.salt), each.digest):
                self._verified[self._fast(key)] = each
                return each
        return None

    def _fast(self, key: str) -> bytes:
        return hmac.digest(self._pepper, key.encode("utf-8", "replace"), "sha256")


def _slow(key: str, salt: str) -> str:
    text = key.encode("utf-8", "replace")
    return hashlib.scrypt(
        text, salt=bytes.fromhex(salt), n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, dklen=32
    ).hex()


def _check_name(name: str) -> None:
    """Names stand in the audit log and in lists: one word, as people name things."""
    if not 0 < len(name) <= NAME_MAX or not all(c.isalnum() or c in MARKS for c in name):
        raise InputError(
            f"{name!r} can't name a key: it takes 1 to {NAME_MAX} letters, digits and any of"
            f" {' '.join(MARKS)}"
        )


def _parsed(plain: Any) -> tuple[Key, ...]:
    keys = tuple(Key(**each) for each in plain)
    for key in keys:
        if key.scope not in ("ask", "manage") or not bytes.fromhex(key.salt + key.digest):
            raise ValueError(key.name)
    return keys


def _plain(keys: tuple[Key, ...]) -> list[dict[str, str]]:
    return [asdict(key) for key in keys]
