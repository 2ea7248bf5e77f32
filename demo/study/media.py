"""Sends a preview in ranges, and keeps which bytes of it a rater was sent."""

from __future__ import annotations

import os
import re
from email.utils import formatdate
from functools import partial

import anyio
from fastapi.responses import FileResponse
from starlette.types import Message, Receive, Scope, Send

from demo.study.listening import Read, Side
from demo.study.manifest import MADE_AT_S
from demo.study.sittings import Sitting, Study

_RANGE = re.compile(rb"bytes (\d+)-")


class SentPreview(FileResponse):
    """One answer with a preview, or a range of it. No header but the length differs between two."""

    def __init__(self, study: Study, sitting: Sitting, side: Side) -> None:
        path = study.media(sitting, side)
        self._study, self._side = study, side
        self._key = sitting.rater, sitting.position
        super().__init__(path, media_type=f"video/{path.suffix[1:]}")

    def set_stat_headers(self, stat_result: os.stat_result) -> None:
        """The usual ones tell the time of rendering, and equal files by equal marks."""
        self.headers.setdefault("content-length", str(stat_result.st_size))
        self.headers.setdefault("last-modified", formatdate(MADE_AT_S, usegmt=True))
        self.headers.setdefault("etag", '"preview"')

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it; what was sent is known at once, and kept when the answer is over."""
        reads = self._study.open_reads
        number = reads.begin()
        read: Read | None = None

        async def watched(message: Message) -> None:
            nonlocal read
            await send(message)
            if message["type"] == "http.response.start":
                first = _first_byte(message)
                read = None if first is None else Read(self._side, first, first)
            elif read and message["type"] == "http.response.body":
                read = read._replace(end_byte=read.end_byte + len(message.get("body", b"")))
                reads.sent(*self._key, number, read)

        try:
            await super().__call__(scope, receive, watched)
        finally:
            with anyio.CancelScope(shield=True):
                if read and read.end_byte > read.first_byte:
                    keep = partial(self._study.store.add_read, *self._key, read)
                    await anyio.to_thread.run_sync(keep)
            reads.end(*self._key, number)


def _first_byte(start: Message) -> int | None:
    """Where in the file an answer begins; None where it carries no plain piece of the file."""
    headers = dict(start["headers"])
    if start["status"] == 200:
        return 0
    ranged = _RANGE.match(headers.get(b"content-range", b""))
    return int(ranged[1]) if start["status"] == 206 and ranged else None
