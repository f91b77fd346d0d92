"""JSON-RPC's answers to messages that MCP's SDK would fail on, or leave without an answer."""

import json
from typing import Any

from mcp import types
from pydantic import ValidationError

PARSE = "Parse error: not JSON in UTF-8."
INVALID = "Invalid request: not a message of JSON-RPC 2.0, by MCP."


def fault(text: str) -> dict[str, Any] | None:
    """The error that answers a message, None where the SDK can take it.

    Its parser stops at half surrogate pairs and deep nesting, and takes a request whose id is
    neither a text nor a whole number for a notification.
    """
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return _error(None, types.PARSE_ERROR, PARSE)
    known = message.get("id") if isinstance(message, dict) else None
    id_ = known if _is_id(known) else None
    try:
        types.JSONRPCMessage.model_validate_json(text)
    except ValidationError:
        return _error(id_, types.INVALID_REQUEST, INVALID)
    if "id" in message and id_ is None:
        return _error(None, types.INVALID_REQUEST, INVALID)
    return None


def _is_id(value: object) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= char <= "\udfff" for char in value)
    return isinstance(value, int) and not isinstance(value, bool)


def _error(id_: object, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id_, "error": {"code": code, "message": message}}
