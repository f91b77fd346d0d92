"""Talks to a language model through LangChain: streams, limits, tries again, and can be stopped."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Self

from index import wire
from index.errors import ModelError, SettingError
from rag import calls, providers

PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses worth another attempt."""
LONGEST_PAUSE_S = 8.0
"""A server that wants a longer pause is not waited for: somebody has asked a question."""
WHOLE_S = 60.0
"""Seconds for a reply unless told otherwise: somebody waits, and the extractive answer is there."""
REASON_LENGTH = 160
LONGEST = 20_000
"""Characters read of a reply; more is a model that can't stop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to the first piece of a reply, between two, and for all of it; and the attempts."""

    first: float = WHOLE_S
    silence: float = WHOLE_S / 3
    whole: float = WHOLE_S
    attempts: int = 3
    pause: float = 0.5

    @classmethod
    def within(cls, seconds: float) -> Self:
        """The limits of an answer that may take so long; a model that stops is left sooner."""
        return cls(first=seconds, silence=seconds / 3, whole=seconds)


class FormatRefusedError(ModelError):
    """The server can't hold the model to a JSON schema: ask in the plain format."""


class TooLongError(ModelError):
    """The prompt is longer than the model reads: ask with less."""


class LateError(ModelError):
    """The model did not say enough in time."""


def check(name: str) -> None:
    """Raise SettingError where a model's name is not `provider:name`."""
    provider, colon, model = name.partition(":")
    if not (colon and model.strip() and provider.replace("_", "").isalnum()):
        raise SettingError(
            f"ISNAD_LLM={name} can't be used: it takes provider:name, such as openai:gpt-4.1-mini"
        )


