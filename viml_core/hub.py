"""Checkpoints and libraries from the Hugging Face Hub: `hf://owner/name[@revision]` to a folder.

A model repository holds one folder per model (`viml/`, `mvpt+/`, `mt/`), each with `config.json`
and `model.safetensors`; `hf://datasets/owner/name` is a library. What is fetched is what an
allow-list names, at one commit, and no path is handed out before its bytes have been compared with
the digests that the Hub listed for that commit. The listings are kept, so that a commit that is in
the cache costs no request and can be checked without the Hub. HF_ENDPOINT, HF_HUB_CACHE,
HF_HUB_OFFLINE and HF_TOKEN mean what they mean to huggingface_hub.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from viml_core.checkpoint_folder import CONFIG_FILE, WEIGHTS_FILE
from viml_core.errors import CheckpointError, HubError, InputError, StorageError
from viml_core.media.files import atomic_output
from viml_core.types import Progress, no_progress
from viml_core.weights import cache_dir

SCHEME = "hf://"
Kind = Literal["model", "dataset", "space"]

_ADDRESS = re.compile(
    r"hf://(?P<datasets>datasets/)?(?P<repo>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w.-][\w./-]*))?"
)
_COMMIT = re.compile(r"[0-9a-f]{40}")
_DOWNLOADS_AT_ONCE = 4
_RESTARTS = 3  # of one file from its beginning; the client itself would go on for ever
_CHUNK_BYTES = 1 << 20
_DISK = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.ENOTDIR, errno.EEXIST),
)


@dataclass(frozen=True)
class HubAddress:
    """A repository on the Hub; `revision` is a branch, a tag or a commit, None the main branch."""

    kind: Kind
    repo: str
    revision: str | None = None

    @classmethod
    def parse(cls, text: str) -> HubAddress:
        """`hf://[datasets/]owner/name[@revision]`.

        Raises:
            InputError: it is not such an address.
        """
        match = _ADDRESS.fullmatch(text.strip())
        if not match or ".." in text:
            raise InputError(
                f"'{text}' is not an address on the Hub; write hf://owner/name or "
                "hf://owner/name@revision, and hf://datasets/owner/name for a library."
            )
        kind: Kind = "dataset" if match["datasets"] else "model"
        return cls(kind, match["repo"], match["revision"])

    def __str__(self) -> str:
        prefix = "" if self.kind == "model" else f"{self.kind}s/"
        return f"{SCHEME}{prefix}{self.repo}" + (f"@{self.revision}" if self.revision else "")

    def at(self, commit: str) -> HubAddress:
        """The same repository, pinned."""
        return HubAddress(self.kind, self.repo, commit)


@dataclass(frozen=True)
class Wanted:
    """The only files that are fetched, as one regular expression on their whole paths.

    `any_of`: a repository in which nothing matches this is the wrong one.
    """

    what: str
    allowed: str
    any_of: str


CHECKPOINT = Wanted(
    what=f"checkpoint (a folder for each model with {CONFIG_FILE} and {WEIGHTS_FILE})",
    allowed=r"[\w+&-]+/(config\.json|model\.safetensors)|[\w-]+\.json",
    any_of=r"[\w+&-]+/model\.safetensors",
)
LIBRARY = Wanted(
    what="library (catalogue.sqlite)",
    allowed=r"catalogue\.sqlite|[^/]+\.json|LICENSE(\.md)?"
    r"|(?:[^/]+/)*[^/]+\.(?i:mp3|flac|ogg|oga|opus|wav|m4a|aac|aiff?)",
    any_of=r"catalogue\.sqlite",
)

DEEPSIM = Wanted(
    what="DeepSim checkpoint (config.json and model.safetensors)",
    allowed=r"config\.json|model\.safetensors",
    any_of=r"model\.safetensors",
)
CLAP = Wanted(
    what="CLAP model as safetensors (config.json, model.safetensors, preprocessor_config.json)",
    allowed=r"config\.json|model\.safetensors|preprocessor_config\.json",
    any_of=r"model\.safetensors",
)
OPEN_CLIP = Wanted(
    what="open_clip model as safetensors (open_clip_config.json, open_clip_model.safetensors)",
    allowed=r"open_clip_config\.json|open_clip_(pytorch_)?model\.safetensors"
    r"|tokenizer(_config)?\.json|vocab\.json|special_tokens_map\.json|merges\.txt",
    any_of=r"open_clip_(pytorch_)?model\.safetensors",
)


@dataclass(frozen=True)
class Snapshot:
    """A repository's wanted files at one commit, checked. `source` is its pinned address."""

    address: HubAddress
    commit: str
    folder: Path

    @property
    def source(self) -> str:
        return str(self.address.at(self.commit))


