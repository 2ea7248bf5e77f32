"""What was made of a study file: pairs, previews, lists. One JSON in the study's folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from demo.study.assignment import RaterList
from demo.study.plan import STRICT, StudyPlan
from viml_core.errors import StorageError
from viml_core.media.files import atomic_output

MANIFEST_FILE, MEDIA_FOLDER = "manifest.json", "media"
VERSION_CHARS = 16
MADE_AT_S = 946_684_800  # one time of change for all media: the true ones tell their order


@dataclass(frozen=True, config=STRICT)
class Preview:
    """One rendered file. name: random, so it says nothing; subject: the track or clip in it."""

    name: str
    sha256: str
    size_bytes: int
    duration_s: float
    loudness_lufs: float
    subject: str


@dataclass(frozen=True, config=STRICT)
class Pair:
    """Two previews to choose from: of the two models in their order, or the real and the spoilt.

    item: the file that is asked with, which several queries may share.
    """

    pair_id: str
    kind: Literal["pair", "check"]
    query: str
    item: str
    text: str
    rank: int
    previews: tuple[Preview, Preview]


@dataclass(frozen=True, config=STRICT)
class Served:
    """Which models and which collection answered. alphas: the weight of the words in a blend."""

    models: tuple[str, str]
    alphas: tuple[float, float]
    checkpoints: dict[str, str]  # fingerprint by single model
    encoders: dict[str, str]
    collection: str  # fingerprint of the library or of the folder of clips


@dataclass(frozen=True, config=STRICT)
class Manifest:
    """A made study. version: a hash over everything else, which each vote carries.

    agreed: questions that both models answer alike, so that there is nothing to choose.
    """

    version: str
    plan: StudyPlan
    served: Served
    pairs: tuple[Pair, ...]
    agreed: tuple[str, ...]
    lists: tuple[RaterList, ...]

    def pair(self, pair_id: str) -> Pair:
        """One pair by its id."""
        return next(pair for pair in self.pairs if pair.pair_id == pair_id)

    @property
    def pair_ids(self) -> tuple[str, ...]:
        """Of the pairs that count, without attention checks."""
        return tuple(pair.pair_id for pair in self.pairs if pair.kind == "pair")


_MANIFEST = TypeAdapter(Manifest)


def versioned(manifest: Manifest) -> Manifest:
    """The manifest with the version that its contents give."""
    bare = _MANIFEST.dump_json(replace(manifest, version=""))
    return replace(manifest, version=hashlib.sha256(bare).hexdigest()[:VERSION_CHARS])


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Writes it whole or not at all."""
    with atomic_output(folder / MANIFEST_FILE) as partial:
        partial.write_bytes(_MANIFEST.dump_json(manifest, indent=1))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a study's folder.

    Raises:
        StorageError: there is none, or it was changed since the study was made.
    """
    path = folder / MANIFEST_FILE
    try:
        manifest = _MANIFEST.validate_json(path.read_bytes())
    except OSError as error:
        raise StorageError(
            f"There is no study in {folder} ({error.strerror}); make one with "
            "`python -m demo.study new FILE.json DIR`."
        ) from error
    except ValidationError as error:
        raise StorageError(
            f"{path} is damaged, or of another version of this program; make the study again."
        ) from error
    if versioned(manifest).version != manifest.version:
        raise StorageError(
            f"{path} was changed after the study was made, so its votes would mean something "
            "else; put the old one back, or make the study again."
        )
    return manifest
