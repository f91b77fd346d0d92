"""Every setting of Isnad, and the only place that reads the environment."""

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

from platformdirs import user_data_path

from index.errors import SettingError
from ui import parsers
from ui.parsers import Color, Form, Log, Scope, Unsupported

SECRETS = ("api_keys", "llm_api_key")
"""Settings whose values no message may show, and which a file named in another may hold."""
SECRET_FILE_MAX = 65_536
"""Bytes of such a file: a thousand keys; what is larger was meant for something else."""
KEY_MIN = 16
"""Characters of a key off this machine: random ones of that length can't be guessed."""
PREFIX = "ISNAD_"
FOR_TESTS = "ISNAD_TEST_"
"""Before what the tests of real models read."""
KEEP_MAX_DAYS = 36_500
"""A hundred years: more is a slip of the keyboard."""
SENT_AS = "http/protobuf"
"""The form of OTLP that spans are sent in; gRPC would take another package."""
RATE_MAX = 1_000_000
"""Requests a minute; more than we could answer, so that a limit above it means none."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of one setting: for the help texts, the README and its test."""

    name: str
    variable: str
    help: str
    default: str


def _default_data() -> Path:
    return user_data_path("isnad", appauthor=False)


def _about(parse: Callable[[str], Any], help: str) -> dict[str, Any]:
    """What the environment and the help texts need of a field of Settings."""
    return {"parse": parse, "help": help}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run; the field `data` is the variable ISNAD_DATA, and so on.

    An empty variable counts as one that is not set.
    """

    data: Path = field(
        default_factory=_default_data, metadata=_about(parsers.path, "folder that holds the index")
    )
    host: str = field(
        default="127.0.0.1", metadata=_about(parsers.text, "address `serve` listens on")
    )
    port: int = field(
        default=7860,
        metadata=_about(parsers.whole(0, 65_535), "port `serve` listens on; 0 takes a free one"),
    )
    open: bool = field(
        default=False, metadata=_about(parsers.flag, "serve off this machine without API keys")
    )
    api_keys: tuple[str, ...] = field(
        default=(),
        repr=False,
        metadata=_about(
            parsers.keys, "keys, separated by commas, one of which every request must carry"
        ),
    )
    api_keys_file: Path | None = field(
        default=None, metadata=_about(parsers.path, "file of such keys, one a line")
    )
    scope: Scope = field(
        default="ask",
        metadata=_about(
            parsers.scope, "what a new key is good for: ask, or manage the sources too"
        ),
    )
    trusted_proxies: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            parsers.proxies,
            "addresses or networks, separated by commas, whose X-Forwarded-For is believed",
        ),
    )
    public_url: str = field(
        default="",
        metadata=_about(parsers.address, "address that readers of the answers can reach"),
    )
    allowed_origins: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            parsers.origins, "sites, separated by commas, whose pages may hold the widget"
        ),
    )
    max_upload_mb: int = field(
        default=20, metadata=_about(parsers.whole(1, 1_024), "largest upload in MB")
    )
    rate_limit: int = field(
        default=0,
        metadata=_about(
            parsers.whole(0, RATE_MAX), "requests a minute from one address; 0 sets no limit"
        ),
    )
    keep_days: int = field(
        default=30,
        metadata=_about(
            parsers.whole(0, KEEP_MAX_DAYS), "days the server keeps an answer; 0 keeps none"
        ),
    )
    log: Log = field(
        default="text", metadata=_about(parsers.log, "form of the server's log: text or json")
    )
    embedder: str = field(
        default="embedded",
        metadata=_about(
            parsers.text,
            "embedded, hashing (words alone), a sentence-transformers name or folder, or"
            " provider:name",
        ),
    )
    reranker: str = field(
        default="", metadata=_about(parsers.text, "name or folder of a cross-encoder")
    )
    reader: str = field(
        default="embedded",
        metadata=_about(parsers.text, "embedded, none (words alone decide), or a reader's folder"),
    )
    llm: str = field(default="", metadata=_about(parsers.text, "language model, as provider:name"))
    llm_base_url: str = field(
        default="", metadata=_about(parsers.address, "address of the language model's server")
    )
    llm_api_key: str = field(
        default="", repr=False, metadata=_about(parsers.text, "key of the language model's server")
    )
    llm_api_key_file: Path | None = field(
        default=None, metadata=_about(parsers.path, "file that holds that key")
    )
    llm_timeout: int = field(
        default=60,
        metadata=_about(
            parsers.whole(1, 3_600), "seconds the language model may take for an answer"
        ),
    )
    llm_calls: int = field(
        default=16,
        metadata=_about(parsers.whole(1, 1_000), "questions the language model is asked at once"),
    )
    unsupported: Unsupported = field(
        default="leave-out",
        metadata=_about(
            parsers.unsupported,
            "statements of the language model that no source supports: leave-out, or mark them",
        ),
    )
    nli: str = field(
        default="",
        metadata=_about(
            parsers.text,
            "name or folder of a cross-encoder for inference, which checks the language model too",
        ),
    )
    encoding: str = field(
        default="isnad",
        metadata=_about(
            parsers.text, "token encoding that measures passages: isnad, or a name tiktoken knows"
        ),
    )
    thesaurus: Path | None = field(
        default=None, metadata=_about(parsers.path, "file of more Arabic synonyms")
    )
    lexicon: Path | None = field(
        default=None, metadata=_about(parsers.path, "file of more English-Arabic words")
    )
    lock_wait: float = field(
        default=30.0,
        metadata=_about(
            parsers.seconds, "seconds to wait while another process writes to the data folder"
        ),
    )
    color: Color = field(
        default="auto",
        metadata=_about(parsers.color, "colour on the screen: auto, always or never"),
    )
    answerer: str = field(
        default="", metadata=_about(parsers.text, "who answers: extractive, or the language model")
    )
    history: Path | None = field(
        default=None, metadata=_about(parsers.path, "JSON file of the conversation's earlier turns")
    )
    json: bool = field(default=False, metadata=_about(parsers.flag, "print JSON and nothing else"))
    format: Form = field(
        default="",
        metadata=_about(parsers.form, "print a copy with footnotes: markdown, html or text"),
    )
    bundle: Path | None = field(
        default=None,
        metadata=_about(parsers.path, "file to write the answer to, with all its evidence"),
    )
    k: int = field(
        default=10, metadata=_about(parsers.whole(1, 100), "number of sentences `search` gives")
    )
    questions: Path | None = field(
        default=None,
        metadata=_about(
            parsers.path,
            "SQuAD file whose questions are asked in place of the evaluated file's own",
        ),
    )
    whole: bool = field(
        default=False,
        metadata=_about(
            parsers.flag, "ask an evaluated file's questions over all its articles at once"
        ),
    )
    rebuild: bool = field(
        default=False, metadata=_about(parsers.flag, "make the index anew from the texts it holds")
    )
    follow_links: bool = field(
        default=False,
        metadata=_about(parsers.flag, "follow links that lead out of an indexed folder"),
    )
    repair: bool = field(
        default=False, metadata=_about(parsers.flag, "make anew what `check` finds wrong")
    )
    sources: Path | None = field(
        default=None, metadata=_about(parsers.path, "folder of the articles to verify against")
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], **given: Any) -> Self:
        """The settings of an environment, under those given by name (None counts as not given).

        NO_COLOR (https://no-color.org) turns colour off where ISNAD_COLOR says nothing.
        Raises SettingError: an unusable value; the message names variable, value and what is
        allowed, and never shows a key.
        """
        values = {name: value for name, value in given.items() if value is not None}
        for one in fields(cls):
            variable = _variable(one.name)
            if one.name not in values and environ.get(variable):
                values[one.name] = _read(one.name, variable, environ[variable])
        for name in SECRETS:
            _take_from_file(name, values)
        if environ.get("NO_COLOR"):
            values.setdefault("color", "never")
        settings = cls(**values)
        if not settings.embedder:
            raise SettingError("ISNAD_EMBEDDER is blank: name an embedder, such as embedded")
        if not settings.reader:
            raise SettingError("ISNAD_READER is blank: name a reader, such as embedded, or none")
        return settings

    @classmethod
    def from_process(cls, **given: Any) -> Self:
        """The settings of this process's environment, as `from_environ`."""
        return cls.from_environ(os.environ, **given)


def describe() -> list[Setting]:
    """Every setting with its variable, help and default, in the order of the class."""
    found = []
    for one in fields(Settings):
        unset = one.default is False or one.default in (None, "", ())
        default = "" if unset else str(one.default)
        if one.default is MISSING:
            default = "the user's data folder"
        found.append(Setting(one.name, _variable(one.name), one.metadata["help"], default))
    return found


def check_exposure(settings: Settings) -> None:
    """Raise SettingError where serving would let the whole network in without a good key.

    StoreError where the keys of the data directory can't be read.
    """
    if is_loopback(settings.host):
        return
    if any(len(key) < KEY_MIN for key in settings.api_keys):
        raise SettingError(
            f"ISNAD_HOST={settings.host} lets other machines in, and a key of ISNAD_API_KEYS is"
            f" shorter than {KEY_MIN} characters: `isnad key new NAME` makes a good one"
        )
    from ui.keys import Keys  # with what it takes to hash them, which a question need not load

    if settings.open or settings.api_keys or Keys(settings.data).all():
        return
    raise SettingError(
        f"ISNAD_HOST={settings.host} lets other machines in: make a key with `isnad key new NAME`,"
        " set ISNAD_API_KEYS, or pass --open to serve without keys"
    )


def check_names(environ: Mapping[str, str]) -> None:
    """Raise SettingError for a variable that looks like ours and is none, with what it may mean.

    An empty one counts as one that is not set.
    """
    known = [one.name.upper() for one in fields(Settings)]
    for name, value in environ.items():
        given = name.removeprefix(PREFIX)
        if given in (name, *known) or name.startswith(FOR_TESTS) or not value:
            continue
        near = get_close_matches(given.upper(), known, n=1)
        meant = f"did you mean {PREFIX}{near[0]}?" if near else "`isnad --help` names all there are"
        raise SettingError(f"{_printable(name)} is no setting of Isnad: {meant}")


def check_process_names() -> None:
    """The same of this process's environment."""
    check_names(os.environ)


def check_models(settings: Settings) -> None:
    """Raise SettingError where the language model is not named provider:name.

    Called before anything is opened.
    """
    if settings.llm:
        from rag import llm  # asyncio, which a question without a language model need not load

        llm.check(settings.llm)


def check_answerer(settings: Settings) -> None:
    """Raise SettingError where the answerer is none of those there are; it names these."""
    from rag.answer import EXTRACTIVE

    known = [settings.llm, EXTRACTIVE] if settings.llm else [EXTRACTIVE]
    if settings.answerer and settings.answerer not in known:
        raise SettingError(
            f"{settings.answerer!r} is none of the answerers, which are: {', '.join(known)}"
        )


def traced(environ: Mapping[str, str]) -> str:
    """The address that spans are sent to, of OpenTelemetry's own variables; "" for none.

    Its SDK reads the rest of them. Raises SettingError where one can't be used.
    """
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return ""
    protocol = environ.get("OTEL_EXPORTER_OTLP_PROTOCOL", "") or SENT_AS
    for name in ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"):
        if value := environ.get(name, "").strip():
            try:
                address = parsers.address(value)
            except parsers.Refused as refused:
                raise SettingError(f"{name} can't be used: it takes {refused}") from refused
            if protocol != SENT_AS:
                raise SettingError(
                    f"OTEL_EXPORTER_OTLP_PROTOCOL={_printable(protocol)} can't be used: spans are"
                    f" sent as {SENT_AS}, mostly to port 4318"
                )
            return address
    return ""


def traced_process() -> str:
    """The same of this process's environment."""
    return traced(os.environ)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on that host: 127.0.0.1, ::1, localhost."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _variable(name: str) -> str:
    return f"ISNAD_{name.upper()}"


def _printable(text: str) -> str:
    return text if text.isprintable() else ascii(text)


def _take_from_file(name: str, values: dict[str, Any]) -> None:
    """Put a secret that stands in a file among the values; SettingError where that can't be."""
    path: Path | None = values.get(f"{name}_file")
    variable = _variable(f"{name}_file")
    if path is None:
        return
    if values.get(name):
        raise SettingError(f"{_variable(name)} and {variable} are both set: leave one out")
    try:
        with path.open("rb") as stream:
            held = stream.read(SECRET_FILE_MAX + 1)
        text = held.decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise SettingError(f"{variable}: {_printable(str(path))}: {reason}") from error
    if not text or len(held) > SECRET_FILE_MAX:
        reason = "too large for a key" if text else "empty"
        raise SettingError(f"{variable}: {_printable(str(path))} is {reason}")
    values[name] = _read(name, variable, text)


def _read(name: str, variable: str, value: str) -> Any:
    try:
        return parse(name, value)
    except SettingError as error:
        shown = "" if name in SECRETS else f"={_printable(value)}"
        raise SettingError(f"{variable}{shown} can't be used: {error}") from error


def parse(name: str, value: str) -> Any:
    """The value of a setting from its text; SettingError says what it takes.

    >>> parse("port", "8080")
    8080
    """
    metadata = next(one.metadata for one in fields(Settings) if one.name == name)
    try:
        return metadata["parse"](value)
    except parsers.Refused as refused:
        raise SettingError(f"it takes {refused}") from refused
