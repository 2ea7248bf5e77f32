"""What the loopback Hub holds: repositories with their commits, and how it is to misbehave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

Fault = Literal[
    "missing", "gated", "truncated", "redirect", "slow", "dies", "dies always", "altered", "broken",
    "xet", "xet refused", "xet missing", "xet altered",
]  # fmt: skip
LFS_FROM_BYTES = 2000  # small, so that weights of toy models are large files
KINDS = {"models": "model", "datasets": "dataset", "spaces": "space"}


@dataclass
class Repository:
    """One repository: its commits, oldest first, and what each holds."""

    kind: str
    name: str
    private: bool = False
    gated: bool = False
    commits: list[tuple[str, dict[str, bytes]]] = field(default_factory=list)

    def commit(self, files: dict[str, bytes]) -> str:
        """Add a commit that holds exactly these files; returns its id."""
        seed = repr((self.name, len(self.commits), sorted(files.items()))).encode()
        oid = hashlib.sha1(seed).hexdigest()
        self.commits.append((oid, dict(files)))
        return oid

    def files(self, revision: str) -> tuple[str, dict[str, bytes]] | None:
        """Id and files of a revision."""
        if revision in ("main", "HEAD"):
            return self.commits[-1] if self.commits else (hashlib.sha1(b"").hexdigest(), {})
        return next((commit for commit in self.commits if commit[0] == revision), None)


class LoopbackHub:
    """The server's state. `requests` is every request so far, as `GET /path`."""

    def __init__(self) -> None:
        self.repositories: dict[tuple[str, str], Repository] = {}
        self.faults: dict[str, Fault] = {}
        self.listed_sizes: dict[str, int] = {}  # a lie about the size of a file
        self.large: dict[str, bytes] = {}  # uploaded by LFS, by sha256
        self.in_xet: dict[str, tuple[bytes, str]] = {}  # announced files, and what befalls them
        self.requests: list[str] = []
        self.url = ""
        self.elsewhere = ""  # the same server under another host's name, as large files are kept

    def add(self, name: str, files: dict[str, bytes], kind: str = "model", **options: Any) -> str:
        """A repository with one commit; returns the commit's id."""
        repository = Repository(kind, name, **options)
        self.repositories[kind, name] = repository
        return repository.commit(files)


def git_sha1(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def is_large(path: str, data: bytes) -> bool:
    return len(data) >= LFS_FROM_BYTES or path.endswith((".safetensors", ".sqlite"))
