"""Small and read-only file systems for the tests, mounted where that is allowed."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def tiny(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of so many megabytes; the test is skipped where none may be mounted."""
    folder.mkdir()
    with _mounted(folder, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"):
        yield folder


@contextmanager
def read_only(folder: Path, place: Path) -> Iterator[Path]:
    """A folder as nobody can write to it, at another place."""
    place.mkdir()
    with _mounted(place, "--bind", str(folder)):
        _mount("-o", "remount,ro,bind", str(place))
        yield place


def fill(folder: Path, keep: int = 0) -> Path:
    """A file that leaves no more than `keep` bytes of a file system free."""
    path = folder / "filling"
    with path.open("ab") as stream:
        try:
            while (free := shutil.disk_usage(folder).free) > keep:
                stream.write(b"\1" * min(free - keep, 2**20))
                stream.flush()
        except OSError:
            pass  # it is full
    return path


@contextmanager
def _mounted(place: Path, *how: str) -> Iterator[None]:
    if not _mount(*how, str(place)):
        pytest.skip("file systems can't be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", place], check=False, capture_output=True)


def _mount(*arguments: str) -> bool:
    try:
        done = subprocess.run(["mount", *arguments], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0
