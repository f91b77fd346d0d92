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


def walk(path: Path, *, follow_links: bool = False) -> Iterator[tuple[Path, Path]]:
    """The files to index at a path, each with the root it is named from, in order of name.

    A file's root is its folder. In a folder, hidden files and files without a suffix
    (SHA256SUMS, LICENSE) are passed over. A link to a folder is followed only on demand, and
    then each folder once; one that leads out of the root is given as if it were a file, and so
    is a folder that can't be listed, for `read` to say so.
    """
    if not path.is_dir():
        yield path, path.parent
        return
    unlisted: list[Path] = []
    met = {_place(path)}
    for folder, folders, files in os.walk(
        path, onerror=lambda e: unlisted.append(Path(e.filename)), followlinks=follow_links
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [each for each in folders if (Path(folder) / each).is_symlink()]:
            link = Path(folder) / name
            if follow_links and _place(link) not in met:
                met.add(_place(link))
                continue
            folders.remove(name)
            if not follow_links and leads_out(link, path):
                yield link, path
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix:
                yield Path(folder) / name, path
    for closed in unlisted:
        yield closed, path


def leads_out(path: Path, root: Path) -> bool:
    """Whether a path leads, by links, to what does not lie under its root."""
    return not _place(path).is_relative_to(_place(root))


def _place(path: Path) -> Path:
    """Where a path leads; a link that goes round leads to itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def read(path: Path, root: Path, *, follow_links: bool = False) -> File:
    """The file at a path, named relative to its root; FileError says why it can't be had.

    A link that leads out of the root is followed on demand only.
    """
    source = path.relative_to(root).as_posix()
    if not source.isprintable():
        raise FileError(ascii(source), "its name holds control or direction characters")
    if not follow_links and leads_out(path, root):
        raise FileError(source, f"a link that leads out of {root}: --follow-links follows it")
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
