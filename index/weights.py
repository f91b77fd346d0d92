"""A model of sentence-transformers, loaded at its first use; what is wrong is said in one line."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TimesUp
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import Any, TypeVar

from index.errors import ModelError

PAUSE_S = 60.0
"""Seconds before a model that could not be had is tried again: no question waits for it anew."""
SMALL = 100_000
"""Bytes of a JSON file up to which its text counts in a fingerprint, not only its size."""
REASON_LENGTH = 200
CONFIGURATION = "config_sentence_transformers.json"

Result = TypeVar("Result")


class Weights:
    """A model by the setting that names it; `make` loads it, given its name and `local_only`.

    Nothing is imported before the first use. What is already on this machine is taken without
    asking the network. Safe to use from several threads.
    """

    def __init__(self, setting: str, name: str, make: Callable[[str, bool], Any]) -> None:
        self.setting = setting
        self.name = name
        self.guard = RLock()
        self._make = make
        self._made: Any = None
        self._failed = ""
        self._retry = 0.0

    def get(self) -> Any:
        """The model; ModelError where it can't be had, for a while without trying again."""
        with self.guard:
            if self._made is not None:
                return self._made
            if self._failed and monotonic() < self._retry:
                raise ModelError(self._failed)
            try:
                self._made = self.tried(self._load)
            except ModelError as error:
                self._failed, self._retry = str(error), monotonic() + PAUSE_S
                raise
            return self._made

    def tried(self, work: Callable[[], Result], timeout: float | None = None) -> Result:
        """What `work` returns; ModelError names the setting, whatever went wrong in it.

        The libraries and the providers of models share no base of their errors, hence the thread:
        its future hands over any.
        """
        pool = ThreadPoolExecutor(1, "model")
        future = pool.submit(work)
        try:
            error = future.exception(timeout)
        except TimesUp as late:
            raise self.wrong(f"no answer within {timeout:g} s") from late
        finally:
            pool.shutdown(wait=False)
        if error is None:
            return future.result()
        if isinstance(error, ModelError) or not isinstance(error, Exception):
            raise error
        raise self.wrong(_reason(error)) from error

    def wrong(self, reason: str) -> ModelError:
        """The error that says so, in one line that names setting and value."""
        return ModelError(f"{self.setting}={self.name} can't be used: {reason}")

    def _load(self) -> Any:
        if Path(self.name).is_dir():
            return self._make(self.name, True)
        try:
            return self._make(self.name, True)
        except (OSError, ValueError):  # not all of it is on this machine
            return self._make(self.name, False)


def quiet() -> None:
    """Keep the libraries' bars and remarks about a load off the screen."""
    from transformers.utils import logging as chatter  # takes seconds, with torch

    chatter.set_verbosity_error()
    chatter.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def folder(setting: str, name: str) -> Path | None:
    """The folder a name means, None for a name of the hub; ModelError where it is missing."""
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or name.startswith((".", "~")):
        raise ModelError(f"{setting}={name} can't be used: there is no such folder")
    return None


def digest(path: Path) -> str:
    """A short name for what a model's folder holds, without reading its weights.

    It depends on the names and sizes of the files and on the text of the small JSON files, not
    on where the folder lies.
    """
    whole = blake2b(digest_size=8)
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        name = file.relative_to(path)
        if any(part.startswith(".") for part in name.parts):
            continue
        size = file.stat().st_size
        whole.update(f"{name.as_posix()}\0{size}\0".encode())
        if file.suffix == ".json" and size < SMALL:
            whole.update(file.read_bytes())
    return whole.hexdigest()


def kind(name: str) -> str | None:
    """What sentence-transformers calls a model that is on this machine, "" for none of its own.

    None where that can't be told.
    """
    if _file(name, "config.json") is None and _file(name, "modules.json") is None:
        return None
    if _file(name, "modules.json") is None:
        return ""
    found = _file(name, CONFIGURATION)
    if found is None:
        return "SentenceTransformer"
    try:
        value = json.loads(found.read_text("utf-8"))
    except (OSError, ValueError):
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
    if "connect" in text.lower() and ("cached" in text or "internet" in text):
        return "it is not on this machine and its hub can't be reached"
    return text if len(text) <= REASON_LENGTH else f"{text[:REASON_LENGTH]}…"
