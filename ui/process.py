"""The process around a command: exit status, errors in one line, files and streams."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import click

from index.disk import REMEDY
from index.errors import FileError, InputError, IsnadError
from ui.plain import visible
from ui.settings import Settings

STDIN = Path("-")


def guarded(command: Callable[[], Any]) -> int:
    """Run a command; whatever happens, the exit status is 0, 1 or 2 and no traceback is shown."""
    _prepare()
    try:
        status = command()
        sys.stdout.flush()
    except click.Abort:
        return _failed("interrupted")
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:  # whoever read us has seen enough
        _abandon(sys.stdout)
        return 1
    except IsnadError as error:
        return _failed(str(error))
    except OSError as error:
        _abandon(sys.stdout)
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"{place}{error.strerror or error}")
    except sqlite3.Error as error:
        return _failed(f"the catalogue can't be used: {error}: {REMEDY}")
    except MemoryError:
        return _failed("out of memory")
    return status if isinstance(status, int) else 0


def say(message: str) -> None:
    """One line for the person at the screen, on stderr."""
    click.echo(f"isnad: {visible(message)}", err=True)


def said(argument: str) -> str:
    """A word of the command line as text; InputError where its bytes are not UTF-8."""
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{visible(argument)} is not UTF-8") from error
    return argument


def read_text(path: Path) -> str:
    """The text of a file, or of stdin for "-"; FileError where it can't be had."""
    name = "stdin" if path == STDIN else str(path)
    if path == STDIN and sys.stdin is None:  # closed by whoever started us
        raise FileError(name, "closed")
    try:
        data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(name, f"not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise FileError(name, error.strerror or str(error)) from error


@contextmanager
def bar(
    label: str, total: Callable[[], int | None], settings: Settings
) -> Iterator[Callable[..., None]]:
    """What to call after a step, or with a number of steps: it moves a bar on a terminal.

    In a pipe it does nothing.

    `total` counts the steps, None where nobody knows, and is asked only where there is a bar.
    """
    if not sys.stderr.isatty():
        yield lambda _=1: None
        return
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn, Task
    from rich.text import Text

    class Rate(ProgressColumn):
        """Steps a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")

    console = Console(stderr=True, no_color=True if settings.color == "never" else None)
    columns = (*Progress.get_default_columns(), Rate())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(label, total=total())
        yield lambda number=1: shown.advance(task, number)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put the name of a file before what is wrong in it."""
    try:
        yield
    except FileError:
        raise  # which names it already
    except InputError as error:
        raise InputError(f"{'stdin' if path == STDIN else path}: {error}") from error


def _failed(message: str) -> int:
    try:
        say(message)
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)
    return 1


def _prepare() -> None:
    """Streams that take any text, and no traceback even for a mistake of ours."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # What is no Unicode, such as the bytes of a strange file name, is shown escaped.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.excepthook = _hook


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say a mistake of ours in one line that still helps to find it."""
    if issubclass(kind, KeyboardInterrupt):
        _failed("interrupted")
        return
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        code = trace.tb_frame.f_code
        place = f" ({Path(code.co_filename).name}:{trace.tb_lineno}, {code.co_name})"
    _failed(f"unexpected {kind.__name__}: {error}{place}; please report it")


def _abandon(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that the interpreter's last flush is silent."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
