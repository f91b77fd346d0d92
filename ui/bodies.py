"""The body of a request, read whole and handed on."""

from starlette.types import Message, Receive


def replayed(body: bytes, receive: Receive) -> Receive:
    """A body that was read, given once more, and then whatever comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replaying() -> Message:
        return messages.pop() if messages else await receive()

    return replaying
