"""The clip with a track under it, as one file that a browser plays."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np

from viml_core.config import PreviewConfig
from viml_core.errors import MediaError
from viml_core.media.ffmpeg import CLIP_DEMUXERS, FfmpegFailed, input_arguments, run_ffmpeg
from viml_core.media.files import atomic_output
from viml_core.media.mix import ceiling, limit, music_bed
from viml_core.media.playback import preview_suffix
from viml_core.types import ClipFeatures, ClipInfo, FloatArray, Track, Waveform

_OPUS_RATE_HZ = 48000
# On music at these rates AAC's fast coder is as close to the original as the default one, for half
# of its time.
_MP4 = ("-c:a", "aac", "-aac_coder", "fast", "-movflags", "+faststart", "-f", "mp4")
_WEBM = ("-c:a", "libopus", "-f", "webm")


def render_preview(
    clip: ClipFeatures,
    track: Track,
    out: Path,
    *,
    start_s: float = 0.0,
    config: PreviewConfig = PreviewConfig(),  # noqa: B008 - frozen
    cancel: threading.Event | None = None,
) -> Path:
    """Writes the clip's picture, unchanged, with the track from `start_s` on under it.

    Picture and music start at 0 and end together. The file is mp4 with AAC; VP8, which mp4 cannot
    hold, goes into WebM with Opus, and the returned path has that suffix instead of `out`'s.
    Raises `MediaError` for a track that cannot be decoded, `StorageError`, `Cancelled`.
    """
    info = clip.info
    codec = "h264" if clip.proxy is not None else info.video_codec
    target = out.with_suffix(preview_suffix(codec))
    webm = target.suffix == ".webm"
    bed = music_bed(
        track,
        start_s=start_s,
        duration_s=info.duration_s,
        sample_rate_hz=_OPUS_RATE_HZ if webm else None,
        config=config,
    )
    sound = _with_own_sound(bed, info, config, cancel)
    with atomic_output(target) as partial:
        arguments = [
            *("-v", "error", *_picture_input(clip)),
            *("-f", "f32le", "-ar", str(sound.sample_rate_hz), "-ac", "2", "-i", "pipe:0"),
            *("-map", "0:V:0", "-map", "1:a:0", "-c:v", "copy", *_picture_clock(clip)),
            *("-t", f"{info.lead_s + info.duration_s:.6f}", "-b:a", f"{config.audio_kbps}k"),
            *("-map_metadata", "-1", "-map_chapters", "-1", *(_WEBM if webm else _MP4)),
            *("-y", f"file:{partial.absolute()}"),
        ]
        try:
            run_ffmpeg(arguments, feed=memoryview(sound.samples.T.tobytes()), cancel=cancel)
        except FfmpegFailed as error:
            raise MediaError(
                f"No preview of '{info.path.name}' with '{track.title}' could be made ({error}); "
                "save the clip again as mp4 with H.264."
            ) from error
    return target


def _picture_input(clip: ClipFeatures) -> list[str]:
    """The picture as it is; a turn that only a tag states becomes one that players obey."""
    turn: list[str] = []
    if clip.proxy is None and clip.info.rotation_deg and not clip.info.mirrored:
        turn = ["-display_rotation:V:0", str(-clip.info.rotation_deg)]
    return [*turn, *input_arguments(clip.playable, CLIP_DEMUXERS)]


def _picture_clock(clip: ClipFeatures) -> list[str]:
    """Moves the first picture shown to 0.

    What an edit list hides before it gets negative times, and the new file hides it again.
    """
    if clip.proxy is not None:
        return []
    lead_s = f"{clip.info.lead_s:.6f}"
    return ["-bsf:v", f"setts=pts=PTS-({lead_s})/TB:dts=DTS-({lead_s})/TB"]


def _with_own_sound(
    bed: Waveform, info: ClipInfo, config: PreviewConfig, cancel: threading.Event | None
) -> Waveform:
    """The bed with the clip's own sound where that is wanted and there is any."""
    if config.original_gain_db is None or not info.has_audio:
        return bed
    own = _own_sound(info, bed.sample_rate_hz, bed.samples.shape[1], cancel)
    mixed = bed.samples + own * np.float32(10 ** (config.original_gain_db / 20))
    return Waveform(limit(mixed, ceiling(config), bed.sample_rate_hz), bed.sample_rate_hz)


def _own_sound(
    info: ClipInfo, rate_hz: int, count: int, cancel: threading.Event | None
) -> FloatArray:
    """The clip's own sound (2, count) from its first picture on, silence where it has none."""
    end_s = info.start_s + info.duration_s
    align = (
        f"atrim=start={info.start_s:.6f}:end={end_s:.6f},asetpts=PTS-({info.start_s:.6f})/TB,"
        f"aresample={rate_hz}:async=1:first_pts=0,aformat=sample_fmts=flt:channel_layouts=stereo"
    )
    arguments = ["-v", "error", "-copyts", *input_arguments(info.path, CLIP_DEMUXERS)]
    arguments += ["-map", "0:a:0", "-af", align, "-f", "f32le", "pipe:1"]
    try:
        stream = run_ffmpeg(arguments, cancel=cancel).stdout
    except FfmpegFailed as error:
        raise MediaError(
            f"The sound of '{info.path.name}' cannot be decoded ({error}); leave it out of the mix."
        ) from error
    heard = np.frombuffer(stream, dtype=np.float32).reshape(-1, 2).T[:, :count]
    return np.pad(np.nan_to_num(heard), ((0, 0), (0, count - heard.shape[1])))