@dataclass(frozen=True)
class _Listed:
    """A file as the Hub lists it: by sha256 where it is large, else by git's own digest."""

    path: str
    size_bytes: int
    sha256: str | None
    git_sha1: str


def is_address(text: str | Path) -> bool:
    """Whether this is meant to be an address on the Hub rather than a folder."""
    return str(text).startswith(SCHEME)


def fetch(address: HubAddress, wanted: Wanted, progress: Progress = no_progress) -> Snapshot:
    """The wanted files of a repository, out of the cache or from the Hub.

    Raises:
        HubError: no such repository or revision, no access, the Hub out of reach, the download cut.
        CheckpointError: the repository holds something else, or other bytes than the Hub lists.
        StorageError: the disk is full, or the cache cannot be written.
    """
    progress(f"Looking for {address}")
    with explained(address):
        commit = _commit_of(address)
        listing = _listing(address, commit)
        chosen = [file for file in listing if re.fullmatch(wanted.allowed, file.path)]
        if not any(re.fullmatch(wanted.any_of, file.path) for file in chosen):
            raise CheckpointError(
                f"{address.at(commit)} holds no {wanted.what}; check the address, or the revision."
            )
        root = _download(address, commit, chosen, progress)
    for file in chosen:
        _check(root / file.path, file, address.at(commit))
    return Snapshot(address, commit, root)


def _commit_of(address: HubAddress) -> str:
    """The commit of a revision; the one that was seen last where the Hub cannot be reached."""
    from huggingface_hub.errors import HfHubHTTPError

    if address.revision and _COMMIT.fullmatch(address.revision):
        return address.revision
    seen = _records(address) / "refs" / f"{(address.revision or 'main').replace('/', '--')}.txt"
    if not _offline():
        try:
            info = api().repo_info(address.repo, repo_type=address.kind, revision=address.revision)
        except HfHubHTTPError as error:
            if error.response.status_code < 500 or not seen.is_file():
                raise
        except (_transport_error(), ConnectionError):
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


