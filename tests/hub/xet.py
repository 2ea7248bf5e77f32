"""The storage behind large files of today's Hub, Xet, as far as a download asks for it.

A file is announced by its Xet hash, a token is given out for the storage, and the storage answers
how the file is put together: here from one block of one chunk, which is not compressed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hub.server import Handler

FAR_FUTURE_S = 4_000_000_000


def xet_hash(data: bytes) -> str:
    """A hash in Xet's form; the storage's own function is of no matter to a download."""
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def announce(handler: Handler, data: bytes, fault: str) -> None:
    """The headers by which the Hub says that a file is in the storage."""
    digest = xet_hash(data)
    handler.hub.in_xet[digest] = (data, fault)
    handler.send_header("X-Xet-Hash", digest)
    handler.send_header("X-Xet-Refresh-Route", f"{handler.hub.url}/xet-read-token/{digest}")


def token(handler: Handler, digest: str) -> None:
    """Who may read, until when, and where."""
    if handler.hub.in_xet[digest][1] == "xet refused":
        handler.answer_error(403, None)
        return
    handler.answer_json(
        {"casUrl": handler.hub.url, "accessToken": "read", "exp": FAR_FUTURE_S},
        headers={
            "X-Xet-Cas-Url": handler.hub.url,
            "X-Xet-Access-Token": "read",
            "X-Xet-Token-Expiration": str(FAR_FUTURE_S),
        },
    )


def reconstruction(handler: Handler, digest: str) -> None:
    """How the file is put together."""
    data, fault = handler.hub.in_xet[digest]
    if fault == "xet missing":
        handler.answer_error(404, None)
        return
    one = {"start": 0, "end": 1}
    part = {
        "range": one,
        "url": f"{handler.hub.url}/xet-block/{digest}",
        "url_range": {"start": 0, "end": len(_block(data)) - 1},
    }
    handler.answer_json(
        {
            "offset_into_first_range": 0,
            "terms": [{"hash": digest, "unpacked_length": len(data), "range": one}],
            "fetch_info": {digest: [part]},
        }
    )


def block(handler: Handler, digest: str) -> None:
    """The bytes of the one block."""
    data, fault = handler.hub.in_xet[digest]
    if fault == "xet altered":
        data = bytes([data[0] ^ 1]) + data[1:]
    handler.answer_bytes(_block(data))


def _block(data: bytes) -> bytes:
    """A chunk behind its header: version, length, no compression, length again."""
    length = len(data).to_bytes(3, "little")
    return b"\0" + length + b"\0" + length + data


ROUTES = [
    (r"/xet-read-token/(?P<digest>[0-9a-f]{64})", token),
    (r"/v1/reconstructions/(?P<digest>[0-9a-f]{64})", reconstruction),
    (r"/xet-block/(?P<digest>[0-9a-f]{64})", block),
]
