"""What each provider's client is told, and how its errors are read."""

import sys
from collections.abc import Mapping
from typing import Any, Literal

from index import wire

Form = Literal["schema", "object", "lines"]

EXTRAS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google_genai": "google",
    "ollama": "ollama",
}
"""Providers whose package is an extra of ours."""
FORMS: Mapping[str, tuple[Form, ...]] = {
    "openai": ("schema", "object", "lines"),
    "azure_openai": ("schema", "object", "lines"),
    "ollama": ("schema", "lines"),
    "google_genai": ("schema", "lines"),
}
"""How a provider can hold a model to a form, the best first: a JSON schema, any JSON object, or
nothing, where lines are asked for; what a server can't do is found out once."""
TUNABLE = frozenset({"openai", "azure_openai", "anthropic", "google_genai"})
"""Providers that take the temperature and the number of tokens under these names."""
MAX_TOKENS = 1_500
"""Tokens of a reply: four statements take some 300, a model that thinks first the rest."""
CONTEXT = 8_192
"""Tokens of prompt and reply. Ollama cuts a prompt to 4,096 without a word unless told."""
ANTHROPIC_CLIENT = "_async_client"
"""Where LangChain keeps Anthropic's own client, made when it is first asked for."""
CONNECTION = (
    "ConnectionError",
    "ConnectError",
    "RemoteProtocolError",
    "ReadError",
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
    return chosen | wire.arguments(provider, waiting=False)


def hardened(provider: str, made: Any) -> Any:
    """A client that was made, with the wire that counts where it can't be told of it before."""
    if provider == "anthropic":
        import anthropic

        wired = anthropic.DefaultAsyncHttpxClient(**wire.options(waiting=False))
        vars(made)[ANTHROPIC_CLIENT] = getattr(made, ANTHROPIC_CLIENT).copy(http_client=wired)
    return made


def response_format(provider: str, form: Form, schema: Mapping[str, Any]) -> dict[str, Any]:
    """How a provider's model is bound to JSON.

    Of the servers that know `json_object` alone some (llama-cpp-python, Together) take a schema
    with it, the others (DeepSeek) ignore it.
    """
    if provider == "ollama":
        return {"format": dict(schema)}
    if provider == "google_genai":
        return {"response_mime_type": "application/json", "response_schema": dict(schema)}
    if form == "object":
        return {"extra_body": {"response_format": {"type": "json_object", "schema": dict(schema)}}}
    named = {"name": "answer", "strict": True, "schema": dict(schema)}
    return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": named}}}


def install(provider: str) -> str:
    """The line that installs a provider's package."""
    extra = EXTRAS.get(provider)
    package = f'"isnad[{extra}]"' if extra else f"langchain-{provider.replace('_', '-')}"
    return f"{sys.executable or 'python'} -m pip install {package}"


def status(error: BaseException) -> int | None:
    """The HTTP status in an error of any provider's client, or in what it was raised from."""
    for each in wire.causes(error):
        response = getattr(each, "response", None)
        for holder, name in ((each, "status_code"), (each, "code"), (response, "status_code")):
            found = getattr(holder, name, None)
            if isinstance(found, int) and 100 <= found < 600:
                return found
    return None


def too_long(error: BaseException) -> bool:
    """Whether a server refuses a prompt for its length: each says so in other words."""
    said = str(error).casefold()
    wide = any(word in said for word in ("context", "too long", "too many tokens"))
    return status(error) in (400, 413, 422, 500) and wide


def refused(error: BaseException, form: Form) -> Literal["", "form", "tuning"]:
    """What of a call a server may have refused: the form of the reply, or the temperature and the
    like. llama-cpp-python refuses a form with 500.
    """
    said, found = str(error).casefold(), status(error)
    if found == 500 and form != "lines" and "format" in said:
        return "form"
    if found not in (400, 422) or any(word in said for word in ("filter", "policy")):
        return ""
    tuning = any(word in said for word in ("temperature", "max_tokens", "max_completion"))
    return "tuning" if tuning or form == "lines" else "form"


def retry_after(error: BaseException) -> float | None:
    """The seconds a server asks to be left alone, where it says so in figures."""
    for each in wire.causes(error):
        headers = getattr(getattr(each, "response", None), "headers", None) or {}
        try:
            return float(headers.get("retry-after") or "")
        except ValueError:
            continue
    return None


def connects(error: BaseException) -> bool:
    """Whether a server could not be reached, or broke off."""
    return any(map(_broken, wire.causes(error)))


def _broken(error: BaseException) -> bool:
    names = (kind.__name__ for kind in type(error).__mro__)
    return isinstance(error, OSError) or any(name.endswith(CONNECTION) for name in names)
