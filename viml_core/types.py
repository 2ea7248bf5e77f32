"""The dataclasses that the parts of the core hand to each other.

One alphabet of shapes throughout: B batch, S segments, N tracks, D features, d embedding.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from viml_core.finishing.cuts import Activity

FloatArray = NDArray[np.float32]
FrameArray = NDArray[np.uint8]
SPEECH_ONLY = "speech only"  # no tag of any encoder
Mode = Literal["video+text", "video", "text"]


class Progress(Protocol):
    """Told what is going on: the step in words, and how far it is (0..1) where that is known."""

    def __call__(self, step: str, fraction: float | None = None) -> None: ...


def no_progress(step: str, fraction: float | None = None) -> None:
    """The `Progress` of a caller who does not want to know."""


@dataclass(frozen=True)
class ClipInfo:
    """What a probe knows of a clip before it is decoded. Sizes are upright, as viewers see it."""

    path: Path
    container: str
    size_bytes: int
    duration_s: float
    start_s: float  # time stamp of the first picture; rarely 0 in transport streams and cut files
    width: int
    height: int
    frame_rate_hz: float
    rotation_deg: int  # clockwise turn that makes the stored picture upright: 0, 90, 180 or 270
    video_codec: str
    pixel_format: str
    audio_codec: str | None
    lead_s: float = 0.0  # first picture on the clock of a reader that starts the file at 0
    interlaced: bool = False
    mirrored: bool = False  # the stored picture is to be flipped left to right before it is turned
    timed: bool = True  # False where the file knows only the order of its pictures (AVI, raw H.264)

    @property
    def has_audio(self) -> bool:
        return self.audio_codec is not None


@dataclass(frozen=True)
class Segment:
    """The pictures of one segment of a clip, sampled at the preset's rate.

    frames: (n, H, W, 3) uint8 RGB, upright; times_s: (n,) seconds since the first picture.
    """

    frames: FrameArray
    times_s: FloatArray


@dataclass(frozen=True)
class Waveform:
    """Decoded sound. samples: (channels, n) float32, full scale is +-1."""

    samples: FloatArray
    sample_rate_hz: int

    @property
    def duration_s(self) -> float:
        return float(self.samples.shape[1] / self.sample_rate_hz)


@dataclass(frozen=True)
class Glimpse:
    """One of the pictures that were analysed, for people.

    time_s: since the first picture; seen: what was recognised around it, most certain first; often
    nothing; picture: a small JPEG.
    """

    time_s: float
    seen: tuple[str, ...]
    picture: Path


@dataclass(frozen=True)
class ClipFeatures:
    """A clip as the models see it, kept for the session so that a second query costs no decoding.

    x_v: (S, D_v) float32; seen: what the encoder recognised, most certain first, for people;
    proxy: the browser-playable copy, present only where the clip itself does not play in a browser;
    activity: its cuts and motion, noted while it was looked at; glimpses: some of its pictures;
    has_music: whether its own sound has music in it, None where there is no sound.
    """

    info: ClipInfo
    x_v: FloatArray
    seen: tuple[str, ...]
    proxy: Path | None
    activity: Activity | None = None
    glimpses: tuple[Glimpse, ...] = ()
    has_music: bool | None = None

    @property
    def playable(self) -> Path:
        """The file whose picture stream the previews carry."""
        return self.proxy or self.info.path


@dataclass(frozen=True)
class MusicFeatures:
    """A track as the music encoder hears it.

    x_m: (S, D_m) float32; tags: names with confidences 0..1, most certain first; bpm: None where no
    beat was found; silent: nothing above the silence gate, so the track must never rank;
    speech_only: somebody speaks and there is no music.
    """

    x_m: FloatArray
    tags: tuple[tuple[str, float], ...]
    bpm: float | None
    silent: bool
    speech_only: bool = False


@dataclass(frozen=True)
class Track:
    """One track of a library. Loudness is the integrated BS.1770 loudness of the whole track.

    silent: nothing above the silence gate; such a track is listed and never suggested. Nor is one
    that is only speech, which is marked by its first tag (libraries of before have no such mark).
    """

    track_id: str
    path: Path
    title: str
    artist: str
    license: str
    duration_s: float
    loudness_lufs: float
    peak_dbfs: float
    bpm: float | None
    tags: tuple[str, ...]
    silent: bool = False

    @property
    def speech_only(self) -> bool:
        """Somebody speaks, and there is no music."""
        return SPEECH_ONLY in self.tags

    @property
    def rankable(self) -> bool:
        """Whether it may be suggested."""
        return not (self.silent or self.speech_only)


@dataclass(frozen=True)
class Query:
    """What a person asks with: a clip, words, or both. Empty words are the video-only mode."""

    video: Path | None
    text: str = ""

    @property
    def mode(self) -> Mode:
        if self.video is None:
            return "text"
        return "video+text" if self.text.strip() else "video"


@dataclass(frozen=True)
class Suggestion:
    """One track as an answer. Scores are None where the query lacks the modality they speak of.

    start_s: where the track begins under the clip; beat_lift: how far above chance the clip's cuts
    fall on its beats there, at most 1; None where that was not measured.
    """

    rank: int
    track: Track
    score: float
    raw_score: float
    video_score: float | None
    text_score: float | None
    start_s: float
    beat_lift: float | None = None
