"""A Hub on this machine, for the real huggingface_hub client: repositories in memory, over HTTP.

It speaks what the client asks of huggingface.co (revision, tree, resolve; `tests.hub.uploads`,
`tests.hub.xet`) and misbehaves on demand: `hub.faults[path]` says what happens to a file that is
asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.hub import uploads, xet
from tests.hub.repositories import KINDS, Fault, LoopbackHub, Repository, git_sha1, is_large


@contextmanager
def running_hub() -> Iterator[LoopbackHub]:
    """The server on a free port of this machine, while the block runs."""
    hub = LoopbackHub()
    handler = type("Handler", (Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_port}"
    hub.elsewhere = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    hub: LoopbackHub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._route()

    def do_GET(self) -> None:
        self._route()

    def do_POST(self) -> None:
        self._route()

    def do_PUT(self) -> None:
        self._route()

    def _route(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.requests.append(f"{self.command} {path}")
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        for pattern, answer in _ROUTES:
            match = re.fullmatch(pattern, path)
            if match:
                answer(self, **match.groupdict())
                return
        self.answer_json({"error": f"no such route: {path}"}, 404)

    # what the client asks before it downloads

    def info(self, kind: str, name: str, revision: str | None = None) -> None:
        found = self._find(KINDS[kind], name, revision or "main")
        if found:
            repository, commit, files = found
            siblings = [{"rfilename": path} for path in files]
            self.answer_json(
                {"id": name, "sha": commit, "private": repository.private, "siblings": siblings}
            )

    def tree(self, kind: str, name: str, revision: str) -> None:
        found = self._find(KINDS[kind], name, revision)
        if found:
            self.answer_json([self._listed(path, data) for path, data in found[2].items()])

    def _listed(self, path: str, data: bytes) -> dict[str, Any]:
        size = self.hub.listed_sizes.get(path, len(data))
        entry: dict[str, Any] = {"type": "file", "path": path, "size": size, "oid": git_sha1(data)}
        if is_large(path, data):
            sha256 = hashlib.sha256(data).hexdigest()
            entry["lfs"] = {"oid": sha256, "size": size, "pointerSize": 130}
        return entry

    # downloads

    def resolve(self, name: str, revision: str, path: str, kind: str | None = None) -> None:
        found = self._find(KINDS[(kind or "models/").rstrip("/")], name, revision)
        if not found:
            return
        repository, commit, files = found
        fault = self.hub.faults.get(path)
        if repository.gated or fault == "gated":
            self.answer_error(403, "GatedRepo")
        elif fault == "missing" or path not in files:
            self.answer_error(404, "EntryNotFound", commit)
        elif fault == "broken":
            self.answer_error(500, None)
        elif fault == "redirect":  # to where large files are kept
            digest = hashlib.sha256(files[path]).hexdigest()
            self.hub.large[digest] = files[path]
            self._file(path, files[path], commit, location=f"{self.hub.elsewhere}/lfs/{digest}")
        else:
            self._file(path, files[path], commit, fault=fault)

    def _file(
        self,
        path: str,
        data: bytes,
        commit: str,
        fault: Fault | None = None,
        location: str | None = None,
    ) -> None:
        start = self._range_start() if fault != "dies always" else 0
        digest = hashlib.sha256(data).hexdigest() if is_large(path, data) else git_sha1(data)
        self.send_response(302 if location else 206 if start else 200)
        if commit:
            self.send_header("X-Repo-Commit", commit)
        self.send_header("ETag" if not location else "X-Linked-Etag", f'"{digest}"')
        if fault and fault.startswith("xet"):
            xet.announce(self, data, fault)
        if location:
            self.send_header("X-Linked-Size", str(len(data)))
            self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        sent = data[start:]
        if fault == "truncated" and self.command == "GET":
            sent = sent[: len(sent) // 2]
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        if self.command == "GET":
            self._send(sent, fault, resumed=bool(start))

    def _send(self, data: bytes, fault: Fault | None, resumed: bool) -> None:
        if fault == "altered":
            data = bytes([data[0] ^ 1]) + data[1:]
        if fault == "slow":
            for start in range(0, len(data), max(1, len(data) // 5)):
                self.wfile.write(data[start : start + max(1, len(data) // 5)])
                self.wfile.flush()
                time.sleep(0.05)
        elif fault == "dies always" or (fault == "dies" and not resumed):
            self.wfile.write(data[: len(data) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.wfile.write(data)

    def _range_start(self) -> int:
        match = re.match(r"bytes=(\d+)-", self.headers.get("Range") or "")
        return int(match[1]) if match else 0

    def large_file(self, digest: str) -> None:
        if self.command == "PUT":
            assert hashlib.sha256(self.body).hexdigest() == digest
            self.hub.large[digest] = self.body
            self.answer_json({})
        elif digest in self.hub.large:
            self._file(".safetensors", self.hub.large[digest], "")
        else:
            self.answer_error(404, "EntryNotFound")

    # answers

    def _find(
        self, kind: str, name: str, revision: str
    ) -> tuple[Repository, str, dict[str, bytes]] | None:
        repository = self.hub.repositories.get((kind, name))
        if repository is None or (repository.private and not self.headers.get("Authorization")):
            self.answer_error(401, "RepoNotFound")
            return None
        found = repository.files(revision)
        if found is None:
            self.answer_error(404, "RevisionNotFound")
            return None
        return repository, *found

    def answer_error(self, status: int, code: str | None, commit: str | None = None) -> None:
        self.send_response(status)
        if code:
            self.send_header("X-Error-Code", code)
        if commit:
            self.send_header("X-Repo-Commit", commit)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer_json(
        self, value: Any, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        told = {"Content-Type": "application/json"} | (headers or {})
        self.answer_bytes(json.dumps(value).encode(), status, told)

    def answer_bytes(
        self, data: bytes, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


_KIND = r"(?P<kind>models|datasets|spaces)"
_PREFIX = r"(?P<kind>(?:datasets|spaces)/)?"
_NAME = r"(?P<name>[^/]+/[^/]+?)"
_ROUTES = [
    (r"/api/repos/create", uploads.create),
    (r"/api/validate-yaml", uploads.validate_yaml),
    (rf"/api/{_KIND}/{_NAME}", Handler.info),
    (rf"/api/{_KIND}/{_NAME}/revision/(?P<revision>.+)", Handler.info),
    (rf"/api/{_KIND}/{_NAME}/tree/(?P<revision>[^/]+)/?", Handler.tree),
    (rf"/api/{_KIND}/{_NAME}/preupload/(?P<revision>[^/]+)", uploads.preupload),
    (rf"/api/{_KIND}/{_NAME}/commit/(?P<revision>[^/]+)", uploads.commit),
    (rf"/{_PREFIX}{_NAME}\.git/info/lfs/objects/batch", uploads.lfs_batch),
    (r"/lfs/(?P<digest>[0-9a-f]{64})", Handler.large_file),
    *xet.ROUTES,
    (rf"/{_PREFIX}{_NAME}/resolve/(?P<revision>[^/]+)/(?P<path>.+)", Handler.resolve),
]
