"""The one door to finishing: keeps what is slow to find out, previews and exports."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

from viml_core.config import Limits, SamplingConfig
from viml_core.finishing.beats import BeatGrid, find_beats
from viml_core.finishing.cuts import Activity, BeatFit, beat_fit, find_activity
from viml_core.finishing.export import Exported, export_clip
from viml_core.finishing.mix import Mix
from viml_core.finishing.mixing import ClipSound, MixedSound, hear_clip, mix_sound
from viml_core.finishing.moment import Moments, Windows, best_start, embed_windows
from viml_core.library import Library
from viml_core.library.embedding import MusicEmbedder
from viml_core.media.audio import decode_audio
from viml_core.media.preview import preview_target, write_preview
from viml_core.types import ClipFeatures, ClipInfo, FloatArray, Track

_T = TypeVar("_T")
_MIXES_KEPT = 1  # what was previewed last; a mix of ten minutes takes half a gigabyte


class Finisher:
    """Finishes clips. May be shared by threads.

    Remembers the last `kept` clips and tracks: a clip's own sound and cuts, a track's beats and
    embedded windows. What two threads ask for at once may be found out twice.
    """

    def __init__(self, kept: int = 64, clips_kept: int = 4, beside: Finisher | None = None) -> None:
        """beside: one that knows the beats of tracks, too; what is known of clips is not shared."""
        self._sounds: _Kept[ClipSound] = _Kept(clips_kept)
        self._activities: _Kept[Activity] = _Kept(kept)
        self._grids: _Kept[BeatGrid] = beside._grids if beside else _Kept(kept)
        self._windows: _Kept[Windows] = _Kept(kept)
        self._mixes: _Kept[MixedSound] = _Kept(_MIXES_KEPT)

    def hear(self, info: ClipInfo, *, cancel: threading.Event | None = None) -> ClipSound:
        """The clip's own sound and where somebody speaks in it. Raises as `hear_clip`."""
        return self._sounds.get(_clip_key(info), lambda: hear_clip(info, cancel=cancel))

    def activity(self, info: ClipInfo, *, cancel: threading.Event | None = None) -> Activity:
        """The clip's cuts and motion; a decode of the clip the first time."""
        return self._activities.get(_clip_key(info), lambda: find_activity(info, cancel=cancel))

    def note_activity(self, info: ClipInfo, activity: Activity) -> None:
        """Keeps what a `Watcher` saw, so that `activity` costs nothing."""
        self._activities.put(_clip_key(info), activity)

    def grid(self, track: Track) -> BeatGrid:
        """The track's beats. Raises `MediaError` where it cannot be decoded."""

        def listen() -> BeatGrid:
            return find_beats(decode_audio(track.path, max_duration_s=Limits.max_track_s))

        return self._grids.get(track.track_id, listen)

    def moments(
        self,
        library: Library,
        embedder: MusicEmbedder,
        query: FloatArray,
        track: Track,
        clip_s: float,
        *,
        snapped: bool = True,
    ) -> Moments:
        """Where in the track the clip is suited best; query: (d,).

        Without `snapped` no audio is decoded and the start stays at a segment's beginning.
        """

        def embed() -> Windows:
            return embed_windows(
                embedder,
                library.features([track])[0],
                segment_s=SamplingConfig.segment_s,
                track_s=track.duration_s,
                clip_s=clip_s,
            )

        key = (track.track_id, embedder.fingerprint, round(clip_s, 2))
        windows = self._windows.get(key, embed)
        return best_start(windows, query, self.grid(track) if snapped else None)

    def beat_fit(self, info: ClipInfo, track: Track, start_s: float) -> BeatFit:
        """How the clip's cuts and motion fall on the track's beats from `start_s` on."""
        activity, grid = self.activity(info), self.grid(track)
        return beat_fit(activity, grid, start_s=start_s, duration_s=info.duration_s)

    def mixed(self, info: ClipInfo, track: Track, mix: Mix) -> MixedSound:
        """The sound of the finished clip. Raises `MediaError`."""

        def make() -> MixedSound:
            return mix_sound(track, self.grid(track), self.hear(info), mix, info.duration_s)

        return self._mixes.get((_clip_key(info), track.track_id, mix), make)

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
        target = preview_target(clip, out)
        write_preview(clip, track, self.mixed(clip.info, track, mix).sound, target, cancel=cancel)
        return target

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
        mixed = self.mixed(clip.info, track, mix)
        return export_clip(clip, track, mix, mixed, folder, cancel=cancel)


class _Kept(Generic[_T]):
    """The last few answers by question."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, _T] = OrderedDict()

    def get(self, key: Hashable, find_out: Callable[[], _T]) -> _T:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = find_out()
        self.put(key, answer)
        return answer

    def put(self, key: Hashable, answer: _T) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)


def _clip_key(info: ClipInfo) -> Hashable:
    return info.path, info.size_bytes, info.duration_s
