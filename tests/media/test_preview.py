"""A preview is the clip's own picture with the track under it, in step from first to last."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.media.synth import (
    H264,
    RATE_HZ,
    decoded_sound,
    features_of,
    ffmpeg,
    lag_and_correlation,
    music,
    numbered_clip,
    read_numbers,
    sampled,
    write_track,
)
from viml_core.config import PreviewConfig
from viml_core.errors import Cancelled, MediaError, StorageError
from viml_core.media.audio import decode_audio
from viml_core.media.loudness import measure_loudness
from viml_core.media.preview import render_preview
from viml_core.media.probe import probe
from viml_core.types import ClipFeatures, Track, Waveform

TWENTY_MS = 0.02
VP8 = ("-c:v", "libvpx", "-deadline", "realtime")
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-pix_fmt", "yuv420p")
AV1 = ("-c:v", "libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p")


def packet_hash(path: Path) -> str:
    """sha256 over the bytes of all picture packets."""
    raw = ffmpeg("-i", path, "-map", "0:V:0", "-c", "copy", "-f", "streamhash", "pipe:1")
    return raw.decode().split("SHA256=")[1].strip()


def picture_times(path: Path) -> tuple[list[str], np.ndarray]:
    """A hash of each picture that is shown, and when it is shown, as ffmpeg plays the file."""
    raw = ffmpeg(
        *("-noautorotate", "-i", path, "-map", "0:V:0", "-fps_mode", "passthrough"),
        *("-f", "framemd5", "pipe:1"),
    ).decode()
    numerator, denominator = re.findall(r"#tb 0: (\d+)/(\d+)", raw)[0]
    rows = [line.split(",") for line in raw.splitlines() if line[0] != "#"]
    ticks = np.array([int(row[2]) for row in rows])
    return [row[5].strip() for row in rows], ticks * int(numerator) / int(denominator)


def check_music(preview: Path, track: Track, duration_s: float, start_s: float = 0.0) -> None:
    """The music starts and ends with the picture and is the track's own, by the issue's figures."""
    heard = decoded_sound(preview)
    assert heard.shape[1] / RATE_HZ == pytest.approx(duration_s, abs=TWENTY_MS)
    source = decode_audio(track.path, max_duration_s=600).samples
    true = source[:, round(start_s * RATE_HZ) :][:, : heard.shape[1]]
    lag, correlation = lag_and_correlation(heard.mean(axis=0), true.mean(axis=0), most=RATE_HZ // 2)
    assert abs(lag) <= TWENTY_MS * RATE_HZ
    assert correlation >= 0.9


def made_mp4(folder: Path) -> Path:
    return numbered_clip(folder / "clip.mp4")


def made_long_sound(folder: Path) -> Path:
    path = folder / "sound.mp4"
    tone = ("-f", "lavfi", "-i", "sine=duration=9")
    ffmpeg("-i", made_mp4(folder), *tone, "-c:v", "copy", "-c:a", "aac", path)
    return path


def made_turned(folder: Path) -> Path:
    ffmpeg("-display_rotation:v:0", "-90", "-i", made_mp4(folder), "-c", "copy", folder / "t.mp4")
    return folder / "t.mp4"


def made_late(folder: Path) -> Path:
    tone = ("-f", "lavfi", "-i", "sine=duration=5")
    both = ("-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac")
    ffmpeg("-itsoffset", "0.7", "-i", made_mp4(folder), *tone, *both, folder / "late.mp4")
    return folder / "late.mp4"


def made_trimmed(folder: Path) -> Path:
    """Begins between key pictures: an edit list hides what is needed only for decoding."""
    path = numbered_clip(folder / "whole.mp4", 5.0, 25, *H264, "-g", "50")
    ffmpeg("-ss", "0.7", "-i", path, "-c", "copy", folder / "trimmed.mp4")
    return folder / "trimmed.mp4"


def made_vfr(folder: Path) -> Path:
    some = ("-vf", "select='not(eq(mod(n,7),3))*not(between(n,40,60))'", "-fps_mode", "vfr")
    return numbered_clip(folder / "vfr.mp4", 4.0, 30, *H264, *some)


def made_mkv(folder: Path) -> Path:
    ffmpeg("-i", made_mp4(folder), "-c", "copy", folder / "clip.mkv")
    return folder / "clip.mkv"


def made_vp8(folder: Path) -> Path:
    return numbered_clip(folder / "vp8.webm", 4.0, 25, *VP8)


def made_vp9(folder: Path) -> Path:
    return numbered_clip(folder / "vp9.webm", 4.0, 25, *VP9)


def made_av1(folder: Path) -> Path:
    return numbered_clip(folder / "av1.mp4", 4.0, 25, *AV1)


def made_one(folder: Path) -> Path:
    return numbered_clip(folder / "one.mp4", 0.04, 25)


COPIED = [
    *(made_mp4, made_long_sound, made_turned, made_late, made_trimmed, made_vfr, made_mkv),
    *(made_vp8, made_vp9, made_av1),
]


@pytest.mark.parametrize("made", [*COPIED, made_one])
def test_the_picture_is_the_clips_own_bit_for_bit(
    made: Callable[[Path], Path], tmp_path: Path, track: Track
) -> None:
    path = made(tmp_path)
    clip = features_of(path, tmp_path)
    assert clip.proxy is None
    preview = render_preview(clip, track, tmp_path / "preview.mp4")
    assert packet_hash(preview) == packet_hash(path)
    pictures, times_s = picture_times(path)
    shown, shown_s = picture_times(preview)
    assert shown == pictures
    assert shown_s[0] == 0
    np.testing.assert_allclose(shown_s, times_s - times_s[0], atol=0.002)


@pytest.mark.parametrize("made", COPIED)
def test_the_music_is_the_tracks_own_and_in_step(
    made: Callable[[Path], Path], tmp_path: Path, track: Track
) -> None:
    clip = features_of(made(tmp_path), tmp_path)
    preview = render_preview(clip, track, tmp_path / "preview.mp4", start_s=5.0)
    info = probe(preview)
    assert info.lead_s == 0
    assert info.duration_s == pytest.approx(clip.info.duration_s, abs=TWENTY_MS)
    check_music(preview, track, info.duration_s, start_s=5.0)


def test_streams_that_start_late_or_in_the_middle(tmp_path: Path, track: Track) -> None:
    """mp4 packs H.264 otherwise than transport streams, so pictures are compared once decoded."""
    offset, cut = tmp_path / "offset.ts", tmp_path / "cut.ts"
    open_gop = ("-g", "25", "-x264-params", "open-gop=1", "-output_ts_offset", "5")
    numbered_clip(offset, 4.0, 25, *H264, *open_gop)
    stream = offset.read_bytes()
    cut.write_bytes(stream[len(stream) // 3 // 188 * 188 :])
    for path in (offset, cut):
        clip = features_of(path, tmp_path)
        preview = render_preview(clip, track, tmp_path / "preview.mp4")
        pictures, times_s = picture_times(path)
        shown, shown_s = picture_times(preview)
        assert shown == pictures
        np.testing.assert_allclose(shown_s, times_s - times_s[0], atol=1e-4)
        check_music(preview, track, clip.info.duration_s)


@pytest.mark.parametrize(
    ("coding", "name"),
    [
        (("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le"), "hevc10.mp4"),
        (("-c:v", "mpeg4"), "mpeg4.avi"),
        (H264, "untimed.avi"),
    ],
)
def test_all_previews_of_a_clip_share_its_proxy(
    tmp_path: Path, track: Track, coding: tuple[str, ...], name: str
) -> None:
    clip = features_of(numbered_clip(tmp_path / name, 4.0, 25, *coding), tmp_path)
    assert clip.proxy is not None
    preview = render_preview(clip, track, tmp_path / "preview.mp4")
    assert packet_hash(preview) == packet_hash(clip.proxy)
    check_music(preview, track, 4.0)
    np.testing.assert_array_equal(
        read_numbers(sampled(preview)[0]), np.floor(np.arange(24) / 6 * 25 + 1e-3)
    )


def test_turned_clips_stay_upright_however_they_say_it(tmp_path: Path, track: Track) -> None:
    plain, tagged = made_mp4(tmp_path), tmp_path / "tagged.mkv"
    ffmpeg("-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90", tagged)
    mirrored = tmp_path / "mirrored.mp4"
    display = ("-display_rotation:v:0", "-90", "-display_hflip:v:0")
    ffmpeg(*display, "-i", plain, "-c", "copy", mirrored)
    for path in (made_turned(tmp_path), tagged, mirrored):
        clip = features_of(path, tmp_path)
        info = probe(render_preview(clip, track, tmp_path / "preview.mp4"))
        for name in ("width", "height", "rotation_deg", "mirrored"):
            assert getattr(info, name) == getattr(clip.info, name)


def test_vp8_goes_into_webm(tmp_path: Path, track: Track) -> None:
    clip = features_of(made_vp8(tmp_path), tmp_path)
    preview = render_preview(clip, track, tmp_path / "preview.mp4")
    assert preview == tmp_path / "preview.webm" and preview.exists()
    assert probe(preview).audio_codec == "opus"


def test_the_file_starts_to_play_before_it_is_whole(
    clip: Path, tmp_path: Path, track: Track
) -> None:
    preview = render_preview(features_of(clip, tmp_path), track, tmp_path / "preview.mp4")
    raw = preview.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")
    assert probe(preview).audio_codec == "aac"


def test_quiet_loud_and_spiky_tracks_are_equally_loud(clip: Path, tmp_path: Path) -> None:
    features = features_of(clip, tmp_path)
    spiky = 0.05 * music(6.0)
    spiky[:, :: RATE_HZ // 2] = 0.9
    config = PreviewConfig()
    for samples in (music(6.0, level=0.01), music(6.0, level=0.3), music(6.0, level=0.99), spiky):
        track = write_track(tmp_path / "song.wav", samples)
        preview = render_preview(features, track, tmp_path / "preview.mp4", config=config)
        heard = measure_loudness(Waveform(decoded_sound(preview), RATE_HZ))
        assert heard.integrated_lufs == pytest.approx(config.loudness_lufs, abs=0.5)
        assert heard.peak_dbfs <= config.max_peak_dbfs


def test_a_short_track_fills_a_long_clip(tmp_path: Path) -> None:
    clip = features_of(numbered_clip(tmp_path / "long.mp4", 12.0, 10), tmp_path)
    track = write_track(tmp_path / "short.mp3", music(3.0))
    heard = decoded_sound(render_preview(clip, track, tmp_path / "preview.mp4"))
    assert heard.shape[1] / RATE_HZ == pytest.approx(12.0, abs=TWENTY_MS)
    per_half_second = np.square(heard.mean(axis=0)[: 10 * RATE_HZ].reshape(20, -1)).mean(axis=1)
    assert per_half_second.min() > 0.1 * per_half_second.mean()  # no hole at any join


def test_the_clips_own_sound_stays_in_step_with_its_picture(tmp_path: Path) -> None:
    """A beep 1.5 s after the first picture stays there, though the picture starts 0.6 s late."""
    picture, path = made_mp4(tmp_path), tmp_path / "own.mp4"
    beep = "aevalsrc='0.2*sin(2000*PI*t)*between(t,2.1,2.3)':duration=5"
    both = ("-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac")
    ffmpeg("-itsoffset", "0.6", "-i", picture, "-f", "lavfi", "-i", beep, *both, path)
    ffmpeg("-i", path, "-c", "copy", "-output_ts_offset", "3", tmp_path / "own.ts")
    silence = write_track(tmp_path / "silence.wav", np.zeros((2, 6 * RATE_HZ), np.float32))
    config = PreviewConfig(original_gain_db=-6.0)
    for source in (path, tmp_path / "own.ts"):
        clip = features_of(source, tmp_path)
        heard = decoded_sound(
            render_preview(clip, silence, tmp_path / "preview.mp4", config=config)
        )
        loud = np.flatnonzero(np.abs(heard[0]) > 0.03) / RATE_HZ
        assert loud[0] == pytest.approx(1.5, abs=TWENTY_MS)
        assert loud[-1] == pytest.approx(1.7, abs=TWENTY_MS)


def test_music_and_own_sound_together_keep_below_the_peak(tmp_path: Path, track: Track) -> None:
    path = tmp_path / "loud.mp4"
    roar = ("-f", "lavfi", "-i", "anoisesrc=color=pink:duration=4")
    ffmpeg("-i", made_mp4(tmp_path), *roar, "-c:v", "copy", "-c:a", "aac", path)
    config = PreviewConfig(original_gain_db=0.0)
    clip = features_of(path, tmp_path)
    heard = decoded_sound(render_preview(clip, track, tmp_path / "preview.mp4", config=config))
    assert measure_loudness(Waveform(heard, RATE_HZ)).peak_dbfs <= config.max_peak_dbfs
    config = replace(config, original_gain_db=None)
    check_music(render_preview(clip, track, tmp_path / "music.mp4", config=config), track, 4.0)


def test_a_track_that_is_gone_and_a_folder_that_cannot_be_written(
    clip: Path, tmp_path: Path, track: Track
) -> None:
    features = features_of(clip, tmp_path)
    gone = replace(track, path=tmp_path / "gone.wav")
    with pytest.raises(MediaError, match="There is no file"):
        render_preview(features, gone, tmp_path / "preview.mp4")
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        render_preview(features, track, tmp_path / "file" / "preview.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_nothing_behind(
    clip: Path, tmp_path: Path, track: Track, small_disk: Path
) -> None:
    with pytest.raises(StorageError, match="free some space"):
        render_preview(features_of(clip, tmp_path), track, small_disk / "preview.mp4")
    assert list(small_disk.iterdir()) == []


def test_stopping_leaves_nothing_behind(clip: Path, tmp_path: Path, track: Track) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        render_preview(features_of(clip, tmp_path), track, tmp_path / "p.mp4", cancel=cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_clip_that_vanished_is_named(clip: Path, tmp_path: Path, track: Track) -> None:
    info = replace(probe(clip), path=tmp_path / "vanished.mp4")
    features = ClipFeatures(info, np.zeros((1, 1), np.float32), (), None)
    with pytest.raises(MediaError, match=r"No preview of 'vanished\.mp4'"):
        render_preview(features, track, tmp_path / "preview.mp4")
