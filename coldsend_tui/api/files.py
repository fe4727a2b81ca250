"""Files on their way to the API and back: streamed from disk and to disk."""

from __future__ import annotations

import asyncio
import base64
import mimetypes
import os
from pathlib import Path
from typing import NamedTuple, TypedDict

from coldsend_tui.api.errors import BadBody
from coldsend_tui.api.limits import ATTACHMENT_BYTES_MAX, UPLOAD_BYTES_MAX
from coldsend_tui.api.wire import ByteProgress, Call, Stream
from coldsend_tui.errors import UsageError


class Attachment(TypedDict):
    """A file in a mail; at most 5 in one mail and 10 MB in all [docs]."""

    filename: str
    content_base64: str
    content_type: str


class Download(NamedTuple):
    """A file that was written, and its size in bytes."""

    path: Path
    size: int


async def attachment(path: Path) -> Attachment:
    """The file as an attachment. UsageError if it cannot be read or is larger than a mail may carry."""
    size = await asyncio.to_thread(readable_size, path)
    if size > ATTACHMENT_BYTES_MAX:
        raise UsageError(f"{path.name} is larger than the 10 MB a mail may carry.", "Send a link instead.")
    content = base64.b64encode(await asyncio.to_thread(path.read_bytes)).decode("ascii")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return {"filename": path.name, "content_base64": content, "content_type": kind}


async def check_upload(path: Path) -> None:
    """UsageError if the file cannot be read, is empty, or is larger than the API takes: before anything is sent."""
    size = await asyncio.to_thread(readable_size, path)
    if size == 0:
        raise UsageError(f"{path.name} is empty.", "The first line names the columns; one of them is email.")
    if size > UPLOAD_BYTES_MAX:
        raise UsageError(f"{path.name} is larger than the 50 MB that ColdSend takes.", "Split it.")


def readable_size(path: Path) -> int:
    """Size in bytes of a regular file that can be read; UsageError otherwise."""
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.", "Check the path.") from error


async def check_target(path: Path, *, overwrite: bool) -> None:
    """UsageError if the file exists and may not be replaced: before anything is asked for."""
    if not overwrite and await asyncio.to_thread(path.exists):
        raise UsageError(f"{path} exists already.", "Choose another path, or say that it may be replaced.")


class Saving:
    """Writes a streamed CSV beside `path` and moves it there when it is whole. Only the owner may read it: it holds people."""

    def __init__(self, call: Call, path: Path, *, on_received: ByteProgress | None) -> None:
        self._call = call
        self._path = path
        self._on_received = on_received

    async def __call__(self, stream: Stream) -> Download:
        """UsageError if the file cannot be written; BadBody for a web page."""
        self._refuse_what_is_no_csv(stream)
        part = self._path.with_name(f".{self._path.name}.part")
        try:
            size = await self._write(part, stream)
            await asyncio.to_thread(part.replace, self._path)
        except OSError as error:
            raise UsageError(
                f"{self._path} cannot be written: {error.strerror or error}.", "Choose another path."
            ) from error
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        return Download(self._path, size)

    async def _write(self, part: Path, stream: Stream) -> int:
        total = stream.headers.get("content-length", "")
        expected = int(total) if total.isdigit() and "content-encoding" not in stream.headers else None
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            async for chunk in stream:
                await asyncio.to_thread(file.write, chunk)
                if self._on_received is not None:
                    self._on_received(stream.received, expected)
        return stream.received

    def _refuse_what_is_no_csv(self, stream: Stream) -> None:
        kind = stream.headers.get("content-type", "")
        if "html" in kind or "json" in kind:
            raise BadBody(
                f"The answer to {self._call.info} is {kind.split(';')[0]} instead of a CSV file.",
                "A proxy or captive portal may answer instead of ColdSend.",
                request=self._call.info,
                status=stream.status,
            )
