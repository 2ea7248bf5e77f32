"""The one door to finishing: keeps what is slow to find out, previews and exports."""

from __future__ import annotations

import threading
from pathlib import Path

from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.cuts import Activity, BeatFit
from viml_core.finishing.export import Exported
from viml_core.finishing.mix import Mix
from viml_core.finishing.mixing import ClipSound, MixedSound
from viml_core.finishing.moment import Moments
from viml_core.library import Library
from viml_core.library.embedding import MusicEmbedder
from viml_core.types import ClipFeatures, ClipInfo, FloatArray, Track


class Finisher:
    """Finishes clips. May be shared by threads; keeps the last `kept` answers of each kind."""

    def __init__(self, kept: int = 64) -> None:
        raise NotImplementedError

    def hear(self, info: ClipInfo, *, cancel: threading.Event | None = None) -> ClipSound:
        """The clip's own sound and where somebody speaks in it."""
        raise NotImplementedError

    def activity(self, info: ClipInfo, *, cancel: threading.Event | None = None) -> Activity:
        """The clip's cuts and motion; a decode of the clip the first time."""
        raise NotImplementedError

    def note_activity(self, info: ClipInfo, activity: Activity) -> None:
        """Keeps what a `Watcher` saw, so that `activity` costs nothing."""
        raise NotImplementedError

    def grid(self, track: Track) -> BeatGrid:
        """The track's beats."""
        raise NotImplementedError

    def moments(
        self,
        library: Library,
        embedder: MusicEmbedder,
        query: FloatArray,
        track: Track,
        clip_s: float,
    ) -> Moments:
        """Where in the track the clip is suited best; query: (d,)."""
        raise NotImplementedError

    def beat_fit(self, info: ClipInfo, track: Track, start_s: float) -> BeatFit:
        """How the clip's cuts and motion fall on the track's beats from `start_s` on."""
        raise NotImplementedError

    def mixed(self, info: ClipInfo, track: Track, mix: Mix) -> MixedSound:
        """The sound of the finished clip."""
        raise NotImplementedError

    def preview(
        self,
        clip: ClipFeatures,
        track: Track,
        mix: Mix,
        out: Path,
        *,
        cancel: threading.Event | None = None,
    ) -> Path:
        """The clip's playable picture, unchanged, with the mix under it; as `render_preview`."""
        raise NotImplementedError

    def export(
        self,
        clip: ClipFeatures,
        track: Track,
        mix: Mix,
        folder: Path,
        *,
        cancel: threading.Event | None = None,
    ) -> Exported:
        """The finished clip and its papers in `folder`; see `Exported`."""
        raise NotImplementedError
