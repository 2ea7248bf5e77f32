"""A repository's wanted files into huggingface_hub's cache, each compared with the Hub's digest."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viml_core.errors import CheckpointError, StorageError
from viml_core.hub.address import HubAddress
from viml_core.hub.client import endpoint, hub_cache, offline
from viml_core.hub.listing import Listed, check, commit_of, listing_of
from viml_core.hub.sentences import explained
from viml_core.hub.wanted import Wanted
from viml_core.types import Progress, no_progress

_DOWNLOADS_AT_ONCE = 4
_RESTARTS = 3  # of one file from its beginning; the client itself would go on for ever


@dataclass(frozen=True)
class Snapshot:
    """A repository's wanted files at one commit, checked. `source` is its pinned address."""

    address: HubAddress
    commit: str
    folder: Path

    @property
    def source(self) -> str:
        return str(self.address.at(self.commit))


def fetch(address: HubAddress, wanted: Wanted, progress: Progress = no_progress) -> Snapshot:
    """The wanted files of a repository, out of the cache or from the Hub.

    Raises:
        HubError: no such repository or revision, no access, the Hub out of reach, the download cut.
        CheckpointError: the repository holds something else, or other bytes than the Hub lists.
        StorageError: the disk is full, or the cache cannot be written.
    """
    progress(f"Looking for {address}")
    with explained(address):
        commit = commit_of(address)
        listing = listing_of(address, commit)
        chosen = [file for file in listing if re.fullmatch(wanted.allowed, file.path)]
        if not any(re.fullmatch(wanted.any_of, file.path) for file in chosen):
            raise CheckpointError(
                f"{address.at(commit)} holds no {wanted.what}; check the address, or the revision."
            )
        root = _download(address, commit, chosen, progress)
    for file in chosen:
        check(root / file.path, file, address.at(commit))
    return Snapshot(address, commit, root)


def _download(
    address: HubAddress, commit: str, files: Sequence[Listed], progress: Progress
) -> Path:
    """The folder of the commit in huggingface_hub's cache, with all these files in it."""
    from huggingface_hub import hf_hub_download

    cache = hub_cache()
    storage = cache / f"{address.kind}s--{address.repo.replace('/', '--')}"
    root = storage / "snapshots" / commit
    missing = [file for file in files if not (root / file.path).is_file()]
    _check_room(cache, sum(file.size_bytes for file in missing), address)
    bar = _progress_bar(address, missing, progress)

    def get(file: Listed) -> None:
        try:
            hf_hub_download(
                address.repo,
                file.path,
                repo_type=address.kind,
                revision=commit,
                cache_dir=cache,
                endpoint=endpoint(),
                local_files_only=offline(),
                tqdm_class=bar,
            )
        except RuntimeError as error:  # of hf_xet, which has no class for most of what goes wrong
            raise OSError(f"{file.path}: {error}") from error

    with ThreadPoolExecutor(_DOWNLOADS_AT_ONCE, thread_name_prefix="hub") as pool:
        for _ in pool.map(get, missing):
            pass
    return root


def _progress_bar(address: HubAddress, files: Sequence[Listed], progress: Progress) -> type:
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
