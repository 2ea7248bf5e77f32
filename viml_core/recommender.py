"""The whole forward path: a clip and a few words in, the tracks of a library out, best first."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from viml_core.config import Limits, PreviewConfig
from viml_core.errors import CheckpointError, InputError, LibraryError
from viml_core.features.base import Preset
from viml_core.features.presets import load_preset
from viml_core.library import Library
from viml_core.media.frames import sample_clip
from viml_core.media.playback import plays_in_browser
from viml_core.media.preview import render_preview
from viml_core.media.probe import probe
from viml_core.models.checkpoint import Embedder, check_preset, load_checkpoint
from viml_core.models.scoring import Ranking
from viml_core.sources import SHIPPED, SHIPPED_PRESET, find_checkpoints, models_in
from viml_core.types import (
    ClipFeatures,
    FloatArray,
    Progress,
    Query,
    Suggestion,
    Track,
    no_progress,
)


@dataclass
class Stopwatch:
    """Wall seconds by step, summed over repeats."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True)
class Answer:
    """The best k tracks, best first, and what served them."""

    query: Query
    ranking: Ranking
    library: Library
    results: tuple[Suggestion, ...]
    timings_s: dict[str, float]


class Recommender:
    """Frozen encoders and trained models, loaded once and shared by all requests."""

    def __init__(
        self, preset: Preset, embedders: Mapping[str, Embedder], source: str = SHIPPED
    ) -> None:
        """source: where the checkpoints came from, for people and for the record."""
        self.preset = preset
        self.embedders = dict(embedders)
        self.source = source

    @classmethod
    def load(
        cls,
        preset_name: str = SHIPPED_PRESET,
        checkpoints: str | Path | None = None,
        progress: Progress = no_progress,
    ) -> Recommender:
        """Every checkpoint of a folder or `hf://` address, and the encoders that they need.

        checkpoints: None for the shipped ones of the preset `preset_name`.

        Raises:
            HubError, StorageError: the checkpoints could not be fetched.
            WeightsError: an encoder's weights are missing or altered.
            CheckpointError: no checkpoint, or one that was trained on other features.
        """
        found = find_checkpoints(checkpoints, progress, preset_name)
        embedders = {name: load_checkpoint(found.folder / name) for name in models_in(found.folder)}
        preset = load_preset(found.preset, progress)
        progress("Loading the models")
        for name, embedder in embedders.items():
            check_preset(embedder, preset, found.folder / name)
        return cls(preset, embedders, found.source)

    def understand(
        self,
        video: Path,
        scratch: Path,
        *,
        limits: Limits | None = None,
        progress: Progress = no_progress,
        cancel: threading.Event | None = None,
    ) -> ClipFeatures:
        """Look at a clip: x_v and, where a browser cannot play it, a proxy in the folder `scratch`.

        Raises:
            MediaError, LimitError: it is not a clip that can be served.
        """
        progress("Reading the clip")
        info = probe(video, limits or Limits())
        proxy = None if plays_in_browser(info) else scratch / "proxy.mp4"
        frames = sample_clip(
            info, self.preset.sampling, proxy=proxy, progress=progress, cancel=cancel
        )
        x_v, seen = self.preset.visual.encode(frames)
        return ClipFeatures(info=info, x_v=x_v, seen=seen, proxy=proxy)

    def suggest(
        self,
        library: Library,
        ranking: Ranking,
        k: int,
        *,
        clip: ClipFeatures | None = None,
        text: str = "",
    ) -> Answer:
        """Rank the library for a clip, words or both; k beyond its size gives the whole library.

        Raises:
            InputError: nothing to search with, or a model that this query or checkpoint lacks.
            LibraryError: the library has no track that can be suggested.
        """
        words = text.strip()
        query = Query(clip.info.path if clip else None, text)
        if clip is None and not words:
            raise InputError("There is nothing to search with: give a video, some words, or both.")
        if ranking.name == "mt" and not words:
            raise InputError("The model 'mt' ranks by words alone: type some, or choose 'viml'.")
        if k < 1:
            raise InputError(f"The number of tracks is {k}, but it must be at least 1.")
        library = library.snapshot()  # another process may be adding music
        watch = Stopwatch()
        with watch.step("query"):
            raw = self.scores(library, ranking, clip, words)
            video = self.cosines("viml", library, clip, "") if clip else None
            spoken = self.cosines("mt", library, clip, words) if words else None
            results = _best(library.rankable(), raw, video, spoken, k)
        return Answer(query, ranking, library, results, watch.seconds)

    def scores(
        self, library: Library, ranking: Ranking, clip: ClipFeatures | None, words: str
    ) -> FloatArray:
        """The ranking's raw score of every track that may be suggested: (N,)."""
        weights = ranking.weights(Query(clip.info.path if clip else None, words).mode)
        parts = [w * self.cosines(name, library, clip, words) for name, w in weights.items()]
        total: FloatArray = np.sum(parts, axis=0)
        return total

    def cosines(
        self, name: str, library: Library, clip: ClipFeatures | None, words: str
    ) -> FloatArray:
        """Cosine of one model's query with every track that may be suggested: (N,)."""
        if name not in self.embedders:
            raise CheckpointError(f"This needs the model '{name}', which the checkpoint lacks.")
        embedder = self.embedders[name]
        x_t = self.preset.text.encode([words])[0]
        return library.scores(embedder, embedder.embed_query(clip.x_v if clip else None, x_t))

    def preview(
        self,
        clip: ClipFeatures,
        suggestion: Suggestion,
        out: Path,
        *,
        config: PreviewConfig | None = None,
        cancel: threading.Event | None = None,
    ) -> Path:
        """The clip with the suggested track under it, one mp4."""
        return render_preview(
            clip,
            suggestion.track,
            out,
            start_s=suggestion.start_s,
            config=config or PreviewConfig(),
            cancel=cancel,
        )


def _best(
    tracks: Sequence[Track],
    raw: FloatArray,
    video: FloatArray | None,
    spoken: FloatArray | None,
    k: int,
) -> tuple[Suggestion, ...]:
    """The k tracks of the highest raw score; equal scores keep the library's order."""
    if not tracks:
        raise LibraryError(
            "The library has no track that can be suggested; add music with "
            "`python -m viml_core index MUSIC_DIR --library DIR`."
        )
    order = np.argsort(-raw, kind="stable").tolist()
    still_there = (i for i in order if tracks[i].path.exists())
    return tuple(
        Suggestion(
            rank=rank,
            track=tracks[i],
            score=float(raw[i]),
            raw_score=float(raw[i]),
            video_score=None if video is None else float(video[i]),
            text_score=None if spoken is None else float(spoken[i]),
            start_s=0.0,
        )
        for rank, i in enumerate(islice(still_there, k), start=1)
    )
