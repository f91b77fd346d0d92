"""JSON as REST sends it: Arabic readable, no matter what a client put into a name."""

import json
from typing import Any

from starlette.responses import Response


class Reply(Response):
    """A JSON response of plain lists and dicts."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The content as UTF-8; what is no character becomes a question mark."""
        return dumps(content).encode("utf-8", "replace")


def dumps(content: Any) -> str:
    """Compact JSON in one line, not escaped to ASCII."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
