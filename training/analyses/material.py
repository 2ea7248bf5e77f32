"""What every analysis works on: a model, a library and the genre of each of its tracks, clips."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from training.analyses.genre import heard_genres, told_genres
from training.data.stills import pan
from training.evaluation.media import STILL_SUFFIXES
from training.metrics import IntArray
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
from viml_core.sources import find_library
from viml_core.types import ClipFeatures, ClipInfo, FloatArray, FrameArray, Segment, Track

EXAMPLE_CLIPS = ASSETS_DIR / "examples"
SEEING_MODELS = tuple(name for name in SINGLE_MODELS if name != "mt")
Change = Callable[[FrameArray], FrameArray]
Seen = TypeVar("Seen")


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
    """One model of a recommender and a library. genre_table: a CSV that names the genres."""

    recommender: Recommender
    library: Library
    model: str
    genre_table: Path | None = None

    @classmethod
    def open(cls, args: argparse.Namespace) -> Material:
        """From `--checkpoints`, `--library`, `--model` and `--genres`.

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
        folder = find_library(args.library, show_progress)
        library = Library.open(folder, music_encoder_fingerprint=fingerprint)
        return cls(recommender, library, args.model, args.genres)

    @cached_property
    def genres(self) -> tuple[str, ...]:
        """The genre of each track, (N,) in the order of `tracks`.

        Raises:
            InputError: the table cannot be used, or without one the features name no genres.
        """
        if self.genre_table:
            return told_genres(self.genre_table, self.library)
        return heard_genres(self.library)

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

    def columns(self, names: Sequence[str]) -> IntArray:
        """The places in `tracks` of the tracks whose files have these names, (n,).

        Raises:
            InputError: of a name there is none, or more than one.
        """
        places: dict[str, list[int]] = {}
        for i, track in enumerate(self.tracks):
            places.setdefault(track.path.name, []).append(i)
        for name in names:
            if (found := len(places.get(name, []))) != 1:
                raise InputError(
                    f"The library {self.library.folder} has {found} tracks whose file is named "
                    f"'{name}'; name one that it has once."
                )
        return np.array([places[name][0] for name in names])


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
    """Features of each clip once, as `examine`."""
    return examine(paths, preset, lambda clip: clip.features(preset))


def examine(
    paths: Sequence[Path], preset: Preset, look: Callable[[Clip], Seen]
) -> dict[Path, Seen]:
    """What `look` sees in each clip, decoded once and one at a time.

    What cannot be read is left out, and said on stderr.

    Raises:
        InputError: none of them can be read.
    """
    seen: dict[Path, Seen] = {}
    for done, path in enumerate(dict.fromkeys(paths)):
        show_progress(f"Looking at {path.name}", done / len(paths))
        try:
            seen[path] = look(read_clip(path, preset))
        except InputError as error:  # MediaError and LimitError
            print(f"left out: {path}: {error}", file=sys.stderr)
    if not seen:
        raise InputError(f"None of the {len(paths)} clips can be read; {paths[0]} is the first.")
    return seen
