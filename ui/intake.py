"""Uploads over REST: from a multipart body to named bytes, and what became of them."""

from collections.abc import Iterable

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from index.errors import FileError, FileTooLargeError
from index.store import Outcome
from ui.problems import problem, status_of
from ui.replies import Reply
from ui.uploads import MEGABYTE, shown

MAX_FILES = 100
"""Files in one upload; an archive is a matter for `isnad index`."""

BODY = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": MAX_FILES,
                        "items": {"type": "string", "format": "binary"},
                    }
                },
            }
        }
    },
    "required": True,
}
"""The body as the OpenAPI document has it."""


async def received(
    request: Request, max_bytes: int
) -> tuple[list[tuple[str, bytes]], list[FileError]]:
    """The files of an upload as names and bytes, and those refused for their size or name."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise HTTPException(415, "Send the files as multipart/form-data, in the field `files`.")
    files: dict[str, bytes] = {}
    refused: list[FileError] = []
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FILES) as form:
        for part in form.getlist("files"):
            if not isinstance(part, UploadFile):
                continue
            name = part.filename or ""
            if (part.size or 0) > max_bytes:
                reason = f"larger than {max_bytes // MEGABYTE} MB"
                refused.append(FileTooLargeError(shown(name), reason))
            elif name in files:
                refused.append(FileError(shown(name), "sent twice in one request"))
            else:
                files[name] = await part.read()
    if not files and not refused:
        raise HTTPException(422, "files: no file was sent in the field `files`.")
    return list(files.items()), refused


def report(results: Iterable[Outcome | FileError]) -> Response:
    """What became of the files: 201 where any went in, else the status of the first failure."""
    indexed: list[str] = []
    failed: list[dict[str, str]] = []
    status = 0
    for result in results:
        if isinstance(result, FileError):
            status = status or status_of(result)
            failed.append({"source": result.source, "reason": result.reason})
        elif result.status == "failed":
            status = status or 422
            failed.append({"source": result.source, "reason": result.reason})
        else:
            indexed.append(result.source)
    if indexed:
        return Reply({"indexed": indexed, "failed": failed}, 201)
    first = failed[0]
    return problem(status, f"{first['source']}: {first['reason']}", failed=failed)
