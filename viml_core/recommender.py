"""The whole forward path: a clip and a few words in, the tracks of a library out, best first."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from viml_core.beat_term import BeatTerm
from viml_core.calibration import Calibration, ScoreMap, read_calibration
from viml_core.config import Limits, PreviewConfig
from viml_core.errors import CheckpointError, InputError
from viml_core.features.accelerator import CPU, Accelerator
from viml_core.features.base import Preset
from viml_core.features.own_music import find_music
from viml_core.features.presets import load_preset
from viml_core.filters import Filters
from viml_core.finishing.cuts import Watcher
from viml_core.library import Library
from viml_core.listing import none_fits
from viml_core.media.frames import sample_clip
from viml_core.media.playback import plays_in_browser
from viml_core.media.preview import render_preview
from viml_core.media.probe import probe
from viml_core.media.strip import Strip
from viml_core.models.alphas import read_alphas
from viml_core.models.checkpoint import Embedder, check_preset, load_checkpoint
from viml_core.models.scoring import Ranking
from viml_core.rerank import ScoreBoard
from viml_core.sources import SHIPPED, SHIPPED_PRESET, find_checkpoints, models_in
from viml_core.types import (
    ClipFeatures,
    FloatArray,
    Mode,
    Progress,
    Query,
    Suggestion,
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
    """The best k tracks, best first, and what served them.

    nothing_fits: even the best track is unlikely to suit; False where no calibration can tell.
    calibration: the name of the one behind the scores, None where they are the raw ones.
    diverse: tracks that repeat one above them were moved down. filters: what a track had to be.
    on_beat: how much cuts on the beat counted, 0..1. has_music: as in `ClipFeatures`.
    """

    query: Query
    ranking: Ranking
    board: ScoreBoard
    results: tuple[Suggestion, ...]
    timings_s: dict[str, float]
    nothing_fits: bool = False
    calibration: str | None = None
    diverse: bool = True
    filters: Filters = field(default_factory=Filters)
    on_beat: float = 0.0
    has_music: bool | None = None

    def left_out(self) -> int:
        """How many tracks the filters keep out."""
        return int((~self.board.allowed(self.filters)).sum())

    @property
    def library(self) -> Library:
        """The library as it was when it was asked."""
        return self.board.library


class Recommender:
    """Frozen encoders and trained models, loaded once and shared by all requests."""

    def __init__(
        self,
        preset: Preset,
        embedders: Mapping[str, Embedder],
        source: str = SHIPPED,
        calibration: Calibration | None = None,
        alphas: Mapping[str, float] | None = None,
    ) -> None:
        """source: where the checkpoints came from, for people and for the record.

        alphas: by ensemble, those tuned for these checkpoints.
        """
        self.preset = preset
        self.embedders = dict(embedders)
        self.source = source
        self.calibration = calibration
        self.alphas = dict(alphas or {})

    @classmethod
    def load(
        cls,
        preset_name: str = SHIPPED_PRESET,
        checkpoints: str | Path | None = None,
        progress: Progress = no_progress,
        accelerator: Accelerator = CPU,
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
        preset = load_preset(found.preset, progress, accelerator)
        progress("Loading the models")
        for name, embedder in embedders.items():
            check_preset(embedder, preset, found.folder / name)
        calibration, alphas = read_calibration(found.folder), read_alphas(found.folder)
        return cls(preset, embedders, found.source, calibration, alphas)

    def understand(
        self,
        video: Path,
        scratch: Path,
        *,
        limits: Limits | None = None,
        progress: Progress = no_progress,
        cancel: threading.Event | None = None,
    ) -> ClipFeatures:
        """Look at a clip: x_v, some of its pictures in the folder `scratch`, and there a proxy
        where a browser cannot play the clip.

        Raises:
            MediaError, LimitError: it is not a clip that can be served.
            StorageError: there is no room in `scratch`.
        """
        progress("Reading the clip")
        info = probe(video, limits or Limits())
        proxy = None if plays_in_browser(info) else scratch / "proxy.mp4"
        frames = sample_clip(
            info, self.preset.sampling, proxy=proxy, progress=progress, cancel=cancel
        )
        watcher, strip = Watcher(), Strip(scratch, info.duration_s)
        x_v, seen = self.preset.visual.encode(watcher.watch(frames), strip.note)
        has_music = find_music(info, cancel=cancel)
        return ClipFeatures(info, x_v, seen, proxy, watcher.activity(), strip.glimpses, has_music)

    def suggest(
        self,
        library: Library,
        ranking: Ranking,
        k: int,
        *,
        clip: ClipFeatures | None = None,
        text: str = "",
        diverse: bool = True,
        filters: Filters | None = None,
        beats: BeatTerm | None = None,
    ) -> Answer:
        """Rank the library for a clip, words or both; k beyond its size gives the whole library.

        diverse: near-identical tracks do not fill the list; off where it is the whole library.
        filters: what a track must be; without them only "no derivatives" is kept from a video.
        beats: the best tracks are ordered by how the clip's cuts fall on their beats as well.

        Raises:
            InputError: nothing to search with, or a model that this query or checkpoint lacks.
            LibraryError: the library has no track that can be suggested.
        """
        words = text.strip()
        ranking = ranking.tuned(self.alphas)
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
            board = self.score_board(library, clip, text)
            weights = ranking.weights(query.mode)
            results = board.pick(weights, k, filters or Filters(), diverse=diverse, beats=beats)
            score_map = board.score_map(weights)
        return Answer(
            query,
            ranking,
            board,
            results,
            watch.seconds,
            nothing_fits=none_fits(results, score_map),
            calibration=self.calibration.name if self.calibration and score_map else None,
            diverse=diverse and k < len(library.rankable()),
            filters=filters or Filters(),
            on_beat=beats.weight if beats else 0.0,
            has_music=clip.has_music if clip else None,
        )

    def score_board(self, library: Library, clip: ClipFeatures | None, text: str) -> ScoreBoard:
        """The scores of one query, to be asked of the models as they are needed."""
        query = Query(clip.info.path if clip else None, text)
        library = library.snapshot()
        return ScoreBoard(
            library,
            query,
            lambda name, words: self.cosines(name, library, clip, words),
            lambda weights: self._score_map(weights, query.mode),
        )

    def scores(
        self, library: Library, ranking: Ranking, clip: ClipFeatures | None, words: str
    ) -> FloatArray:
        """The ranking's raw score of every track that may be suggested: (N,)."""
        board = self.score_board(library, clip, words)
        return board.blend(ranking.tuned(self.alphas).weights(board.query.mode))

    def cosines(
        self, name: str, library: Library, clip: ClipFeatures | None, words: str
    ) -> FloatArray:
        """Cosine of one model's query with every track that may be suggested: (N,)."""
        if name not in self.embedders:
            raise CheckpointError(f"This needs the model '{name}', which the checkpoint lacks.")
        embedder = self.embedders[name]
        x_t = self.preset.text.encode([words])[0]
        return library.scores(embedder, embedder.embed_query(clip.x_v if clip else None, x_t))

    def _score_map(self, weights: Mapping[str, float], mode: Mode) -> ScoreMap | None:
        if self.calibration is None:
            return None
        checkpoints = {name: self.embedders[name].fingerprint for name in weights}
        return self.calibration.score_map(weights, mode, checkpoints)

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
