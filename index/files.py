"""Files to index: found in folders, read as they are, refused with a reason."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from index.errors import FileError, FileTooLargeError, FileTypeError
from index.values import File

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
MAX_BYTES = 32 * 1024 * 1024
"""A larger text file is a dump, not an article, and its sentences could not be shown in a page."""


def walk(path: Path) -> Iterator[tuple[Path, Path]]:
    """The files to index at a path, each with the root it is named from, in order of name.

    A file's root is its folder. In a folder, hidden files and files without a suffix
    (SHA256SUMS, LICENSE) are passed over; a link to a folder is not followed. A folder that
    can't be listed is given as if it were a file, for `read` to say so.
    """
    if not path.is_dir():
        yield path, path.parent
        return
    unlisted: list[Path] = []
    for folder, folders, files in os.walk(
        path, onerror=lambda e: unlisted.append(Path(e.filename))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix:
                yield Path(folder) / name, path
    for closed in unlisted:
        yield closed, path


def read(path: Path, root: Path) -> File:
    """The file at a path, named relative to its root; FileError says why it can't be had."""
    source = path.relative_to(root).as_posix()
    if not source.isprintable():
        raise FileError(ascii(source), "its name holds control or direction characters")
    try:
        if path.is_dir():
            raise FileError(source, "a folder that can't be listed")
        check_type(source)
        if not path.is_file():
            path.stat()  # says if there is nothing
            raise FileError(source, "not a regular file")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise FileError(source, "no such file or folder") from error
    except OSError as error:
        raise FileError(source, f"can't be read: {error.strerror or error}") from error
    return from_bytes(source, data, str(root))


def check_type(source: str) -> None:
    """Raise FileTypeError unless a name ends in one of SUFFIXES."""
    suffix = Path(source).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(sorted(SUFFIXES))
        raise FileTypeError(source, f"unknown file type {suffix or '(none)'}: {known} are read")


def from_bytes(source: str, data: bytes, root: str) -> File:
    """A file from its bytes, decoded as UTF-8 with nothing changed.

    Raises FileTypeError for a name of another kind, FileTooLargeError, and FileError for a
    text that is empty, binary or not UTF-8.
    """
    check_type(source)
    if len(data) > MAX_BYTES:
        raise FileTooLargeError(source, f"larger than {MAX_BYTES // 2**20} MB")
    if b"\0" in data:
        raise FileError(source, "binary, not a text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 (byte {error.start}); save it as UTF-8"
        raise FileError(source, reason) from error
    if not any(char.isalnum() for char in text):
        raise FileError(source, "empty: no word in it")
    return File(source=source, root=root, sha256=hashlib.sha256(data).hexdigest(), text=text)