def _listing(address: HubAddress, commit: str) -> list[_Listed]:
    """What the Hub lists for a commit. A commit never changes, so this is asked once."""
    record = _records(address) / "trees" / f"{commit}.json"
    try:
        return [_Listed(**file) for file in json.loads(record.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        pass  # never asked, or a damaged record: ask again
    if _offline():
        raise HubError(
            f"HF_HUB_OFFLINE is set and {address.at(commit)} is not in the cache; fetch it once "
            "with the Hub in reach, or name a folder."
        )
    from huggingface_hub.hf_api import RepoFile

    entries = api().list_repo_tree(
        address.repo, repo_type=address.kind, revision=commit, recursive=True
    )
    listing = [
        _Listed(entry.path, entry.size, entry.lfs.sha256 if entry.lfs else None, entry.blob_id)
        for entry in entries
        if isinstance(entry, RepoFile)
    ]
    with atomic_output(record) as partial:
        partial.write_text(json.dumps([asdict(file) for file in listing]), encoding="utf-8")
    return listing


def _download(
    address: HubAddress, commit: str, files: Sequence[_Listed], progress: Progress
) -> Path:
    """The folder of the commit in huggingface_hub's cache, with all these files in it."""
    from huggingface_hub import hf_hub_download

    cache = _hub_cache()
    storage = cache / f"{address.kind}s--{address.repo.replace('/', '--')}"
    root = storage / "snapshots" / commit
    missing = [file for file in files if not (root / file.path).is_file()]
    _check_room(cache, sum(file.size_bytes for file in missing), address)
    bar = _progress_bar(address, missing, progress)

    def get(file: _Listed) -> None:
        hf_hub_download(
            address.repo,
            file.path,
            repo_type=address.kind,
            revision=commit,
            cache_dir=cache,
            endpoint=_endpoint(),
            local_files_only=_offline(),
            tqdm_class=bar,
        )

    with ThreadPoolExecutor(_DOWNLOADS_AT_ONCE, thread_name_prefix="hub") as pool:
        for _ in pool.map(get, missing):
            pass
    return root


def _progress_bar(address: HubAddress, files: Sequence[_Listed], progress: Progress) -> type:
    """A class in the place of tqdm's, whose bars together tell `progress` how far it is."""
    from tqdm import tqdm

    total, done, lock = sum(file.size_bytes for file in files), 0, threading.Lock()

    class Bar(tqdm):  # type: ignore[misc,type-arg]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **{**options, "disable": True})
            self.restarts = 0

        def update(self, n: float | None = 1) -> bool | None:
            nonlocal done
            if n is not None and n < 0:  # the server began the file anew
                self.restarts += 1
                if self.restarts > _RESTARTS:
                    raise OSError("the server cut it short again and again")
            with lock:
                done += int(n or 0)
                progress(f"Fetching {address}", min(1.0, done / max(total, 1)))
            return None

    return Bar


def _check_room(cache: Path, needed_bytes: int, address: HubAddress) -> None:
    if not needed_bytes:
        return
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    free_bytes = shutil.disk_usage(there).free
    if free_bytes < needed_bytes:
        raise StorageError(
            f"{address} needs {needed_bytes / 2**20:,.0f} MB and {cache} has "
            f"{free_bytes / 2**20:,.0f} MB left; make room there, or name another folder in the "
            "environment variable HF_HUB_CACHE."
        )


def _check(path: Path, file: _Listed, address: HubAddress) -> None:
    """Compare a file with what the Hub listed; an altered one is removed, to be fetched anew."""
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


@contextmanager
def explained(address: HubAddress) -> Iterator[None]:
    """The failures of huggingface_hub, and of the disk below it, as sentences.

    Raises:
        HubError, StorageError: in place of what the block raised.
    """
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError as error:
        raise HubError(
            f"{address} is gated: accept its terms on its page and log in with `hf auth login`, or "
            "choose another."
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise HubError(
            f"There is no {address.kind} repository {address.repo} on the Hub, or you may not see "
            "it; check the name, or log in with `hf auth login`."
        ) from error
    except errors.RevisionNotFoundError as error:
        raise HubError(
            f"The repository {address.repo} has no revision '{address.revision}'; check the part "
            "behind the @, or leave it out."
        ) from error
    except errors.RemoteEntryNotFoundError as error:
        raise HubError(
            f"The Hub lists a file of {address} and does not give it ({_first_line(error)}); try "
            "again later."
        ) from error
    except errors.HfHubHTTPError as error:
        status = error.response.status_code
        remedy = "log in with `hf auth login`" if status in (401, 403) else "try again later"
        raise HubError(f"The Hub refused {address} (status {status}); {remedy}.") from error
    except (errors.LocalEntryNotFoundError, _transport_error(), ConnectionError) as error:
        raise HubError(
            f"{address} could not be fetched, the Hub at {_endpoint()} is out of reach or broke "
            f"off ({_first_line(error.__cause__ or error)}); check the connection and try again."
        ) from error
    except OSError as error:
        if error.errno in _DISK:
            raise StorageError(
                f"{address} cannot be kept in {_hub_cache()} ({error.strerror}); make room there, "
                "or name another folder in the environment variable HF_HUB_CACHE."
            ) from error
        raise HubError(
            f"The download of {address} was cut short ({_first_line(error)}); nothing unfinished "
            "was kept, try again."
        ) from error


def _transport_error() -> type[Exception]:
    """The base class of whatever fails below HTTP, in the HTTP library that the client speaks."""
    from huggingface_hub.errors import HfHubHTTPError

    base: type[Exception] = HfHubHTTPError.__bases__[0]
    return base


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(error).__name__


def api() -> Any:
    """The client, at HF_ENDPOINT as it is set now."""
    from huggingface_hub import HfApi

    return HfApi(endpoint=_endpoint())


def _endpoint() -> str:
    from huggingface_hub import constants

    return os.environ.get("HF_ENDPOINT", constants.ENDPOINT).rstrip("/")


def _hub_cache() -> Path:
    from huggingface_hub import constants

    return Path(os.environ.get("HF_HUB_CACHE", constants.HF_HUB_CACHE)).expanduser()


def _offline() -> bool:
    from huggingface_hub import constants

    said = os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    return said or bool(constants.HF_HUB_OFFLINE)


def _records(address: HubAddress) -> Path:
    """Where the listings and the last seen commits of a repository are kept."""
    return cache_dir() / "hub" / f"{address.kind}s--{address.repo.replace('/', '--')}"
