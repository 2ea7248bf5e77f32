"""The other direction: a track in, the clips of a folder that suit it out, best first.

The models put queries and music into one space, so the same cosine that ranks tracks for a clip
ranks clips for a track (MVPt evaluates both directions). Words, where there are some, go with every
clip, as they would with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viml_core.config import Limits
from viml_core.errors import CheckpointError, InputError, MediaError
from viml_core.library.identity import identify
from viml_core.library.ingest import describe_track
from viml_core.media.audio import decode_audio
from viml_core.media.tags import read_tags
from viml_core.models.checkpoint import Embedder
from viml_core.models.scoring import Ranking
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, FloatArray, Progress, Query, Track, no_progress


@dataclass(frozen=True)
class HeardTrack:
    """A track that needs no library. x_m: (S, D_m)."""

    track: Track
    x_m: FloatArray


@dataclass(frozen=True)
class ClipSuggestion:
    """One clip as an answer; score: the ranking's cosine or blend."""

    rank: int
    clip: ClipFeatures
    score: float


@dataclass(frozen=True)
class ClipFolder:
    """The clips of a folder that can be served, and the files that cannot, with the reasons."""

    clips: tuple[ClipFeatures, ...]
    skipped: tuple[tuple[Path, str], ...]


def listen(recommender: Recommender, path: Path, limits: Limits | None = None) -> HeardTrack:
    """Hears a track as indexing would, and keeps nothing.

    Raises:
        MediaError, LimitError: it is not a track that can be served, or it is silent.
    """
    waveform = decode_audio(path, max_duration_s=(limits or Limits()).max_track_s)
    music, tags = recommender.preset.music.encode(waveform), read_tags(path)
    if music.silent:
        raise MediaError(f"The track {path} is silent; choose another.")
    track = describe_track(path, waveform, identify(waveform).sound_id, tags, music)
    return HeardTrack(track, music.x_m)


def look_through(
    recommender: Recommender,
    folder: Path,
    scratch: Path,
    *,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> ClipFolder:
    """Looks at every file in and under a folder; hidden ones are left out without a word.

    scratch: an existing folder for the proxies of clips that a browser cannot play.

    Raises:
        InputError: there is no such folder, or no file in it is a clip that can be served.
    """
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}; give the folder with the clips.")
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    clips, skipped = [], []
    for number, path in enumerate(files):
        progress(f"Looking at {path.name}", number / len(files))
        proxies = scratch / f"{number:06d}"
        proxies.mkdir()
        try:
            clips.append(recommender.understand(path, proxies, limits=limits))
        except InputError as error:
            skipped.append((path, str(error)))
    if not clips:
        raise InputError(f"The folder {folder} holds no clip that can be served; add some.")
    return ClipFolder(tuple(clips), tuple(skipped))


def suggest_clips(
    recommender: Recommender,
    heard: HeardTrack,
    clips: Sequence[ClipFeatures],
    ranking: Ranking,
    k: int,
    *,
    text: str = "",
) -> tuple[ClipSuggestion, ...]:
    """The k clips that suit a track best, best first; equal scores keep the order given.

    Raises:
        InputError: the ranking does not look at pictures, or k is less than 1.
        CheckpointError: the checkpoint lacks a model of the ranking.
    """
    if ranking.name == "mt":
        raise InputError("The model 'mt' does not look at pictures; choose 'viml' or 'mvpt+'.")
    if k < 1:
        raise InputError(f"The number of clips is {k}, but it must be at least 1.")
    x_t = recommender.preset.text.encode([text.strip()])[0]
    scores = [0.0] * len(clips)
    weights = ranking.tuned(recommender.alphas).weights(Query(heard.track.path, text).mode)
    for name, weight in weights.items():
        embedder = _embedder(recommender, name)
        y_m = embedder.embed_music([heard.x_m])[0]
        for i, clip in enumerate(clips):
            scores[i] += weight * float(embedder.embed_query(clip.x_v, x_t) @ y_m)
    order = sorted(range(len(clips)), key=lambda i: -scores[i])[:k]
    return tuple(ClipSuggestion(r, clips[i], scores[i]) for r, i in enumerate(order, start=1))


def _embedder(recommender: Recommender, name: str) -> Embedder:
    if name not in recommender.embedders:
        raise CheckpointError(f"This needs the model '{name}', which the checkpoint lacks.")
    return recommender.embedders[name]
