"""Backups as files: the databases of a data directory in one archive, with their sha256s."""

import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from index import disk, manifest
from index.connection import connect
from index.errors import DamagedError, FileError, StoreError
from index.schema import APPLICATION_ID

FORMAT = 2
"""Raised when an archive changes in a way that an older program would misread."""
MANIFEST = "backup.json"
MANIFEST_BYTES = 2**16
CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive's manifest says: of each file its sha256 and its size in bytes."""

    encoding: str
    sources: int
    files: dict[str, tuple[str, int]]
    made: str
    format: int = FORMAT


def make(data: Path, target: Path) -> Backup:
    """Write one archive of the catalogue and the kept answers, while others read and write them.

    Raises StoreError where there is no index, and DamagedError where what is there is damaged: a
    backup of it could take the place of a good one. What `target` was stays until all is written.
    """
    found = manifest.read(data)
    if found is None or not (data / manifest.CATALOGUE).exists():
        raise StoreError(f"there is no index in {data} to back up")
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with (
            disk.minding(target),
            TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder,
        ):
            copies = [each for name in manifest.DATABASES if (each := _copy(data, name, folder))]
            sources = check(copies[0])
            files = {each.name: (_digest(each), each.stat().st_size) for each in copies}
            made = datetime.now(UTC).isoformat(timespec="seconds")
            backup = Backup(found.encoding, sources, files, made)
            _write(draft, backup, copies)
            draft.replace(target)
            manifest.settle(target.parent)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return backup


def unpack(archive: Path, folder: Path) -> Backup:
    """Put the files of an archive into a folder, each held against its sha256.

    Raises FileError for what is not a backup, not whole, or of a newer version.
    """
    name = str(archive)
    try:
        with zipfile.ZipFile(archive) as packed:
            backup = _read(packed, name)
            for each, (sha256, size) in backup.files.items():
                with packed.open(each) as stream:
                    _take(stream, folder / each, sha256, size, name)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileError(name, f"not a backup, or not whole ({error})") from error
    except FileNotFoundError as error:
        raise FileError(name, "no such file") from error
    if manifest.CATALOGUE not in backup.files:
        raise FileError(name, "not a backup: it holds no catalogue")
    try:
        check(folder / manifest.CATALOGUE)
    except DamagedError as error:
        raise FileError(name, f"not a sound backup: {error}") from error
    return backup


def check(path: Path) -> int:
    """The number of documents of a catalogue file nobody uses; DamagedError if not all is sound."""
    try:
        with closing(connect(path)) as sql:
            if sql.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise DamagedError(f"{path.name} is not a catalogue of Isnad")
            (said,) = sql.execute("PRAGMA quick_check(1)").fetchone()
            wrong = [said] if said != "ok" else list(damaged(sql))
            number = int(sql.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error as error:
        raise DamagedError(f"{path.name}: {error}; `isnad check` says more") from error
    if wrong:
        raise DamagedError(f"{path.name} is damaged at {wrong[0]}; `isnad check` says more")
    return number


def damaged(sql: sqlite3.Connection) -> Iterator[str]:
    """The sources whose texts are not those that were indexed."""
    query = "SELECT source, sha256, CAST(text AS BLOB) FROM documents ORDER BY id"
    for source, sha256, content in sql.execute(query):
        if hashlib.sha256(content).hexdigest() != sha256:
            yield source


def _copy(data: Path, name: str, folder: str) -> Path | None:
    """A copy of a database as it is at one moment, in one file; None where there is none."""
    if not (data / name).exists():
        return None
    path = Path(folder) / name
    with closing(connect(data / name)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    return path


def _write(draft: Path, backup: Backup, copies: list[Path]) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            packed.writestr(MANIFEST, json.dumps(asdict(backup), indent=2) + "\n")
            for each in copies:
                packed.write(each, each.name)
        stream.flush()
        os.fsync(stream.fileno())


def _read(packed: zipfile.ZipFile, name: str) -> Backup:
    with packed.open(MANIFEST) as stream:
        text = stream.read(MANIFEST_BYTES)
    try:
        fields = json.loads(text)
        known = int(fields["format"])
        if known > FORMAT:
            raise FileError(name, f"a backup of format {known}: restore it with a newer Isnad")
        files = {each: _described(each, value) for each, value in fields["files"].items()}
        return Backup(
            str(fields["encoding"]),
            int(fields["sources"]),
            files,
            str(fields["made"]),
            known,
        )
    except (ValueError, TypeError, AttributeError, RecursionError, KeyError) as error:
        raise FileError(name, f"not a backup of Isnad ({error!r} in {MANIFEST})") from error


def _described(name: str, value: Any) -> tuple[str, int]:
    sha256, size = value
    if name not in manifest.DATABASES or not isinstance(sha256, str):
        raise ValueError(f"{name!r} is no file of a backup")
    return sha256, int(size)


def _take(stream: IO[bytes], path: Path, sha256: str, size: int, name: str) -> None:
    """Unpack one file, no more of it than the manifest says."""
    found = hashlib.sha256()
    with path.open("wb") as target:
        while chunk := stream.read(min(CHUNK, size + 1)):
            size -= len(chunk)
            if size < 0:
                break
            found.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if size or found.hexdigest() != sha256:
        raise FileError(name, f"{path.name} in it is not the file that its manifest names")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
