"""What every analysis works on: a model, a library and the genre of each of its tracks, clips."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.analyses.genre import track_genre
from training.data.stills import pan
from training.evaluation.media import STILL_SUFFIXES
from viml_core.config import ASSETS_DIR
from viml_core.console import show_progress
from viml_core.errors import InputError, MediaError
from viml_core.features.base import Preset
from viml_core.library import Library
from viml_core.media.frames import sample_clip
from viml_core.media.probe import probe
from viml_core.models.checkpoint import Embedder
from viml_core.models.scoring import SINGLE_MODELS
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, ClipInfo, FloatArray, FrameArray, Segment, Track

EXAMPLE_CLIPS = ASSETS_DIR / "examples"
SEEING_MODELS = tuple(name for name in SINGLE_MODELS if name != "mt")
Change = Callable[[FrameArray], FrameArray]


@dataclass(frozen=True)
class Clip:
    """A clip's pictures, decoded once so that they can be changed and looked at again."""

    path: Path
    info: ClipInfo
    segments: tuple[Segment, ...]

    def features(self, preset: Preset, change: Change | None = None) -> ClipFeatures:
        """As the encoder sees the pictures, each one changed first."""
        pictures = (Segment(change(s.frames), s.times_s) for s in self.segments) if change else None
        x_v, seen = preset.visual.encode(self.segments if pictures is None else pictures)
        return ClipFeatures(self.info, x_v, seen, proxy=None)


@dataclass(frozen=True)
class Material:
    """One model of a recommender and a library. genres: (N,) in the order of `tracks`."""

    recommender: Recommender
    library: Library
    model: str
    genres: tuple[str, ...]

    @classmethod
    def open(cls, args: argparse.Namespace) -> Material:
        """From `--checkpoints`, `--library` and `--model`.

        Raises:
            CheckpointError, LibraryError: one of them cannot be used.
            InputError: the checkpoint lacks the model.
        """
        recommender = Recommender.load(checkpoints=args.checkpoints, progress=show_progress)
        if args.model not in recommender.embedders:
            raise InputError(
                f"The checkpoint has no model '{args.model}'; choose one of "
                f"{', '.join(recommender.embedders)}."
            )
        fingerprint = recommender.preset.music.fingerprint
        library = Library.open(args.library, music_encoder_fingerprint=fingerprint)
        genres = tuple(track_genre(x_m) for x_m in library.features())
        return cls(recommender, library, args.model, genres)

    @property
    def preset(self) -> Preset:
        return self.recommender.preset

    @property
    def embedder(self) -> Embedder:
        return self.recommender.embedders[self.model]

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self.library.rankable()

    def heading(self) -> dict[str, object]:
        """What a report begins with."""
        return {"model": self.model, "library": self.library.name, "tracks": len(self.tracks)}

    def scores(self, clips: Iterable[ClipFeatures], library: Library | None = None) -> FloatArray:
        """Cosine of Q clips with the N tracks of a library (default: this one), (Q, N)."""
        music = library or self.library
        return np.stack([self.recommender.cosines(self.model, music, clip, "") for clip in clips])

    def column(self, name: str) -> int:
        """The place in `tracks` of the one track whose file has this name.

        Raises:
            InputError: there is none, or more than one.
        """
        found = [i for i, track in enumerate(self.tracks) if track.path.name == name]
        if len(found) != 1:
            raise InputError(
                f"The library {self.library.folder} has {len(found)} tracks whose file is named "
                f"'{name}'; name one that it has once."
            )
        return found[0]


def check_top(k: int, material: Material) -> int:
    """`-k` as given.

    Raises:
        InputError: less than 1, or more than there are tracks.
    """
    if not 1 <= k <= len(material.tracks):
        raise InputError(f"-k is {k}, but the library has {len(material.tracks)} tracks.")
    return k


def top_columns(scores: FloatArray, k: int) -> np.ndarray:
    """The columns of the k highest of each row, best first: (Q, N) -> (Q, k)."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :k]


def read_clip(path: Path, preset: Preset) -> Clip:
    """Decode the pictures of a clip, or of a photograph by a slow pan.

    Raises:
        MediaError, LimitError: it is neither.
    """
    if path.suffix.lower() not in STILL_SUFFIXES:
        info = probe(path)
        return Clip(path, info, tuple(sample_clip(info, preset.sampling)))
    with tempfile.TemporaryDirectory(prefix="viml-") as scratch:
        try:
            panned = pan(path, Path(scratch) / "still.mp4")
        except OSError as error:
            raise MediaError(f"The picture {path} cannot be opened: {error}.") from error
        return read_clip(panned, preset)


def look_at(paths: Sequence[Path], preset: Preset) -> dict[Path, ClipFeatures]:
    """Features of each clip once; what cannot be read is left out, and said on stderr.

    Raises:
        InputError: none of them can be read.
    """
    seen: dict[Path, ClipFeatures] = {}
    for done, path in enumerate(dict.fromkeys(paths)):
        show_progress(f"Looking at {path.name}", done / len(paths))
        try:
            seen[path] = read_clip(path, preset).features(preset)
        except InputError as error:  # MediaError and LimitError
            print(f"left out: {path}: {error}", file=sys.stderr)
    if not seen:
        raise InputError(f"None of the {len(paths)} clips can be read; {paths[0]} is the first.")
    return seen
