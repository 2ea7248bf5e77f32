"""The benchmark's real files as features, kept in a folder so that a second run is fast.

Music goes through a library, as a creator's does; a clip's features are kept in one small file
named by the sha256 of the clip, so that it may be moved and two stills of one name stay two.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.stills import pan
from training.evaluation.taste import LabelledClip, LabelledTrack
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.library import Library
from viml_core.library.identity import file_sha256
from viml_core.recommender import Recommender
from viml_core.types import FloatArray

STILL_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
KEPT_DIGITS = 16  # of the sha256 of a clip, in the name of its kept features


@dataclass(frozen=True)
class Music:
    """The tracks that can be ranked, and their base features x_m (S_i, D_m) in the same order."""

    tracks: tuple[LabelledTrack, ...]
    x_m: tuple[FloatArray, ...]


@dataclass(frozen=True)
class Pictures:
    """Clips and their base features x_v (S_i, D_v) in the same order."""

    clips: tuple[LabelledClip, ...]
    x_v: tuple[FloatArray, ...]

    def of_kind(self, *, still: bool) -> Pictures:
        """Only the panned stills, or only what was filmed."""
        chosen = [i for i, clip in enumerate(self.clips) if is_still(clip.file) == still]
        return Pictures(tuple(self.clips[i] for i in chosen), tuple(self.x_v[i] for i in chosen))


def is_still(file: str) -> bool:
    """Whether a file of CLIPS.csv is a photograph, which is panned to make a clip of it."""
    return Path(file).suffix.lower() in STILL_SUFFIXES


def load_music(tracks: Sequence[LabelledTrack], root: Path, preset: Preset, work: Path) -> Music:
    """Features of the tracks under `root`; what cannot be decoded or is silent is left out, aloud.

    Raises:
        InputError: a file is missing or not the one that was labelled, or fewer than two are left.
    """
    files = [find(track.file, [root], track.sha256) for track in tracks]
    library = Library.create(
        work / "library",
        preset_name=preset.name,
        music_encoder_fingerprint=preset.music.fingerprint,
    )
    for path, reason in library.ingest(files, preset.music, progress=show_progress).skipped:
        print(f"left out: {path}: {reason}", file=sys.stderr)
    x_m = dict(zip((t.path for t in library.rankable()), library.features(), strict=True))
    kept = [(t, x_m[f]) for t, f in zip(tracks, files, strict=True) if f in x_m]
    if len(kept) < 2:
        raise InputError(f"Fewer than two of the tracks under {root} can be ranked.")
    return Music(tuple(t for t, _ in kept), tuple(x for _, x in kept))


def load_pictures(
    clips: Sequence[LabelledClip], roots: Sequence[Path], preset: Preset, work: Path
) -> Pictures:
    """Features of clips and stills, each looked at once.

    Raises:
        InputError: a file is under none of the roots, or not the one that was labelled.
        MediaError, LimitError: it is not a clip that can be served.
    """
    kept = work / "clips"
    kept.mkdir(parents=True, exist_ok=True)
    files = [find(clip.file, roots, clip.sha256) for clip in clips]
    x_v = []
    for done, file in enumerate(files):
        show_progress(f"Looking at {file.name}", done / len(files))
        x_v.append(_look_at(file, preset, kept))
    return Pictures(tuple(clips), tuple(x_v))


def find(name: str, roots: Sequence[Path], sha256: str = "") -> Path:
    """The file of that name under the first root that has it, checked where a sha256 is given.

    Raises:
        InputError: there is none, or its bytes are others than those that were labelled.
    """
    path = next((root / name for root in roots if (root / name).is_file()), None)
    if path is None:
        places = ", ".join(str(root) for root in roots)
        raise InputError(
            f"The file {name} is not under {places}; put it there, name its root, or take its row "
            "out of the table."
        )
    if sha256 and file_sha256(path) != sha256:
        raise InputError(
            f"{path} is not the file that was labelled (its sha256 differs from the table's); "
            "get the version that the table means, or take its row out."
        )
    return path.resolve()


def _look_at(file: Path, preset: Preset, kept: Path) -> FloatArray:
    """x_v (S, D_v) of a clip or a panned still, from the folder `kept` where it was seen before."""
    mark = f"{file_sha256(file)[:KEPT_DIGITS]}-{preset.visual.fingerprint}"
    features = kept / f"{mark}.npy"
    if features.exists():
        seen: FloatArray = np.load(features, allow_pickle=False)
        return seen
    with tempfile.TemporaryDirectory(dir=kept) as scratch:
        clip = pan(file, Path(scratch, "pan.mp4")) if is_still(file.name) else file
        x_v = Recommender(preset, {}).understand(clip, Path(scratch)).x_v
        partial = Path(scratch, "features.npy")
        np.save(partial, x_v)
        partial.replace(features)
    return x_v
