"""What the Hub lists for a revision, kept: a commit is asked for once and checked without the Hub.

A commit never changes: its listing says for good which bytes belong to it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from viml_core.errors import CheckpointError, HubError, StorageError
from viml_core.hub.address import HubAddress
from viml_core.hub.client import api, offline, records, transport_error
from viml_core.media.files import atomic_output

_COMMIT = re.compile(r"[0-9a-f]{40}")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Listed:
    """A file as the Hub lists it: by sha256 where it is large, else by git's own digest."""

    path: str
    size_bytes: int
    sha256: str | None
    git_sha1: str


def commit_of(address: HubAddress) -> str:
    """The commit of a revision; the one that was seen last where the Hub cannot be reached."""
    from huggingface_hub.errors import HfHubHTTPError

    if address.revision and _COMMIT.fullmatch(address.revision):
        return address.revision
    seen = records(address) / "refs" / f"{(address.revision or 'main').replace('/', '--')}.txt"
    if not offline():
        try:
            info = api().repo_info(address.repo, repo_type=address.kind, revision=address.revision)
        except HfHubHTTPError as error:
            if error.response.status_code < 500 or not seen.is_file():
                raise
        except (transport_error(), ConnectionError):
            if not seen.is_file():
                raise
        else:
            commit = str(info.sha)
            with atomic_output(seen) as partial:
                partial.write_text(commit, encoding="ascii")
            return commit
    if not seen.is_file():
        raise HubError(
            f"HF_HUB_OFFLINE is set and {address} was never fetched; fetch it once with the Hub in "
            "reach, or name a folder."
        )
    return seen.read_text(encoding="ascii")


def listing_of(address: HubAddress, commit: str) -> list[Listed]:
    """What the Hub lists for a commit. A commit never changes, so this is asked once."""
    record = records(address) / "trees" / f"{commit}.json"
    try:
        return [Listed(**file) for file in json.loads(record.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        pass  # never asked, or a damaged record: ask again
    if offline():
        raise HubError(
            f"HF_HUB_OFFLINE is set and {address.at(commit)} is not in the cache; fetch it once "
            "with the Hub in reach, or name a folder."
        )
    from huggingface_hub.hf_api import RepoFile

    entries = api().list_repo_tree(
        address.repo, repo_type=address.kind, revision=commit, recursive=True
    )
    listing = [
        Listed(entry.path, entry.size, entry.lfs.sha256 if entry.lfs else None, entry.blob_id)
        for entry in entries
        if isinstance(entry, RepoFile)
    ]
    with atomic_output(record) as partial:
        partial.write_text(json.dumps([asdict(file) for file in listing]), encoding="utf-8")
    return listing


def check(path: Path, file: Listed, address: HubAddress) -> None:
    """Compare a file with what the Hub listed; an altered one is removed, to be fetched anew.

    Raises:
        CheckpointError: it is altered.
        StorageError: it cannot be read.
    """
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(usedforsecurity=False)
    try:
        if not file.sha256:  # git's digest of a blob begins with its size
            digest.update(f"blob {path.stat().st_size}\0".encode())
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise StorageError(f"{path} cannot be read ({error.strerror}); fetch it again.") from error
    expected = file.sha256 or file.git_sha1
    if digest.hexdigest() != expected:
        path.resolve().unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise CheckpointError(
            f"The file {file.path} of {address} is altered: its digest begins "
            f"{digest.hexdigest()[:12]} where the Hub lists {expected[:12]}; it was removed from "
            "the cache, so try again, and do not trust the server if that does not help."
        )
