"""The finished clip and all that goes with it, in one folder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import soundfile

from viml_core.errors import StorageError
from viml_core.finishing.credits import credits
from viml_core.finishing.edit_list import edit_list, ffmpeg_line
from viml_core.finishing.mix import Mix
from viml_core.finishing.mixing import MixedSound
from viml_core.media.files import atomic_output
from viml_core.media.mux import Failure, write_with_sound
from viml_core.types import ClipFeatures, Track, Waveform

AUDIO_KBPS = 256
# What mp4 holds as it is. HEVC must carry the mark that Apple's players look for.
_MP4_PICTURES = ("h264", "hevc", "av1", "vp9", "mpeg4")
_COPY = ("-c:v", "copy")
_REENCODE = ("-c:v", "libx264", "-preset", "medium", "-crf", "17", "-pix_fmt", "yuv420p")
_DEINTERLACE = ("-vf", "bwdif=mode=send_frame")


@dataclass(frozen=True)
class Exported:
    """The files of one export.

    video: the finished clip; music: the music alone as WAV, as it is in the mix; mix: its JSON;
    edl: CMX 3600; command: a text file with the ffmpeg line that makes the clip again from the
    upload and the WAV; credits: what to write under the clip. picture_copied: the picture's packets
    are the upload's; notes: what had to be re-encoded or changed, in sentences, empty as a rule.
    """

    video: Path
    music: Path
    mix: Path
    edl: Path
    command: Path
    credits: Path
    picture_copied: bool
    notes: tuple[str, ...]
    loudness_lufs: float
    true_peak_dbtp: float

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return self.video, self.music, self.mix, self.edl, self.command, self.credits


@dataclass(frozen=True)
class PicturePlan:
    """How the picture gets into the export. note: what a person is to know, empty for a copy."""

    suffix: str
    coding: Sequence[str]
    note: str

    @property
    def copied(self) -> bool:
        """Whether the packets stay what they are."""
        return not self.note


def plan_picture(clip: ClipFeatures) -> PicturePlan:
    """A copy wherever the container allows it: mp4, or WebM for VP8."""
    info = clip.info
    if info.timed and info.video_codec in _MP4_PICTURES:
        mark = ("-tag:v", "hvc1") if info.video_codec == "hevc" else ()
        return PicturePlan(".mp4", (*_COPY, *mark), "")
    if info.timed and info.video_codec == "vp8":
        return PicturePlan(".webm", _COPY, "")
    why = f"mp4 cannot hold {info.video_codec}" if info.timed else "the file does not time them"
    note = f"The pictures were encoded anew as H.264 (CRF 17), for {why}."
    return PicturePlan(".mp4", (*_REENCODE, *(_DEINTERLACE if info.interlaced else ())), note)


def export_clip(
    clip: ClipFeatures,
    track: Track,
    mix: Mix,
    mixed: MixedSound,
    folder: Path,
    *,
    cancel: threading.Event | None = None,
) -> Exported:
    """Writes the upload's own picture with the mix under it, and the papers, into `folder`.

    Files are named after the clip; what is there under these names is replaced.
    Raises `MediaError`, `StorageError`, `Cancelled`.
    """
    plan = plan_picture(clip)
    stem = clip.info.path.stem
    video = folder / f"{stem}-finished{plan.suffix}"
    failure = Failure(
        f"'{clip.info.path.name}' could not be finished", "save the clip again as mp4 with H.264."
    )
    write_with_sound(
        replace(clip, proxy=None),
        mixed.sound,
        video,
        audio_kbps=AUDIO_KBPS,
        failure=failure,
        picture=plan.coding,
        cancel=cancel,
    )
    music = folder / f"{stem}-music.wav"
    _write_wav(music, mixed.music)
    line = ffmpeg_line(clip.info, music, f"{stem}-again{plan.suffix}", mixed, plan.coding)
    return Exported(
        video=video,
        music=music,
        mix=_write_text(folder / f"{stem}-mix.json", mix.to_json()),
        edl=_write_text(folder / f"{stem}.edl", edit_list(clip.info, track, mix, mixed)),
        command=_write_text(folder / f"{stem}-ffmpeg.txt", line),
        credits=_write_text(folder / f"{stem}-credits.txt", credits(track, mix)),
        picture_copied=plan.copied,
        notes=(plan.note,) if plan.note else (),
        loudness_lufs=mixed.loudness_lufs,
        true_peak_dbtp=mixed.true_peak_dbtp,
    )


def _write_wav(path: Path, music: Waveform) -> None:
    """Floating point, which editors read and in which peaks above full scale stay what they are."""
    with atomic_output(path) as partial:
        try:
            soundfile.write(partial, music.samples.T, music.sample_rate_hz, subtype="FLOAT")
        except (OSError, soundfile.LibsndfileError) as error:
            raise StorageError(
                f"'{path.name}' cannot be written ({error}); free some space and try again."
            ) from error


def _write_text(path: Path, text: str) -> Path:
    with atomic_output(path) as partial:
        try:
            partial.write_text(text, encoding="utf-8")
        except OSError as error:
            raise StorageError(
                f"'{path.name}' cannot be written ({error.strerror}); free some space."
            ) from error
    return path