class LanguageModel:
    """A language model by its name for LangChain's `init_chat_model`.

    Nothing is imported or connected before the first call. Every error is a ModelError of one
    line that names the setting. Safe to use from several threads.
    """

    def __init__(
        self, name: str, base_url: str = "", api_key: str = "", limits: Limits | None = None
    ) -> None:
        check(name)
        self.name = name
        self.base_url = base_url
        self.limits = limits or Limits()
        self.forms = providers.FORMS.get(self.provider, ("lines",))
        self._api_key = api_key
        self._plain = False
        self._made: Any = None
        self._making = Lock()

    @property
    def provider(self) -> str:
        """The part of the name before the colon."""
        return self.name.partition(":")[0]

    @property
    def structured(self) -> bool:
        """Whether the model can be held to JSON, for all that is known by now."""
        return self.forms[0] != "lines"

    def deadline(self, share: float = 1.0) -> float:
        """When a reply that is asked for now must be whole, by the clock of `time.monotonic`.

        Loading the provider's package, which takes seconds, is nobody's delay in answering.
        """
        self.prepare()
        return monotonic() + self.limits.whole * share

    def complete(self, messages: Sequence[tuple[str, str]], deadline: float | None = None) -> str:
        """The whole reply, or as much of one without an end as is worth reading; as `stream`."""
        reply = ""
        with contextlib.closing(self.stream(messages, None, deadline)) as pieces:
            for piece in pieces:
                reply += piece
                if len(reply) > LONGEST:
                    break
        return reply

    def stream(
        self,
        messages: Sequence[tuple[str, str]],
        schema: Mapping[str, Any] | None = None,
        deadline: float | None = None,
    ) -> Generator[str, None, None]:
        """The reply in pieces as they come. Closing the iterator ends the call to the server.

        Args:
            messages: pairs of a role (system, user, assistant) and a text.
            schema: a JSON schema the server is to hold the model to.
            deadline: when the reply must be whole; by default as `deadline` gives it.

        Raises:
            FormatRefusedError: the server refuses the schema.
            TooLongError: the messages are longer than the model reads.
            LateError: it says nothing in time.
            ModelError: the model can't be had, or breaks off.
            StoppedError: nobody waits for the reply any more.
        """
        until = self.deadline() if deadline is None else deadline
        attempt, pause = 1, 0.0
        while True:
            form: providers.Form = self.forms[0] if schema is not None else "lines"
            client = self.prepare()
            if schema is not None and form != "lines":
                client = client.bind(**providers.response_format(self.provider, form, schema))
            begun, error = yield from calls.pieces(
                self._pump(client, messages, pause, until), until
            )
            if error is None:
                return
            if not begun and providers.too_long(error):
                raise TooLongError(self._explain(error)) from error
            if not begun and self._simplify(error, form):
                if schema is not None and not self.structured:
                    raise FormatRefusedError(self._explain(error)) from error
                continue
            pause = _pause(error, attempt, self.limits.pause)
            last = attempt >= self.limits.attempts or pause > LONGEST_PAUSE_S
            if begun or last or not _passes(error):
                kind = LateError if isinstance(error, TimeoutError) else ModelError
                raise kind(self._explain(error, begun=begun)) from error
            attempt += 1

    def _simplify(self, error: BaseException, form: providers.Form) -> bool:
        """Whether to ask again for less: not every server knows schemas, nor model temperatures."""
        refused = providers.refused(error, form)
        if refused == "tuning" and self._plain:
            refused = "form" if form != "lines" else ""
        if refused == "tuning":
            self._plain, self._made = True, None
        elif refused == "form" and self.forms[0] == form:
            self.forms = self.forms[1:]
        return refused != ""

    def prepare(self) -> Any:
        """The provider's client, made once, in the caller's thread; ModelError says what it lacks.

        The first call imports the provider's package, which takes seconds.
        """
        with self._making:
            if self._made is None:
                try:
                    self._made = self._make()
                # A provider's package may raise anything; nothing of it may reach a reader.
                except Exception as error:
                    raise ModelError(self._explain(error)) from error
            return self._made

    async def _pump(
        self,
        client: Any,
        messages: Sequence[tuple[str, str]],
        pause: float,
        deadline: float,
    ) -> AsyncGenerator[str, None]:
        """Call the server once; what it says, as it comes."""
        async with asyncio.timeout(max(deadline - monotonic(), 0.0)):
            await asyncio.sleep(pause)
            async with contextlib.aclosing(client.astream(list(messages))) as chunks:
                source: AsyncIterator[Any] = aiter(chunks)
                patience = self.limits.first
                while True:
                    try:
                        # Not `wait_for`, which on Python 3.11 may lose a cancel.
                        async with asyncio.timeout(patience):
                            chunk = await anext(source)
                    except StopAsyncIteration:
                        return
                    if text := str(chunk.text):
                        yield text
                        patience = self.limits.silence

    def _make(self) -> Any:
        from langchain.chat_models import init_chat_model

        chosen = providers.options(self.provider, self.base_url, self._api_key, plain=self._plain)
        model = self.name.partition(":")[2]
        made = init_chat_model(model, model_provider=self.provider, **chosen)
        return providers.hardened(self.provider, made)

    def _explain(self, error: BaseException, *, begun: bool = False) -> str:
        """What went wrong, in one line that names the setting and never shows the key."""
        named, status = f"ISNAD_LLM={self.name}", providers.status(error)
        if (refused := wire.refusal(error)) is not None:
            return f"{named}: {refused}"
        address = f"ISNAD_LLM_BASE_URL={self.base_url}" if self.base_url else named
        if isinstance(error, ImportError):
            return f"{named} needs a package: {providers.install(self.provider)}"
        if isinstance(error, TimeoutError):
            return f"{named} did not answer in time: is its server overloaded?"
        if status in (401, 403):
            return f"ISNAD_LLM_API_KEY was refused for {named} (HTTP {status})"
        if status == 404:
            return f"{named}: its server knows no such model (HTTP 404)"
        if status:
            return f"{named}: its server answered HTTP {status}: {self._reason(error)}"
        if begun and providers.connects(error):
            return f"{named} broke off its reply: {self._reason(error)}"
        if providers.connects(error):
            return f"{address} can't be reached: {self._reason(error)}"
        if "api_key" in str(error).casefold():
            return f"{named} needs a key: set ISNAD_LLM_API_KEY"
        return f"{named} can't be used: {self._reason(error)}"

    def _reason(self, error: BaseException) -> str:
        line = " ".join(str(error).split()) or type(error).__name__
        if self._api_key:
            line = line.replace(self._api_key, "…")
        return line[:REASON_LENGTH]


def _passes(error: BaseException) -> bool:
    """Whether another attempt may have more luck."""
    status = providers.status(error)
    if isinstance(error, TimeoutError | ImportError) or wire.refusal(error) is not None:
        return False
    return status in PASSING if status else providers.connects(error)


def _pause(error: BaseException, attempt: int, first: float) -> float:
    """Seconds before the next attempt: what the server asks for, else twice as long each time."""
    asked = providers.retry_after(error)
    if asked is not None:
        return max(0.0, asked)  # in this order 0 also for "nan"
    return first * 2.0 ** (attempt - 1) * random.uniform(0.75, 1.25)  # noqa: S311
