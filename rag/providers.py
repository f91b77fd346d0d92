"""What each provider's client is told, and how its errors are read."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

EXTRAS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google_genai": "google",
    "ollama": "ollama",
}
"""Providers whose package is an extra of ours."""
STRUCTURED = frozenset({"openai", "azure_openai", "ollama", "google_genai"})
"""Providers that can hold a model to a JSON schema; a server that can't is found out once."""
TUNABLE = frozenset({"openai", "azure_openai", "anthropic", "google_genai"})
"""Providers that take the temperature and the number of tokens under these names."""
MAX_TOKENS = 1_500
"""Tokens of a reply: four statements take some 300, a model that thinks first the rest."""
CONTEXT = 8_192
"""Tokens of prompt and reply. Ollama cuts a prompt to 4,096 without a word unless told."""
CONNECTION = (
    "ConnectionError",
    "ConnectError",
    "RemoteProtocolError",
    "ReadError",
    "ClientPayloadError",  # aiohttp's, by which Google's client speaks
)


def options(provider: str, base_url: str, key: str, *, plain: bool) -> dict[str, Any]:
    """What LangChain's `init_chat_model` is told beside the model's name.

    `plain` leaves out what some servers refuse. A key of the environment is for the provider's
    own server: another one, at `base_url`, gets ours or none.
    """
    chosen: dict[str, Any] = {}
    if provider in TUNABLE:
        chosen["max_retries"] = 1 if provider == "google_genai" else 0
        if not plain:
            chosen |= {"temperature": 0, "max_tokens": MAX_TOKENS}
    if provider == "ollama":
        chosen |= {"temperature": 0, "num_predict": MAX_TOKENS, "num_ctx": CONTEXT}
    if base_url:
        chosen["base_url"] = base_url
    if provider == "ollama":
        if key or base_url:
            chosen["client_kwargs"] = {"headers": {"authorization": f"Bearer {key or 'none'}"}}
    elif key or (base_url and provider in TUNABLE):
        chosen["api_key"] = key or "none"
    return chosen


def response_format(provider: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """How a provider's model is bound to a JSON schema."""
    if provider == "ollama":
        return {"format": dict(schema)}
    if provider == "google_genai":
        return {"response_mime_type": "application/json", "response_schema": dict(schema)}
    named = {"name": "answer", "strict": True, "schema": dict(schema)}
    return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": named}}}


def install(provider: str) -> str:
    """The line that installs a provider's package."""
    extra = EXTRAS.get(provider)
    package = f'"isnad[{extra}]"' if extra else f"langchain-{provider.replace('_', '-')}"
    return f"{sys.executable or 'python'} -m pip install {package}"


def status(error: BaseException) -> int | None:
    """The HTTP status in an error of any provider's client, or in what it was raised from."""
    for each in _causes(error):
        response = getattr(each, "response", None)
        for holder, name in ((each, "status_code"), (each, "code"), (response, "status_code")):
            found = getattr(holder, name, None)
            if isinstance(found, int) and 100 <= found < 600:
                return found
    return None


def retry_after(error: BaseException) -> float | None:
    """The seconds a server asks to be left alone, where it says so in figures."""
    for each in _causes(error):
        headers = getattr(getattr(each, "response", None), "headers", None) or {}
        try:
            return float(headers.get("retry-after") or "")
        except ValueError:
            continue
    return None


def connects(error: BaseException) -> bool:
    """Whether a server could not be reached, or broke off."""
    return any(
        isinstance(each, OSError)
        or any(kind.__name__.endswith(CONNECTION) for kind in type(each).__mro__)
        for each in _causes(error)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those it was raised from: LangChain wraps the client's own."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__
