"""A model of sentence-transformers, loaded at its first use; what is wrong is said in one line."""

import json
import logging
import re
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TimesUp
from hashlib import blake2b
from pathlib import Path
from threading import RLock, Thread
from time import monotonic
from typing import Any, TypeVar

from index import wire
from index.errors import ModelError

PAUSE_S = 60.0
"""Seconds before a model that could not be had is tried again: no question waits for it anew."""
BLOCK = 65_536
"""Bytes of the start, middle and end of a model's file that count in its fingerprint."""
WAIT_S = 30.0
"""Seconds a question waits for a model that is being loaded; a download may take far longer."""
HUB_TIMEOUT_S = 10.0
REASON_LENGTH = 200
CONFIGURATION = "config_sentence_transformers.json"
DESCRIBING = ("config.json", "modules.json")
"""Of these a model has at least one."""
HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
REVISION = 12
"""Letters of a revision that tell it from all others."""

Result = TypeVar("Result")


class Weights:
    """A model by the setting that names it; `make` loads it, given its name and `local_only`.

    Nothing is imported before the first use. With `hub` a name that is no folder is the hub's:
    what is on this machine is taken without asking the network. Safe to use from several threads.
    """

    def __init__(
        self, setting: str, name: str, make: Callable[[str, bool], Any], *, hub: bool = True
    ) -> None:
        self.setting = setting
        self.hub = hub
        self.name = name
        self.guard = RLock()
        self._make = make
        self._made: Any = None
        self._failed = ""
        self._retry = 0.0

    def get(self) -> Any:
        """The model; ModelError where it can't be had, for a while without trying again.

        Who comes while another loads it waits, but not for a download.
        """
        if self._made is None:
            if not self.guard.acquire(timeout=WAIT_S):
                raise self.wrong("it is still being loaded")
            try:
                self._make_once()
            finally:
                self.guard.release()
        return self._made

    def _make_once(self) -> None:
        if self._made is not None:
            return
        if self._failed and monotonic() < self._retry:
            raise ModelError(self._failed)
        try:
            self._made = self.tried(self._load)
        except ModelError as error:
            self._failed, self._retry = str(error), monotonic() + PAUSE_S
            raise

    def tried(self, work: Callable[[], Result], timeout: float | None = None) -> Result:
        """What `work` returns; ModelError names the setting, whatever went wrong in it."""
        future = _caught(work)
        try:
            error = future.exception(timeout)
        except TimesUp as late:
            raise self.wrong(f"no answer within {timeout:g} s") from late
        if error is None:
            return future.result()
        if (refused := wire.refusal(error)) is not None:
            raise self.wrong(str(refused)) from error
        if isinstance(error, ModelError) or not isinstance(error, Exception):
            raise error
        raise self.wrong(_reason(error)) from error

    def wrong(self, reason: str) -> ModelError:
        """The error that says so, in one line that names setting and value."""
        return ModelError(f"{self.setting}={self.name} can't be used: {reason}")

    def _load(self) -> Any:
        if not self.hub or Path(self.name).is_dir():
            return self._make(self.name, True)
        try:
            return self._make(self.name, True)
        except (OSError, ValueError):  # not all of it is on this machine
            _check_hub(self.name)
            return self._make(self.name, False)


def _caught(work: Callable[[], Result]) -> Future[Result]:
    """What comes of `work`, done in a thread that no exit waits for: it may be a download."""
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 (models' libraries share no base of errors)
            future.set_exception(error)

    Thread(target=run, name="model", daemon=True).start()
    return future


def _check_hub(name: str) -> None:
    """Ask once whether the hub has a model: loading one asks for a minute before it gives up."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    full = name if "/" in name else f"sentence-transformers/{name}"
    error = _caught(lambda: HfApi().model_info(full, timeout=HUB_TIMEOUT_S)).exception()
    if error is None:
        return
    reached = isinstance(error, HfHubHTTPError)
    reason = "shows no model of that name" if reached else "can't be reached"
    raise LookupError(f"it is not on this machine and its hub {reason}") from error


def quiet() -> None:
    """Keep the libraries' bars and remarks about a load off the screen."""
    from transformers.utils import logging as chatter  # takes seconds, with torch

    chatter.set_verbosity_error()
    chatter.disable_progress_bar()
    for name in ("sentence_transformers", "huggingface_hub"):
        logging.getLogger(name).setLevel(logging.ERROR)


def place(setting: str, name: str) -> Path | None:
    """The folder a name means, None for a name of the hub.

    Raises ModelError: a folder that is missing or holds no model, a name that can mean neither.
    """

    def wrong(reason: str) -> ModelError:
        return ModelError(f"{setting}={name} can't be used: {reason}")

    try:
        path = Path(name).expanduser()
    except RuntimeError as error:  # ~somebody, who has no home here
        raise wrong("there is no such folder") from error
    if path.is_dir():
        if not any((path / each).is_file() for each in DESCRIBING):
            raise wrong(f"the folder holds no model ({' or '.join(DESCRIBING)} is missing)")
        return path
    if path.is_file():
        raise wrong("it is a file: name the model's folder")
    if path.is_absolute() or name.startswith((".", "~")):
        raise wrong("there is no such folder")
    if not HUB_NAME.fullmatch(name):
        raise wrong("no model can have that name")
    return None


def digest(path: Path) -> str:
    """A short name for what a model's folder holds, without reading all of its weights.

    It depends on the names and sizes of the files and on the start, middle and end of each, not
    on where the folder lies; texts for people don't count.
    """
    whole = blake2b(digest_size=8)
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        name = file.relative_to(path)
        if file.suffix == ".md" or any(part.startswith(".") for part in name.parts):
            continue
        size = file.stat().st_size
        whole.update(f"{name.as_posix()}\0{size}\0".encode())
        with file.open("rb") as stream:
            for start in sorted({0, max(0, (size - BLOCK) // 2), max(0, size - BLOCK)}):
                stream.seek(start)
                whole.update(stream.read(BLOCK))
    return whole.hexdigest()


def revision(name: str) -> str:
    """The revision of a hub's model that is on this machine, "" where there is none."""
    for file in DESCRIBING:
        found = _file(name, file)
        if found is not None:
            return found.parent.name[:REVISION]
    return ""


def kind(name: str) -> str | None:
    """What sentence-transformers calls a model that is on this machine, "" for none of its own.

    None where that can't be told.
    """
    if all(_file(name, each) is None for each in DESCRIBING):
        return None
    if _file(name, "modules.json") is None:
        return ""
    found = _file(name, CONFIGURATION)
    if found is None:
        return "SentenceTransformer"
    try:
        value = json.loads(found.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return str(value.get("model_type", "SentenceTransformer")) if isinstance(value, dict) else None


def _file(name: str, file: str) -> Path | None:
    """A file of a model: in its folder, or where the hub's client has put it."""
    if Path(name).is_dir():
        path = Path(name, file)
        return path if path.is_file() else None
    from huggingface_hub import try_to_load_from_cache

    for full in (name, f"sentence-transformers/{name}"):
        if full.count("/") == 1:
            found = try_to_load_from_cache(full, file)
            if isinstance(found, str):
                return Path(found)
    return None


def _reason(error: Exception) -> str:
    """An error in one line."""
    text = " ".join(str(error).split()) or type(error).__name__
    if "trust_remote_code" in text:
        return "it needs code of its own to run, which Isnad does not let in"
    return text if len(text) <= REASON_LENGTH else f"{text[:REASON_LENGTH]}…"
