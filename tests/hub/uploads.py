"""Uploads to the loopback Hub, as the client makes them: repository, modes, LFS, one commit."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from tests.hub.repositories import KINDS, LFS_FROM_BYTES, Repository, is_large

if TYPE_CHECKING:
    from tests.hub.server import Handler


def create(handler: Handler) -> None:
    if not _authorised(handler):
        return
    asked = json.loads(handler.body)
    name, kind = f"{asked['organization']}/{asked['name']}", asked.get("type", "model")
    prefix = "" if kind == "model" else f"{kind}s/"
    answer = {"url": f"{handler.hub.url}/{prefix}{name}", "name": name}
    if (kind, name) in handler.hub.repositories:
        handler.answer_json(answer | {"error": "You already created this repo"}, 409)
        return
    private = asked.get("visibility") == "private" or bool(asked.get("private"))
    handler.hub.repositories[kind, name] = Repository(kind, name, private)
    handler.answer_json(answer)


def validate_yaml(handler: Handler) -> None:
    handler.answer_json({"errors": [], "warnings": []})


def preupload(handler: Handler, kind: str, name: str, revision: str) -> None:
    if not _authorised(handler):
        return
    modes = [
        {
            "path": file["path"],
            "uploadMode": "lfs"
            if is_large(file["path"], b" " * min(file["size"], LFS_FROM_BYTES))
            else "regular",
            "shouldIgnore": False,
        }
        for file in json.loads(handler.body)["files"]
    ]
    handler.answer_json({"files": modes})


def lfs_batch(handler: Handler, name: str, kind: str | None = None) -> None:
    objects = [
        {
            **asked,
            "actions": {"upload": {"href": f"{handler.hub.url}/lfs/{asked['oid']}"}},
        }
        for asked in json.loads(handler.body)["objects"]
    ]
    handler.answer_json({"transfer": "basic", "objects": objects})


def commit(handler: Handler, kind: str, name: str, revision: str) -> None:
    repository = handler.hub.repositories[KINDS[kind], name]
    if "commit" in handler.hub.faults:
        handler.answer_error(500, None)
        return
    found = repository.files(revision)
    files = dict(found[1]) if found else {}
    for line in handler.body.splitlines():
        entry = json.loads(line)
        value = entry["value"]
        if entry["key"] == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif entry["key"] == "lfsFile":
            files[value["path"]] = handler.hub.large[value["oid"]]
        elif entry["key"] == "deletedFile":
            files.pop(value["path"], None)
    oid = repository.commit(files)
    url = f"{handler.hub.url}/{name}/commit/{oid}"
    handler.answer_json({"commitUrl": url, "commitOid": oid, "success": True})


def _authorised(handler: Handler) -> bool:
    if handler.headers.get("Authorization"):
        return True
    handler.answer_json({"error": "Invalid username or password."}, 401)
    return False
