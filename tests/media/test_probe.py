"""A probe says what a clip is, and why a file is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.media.synth import H264, ffmpeg, numbered_clip
from viml_core.config import Limits
from viml_core.errors import LimitError, MediaError
from viml_core.media.playback import plays_in_browser, preview_suffix
from viml_core.media.probe import probe

TEST_PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=2")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=3")


def test_a_plain_clip(clip: Path) -> None:
    info = probe(clip)
    assert (info.width, info.height, info.rotation_deg) == (160, 120, 0)
    assert info.duration_s == pytest.approx(4.0)
    assert info.frame_rate_hz == pytest.approx(25.0)
    assert info.start_s == info.lead_s == 0.0
    assert (info.video_codec, info.pixel_format, info.audio_codec) == ("h264", "yuv420p", None)
    assert info.size_bytes == clip.stat().st_size
    assert info.timed and not info.interlaced and not info.mirrored and not info.has_audio


def test_the_duration_is_the_pictures_own_not_the_sounds(tmp_path: Path) -> None:
    path = tmp_path / "long sound.mp4"
    ffmpeg(*TEST_PICTURE, *TONE, *H264, "-c:a", "aac", path)
    info = probe(path)
    assert info.duration_s == pytest.approx(2.0)
    assert info.audio_codec == "aac"


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_turned_clip_is_described_as_a_viewer_sees_it(
    clip: Path, tmp_path: Path, clockwise: int
) -> None:
    path = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation:v:0", str(-clockwise), "-i", clip, "-c", "copy", path)
    info = probe(path)
    assert info.rotation_deg == clockwise
    upright = (160, 120) if clockwise == 180 else (120, 160)
    assert (info.width, info.height) == upright


def test_the_older_rotate_tag_counts_where_there_is_no_matrix(clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "tag.mkv"
    ffmpeg("-i", clip, "-c", "copy", "-metadata:s:v:0", "rotate=90", path)
    assert probe(path).rotation_deg == 90


@pytest.mark.parametrize("turn", [0, 90])
def test_a_mirroring_matrix_is_not_taken_for_a_turn(clip: Path, tmp_path: Path, turn: int) -> None:
    path = tmp_path / "mirrored.mp4"
    display = ("-display_rotation:v:0", str(-turn), "-display_hflip:v:0")
    ffmpeg(*display, "-i", clip, "-c", "copy", path)
    info = probe(path)
    assert info.mirrored
    assert info.rotation_deg % 180 == turn % 180


def test_pictures_are_as_wide_as_they_are_shown(tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "wide.mp4", 1.0, 25, *H264, "-vf", "setsar=4/3")
    assert (probe(path).width, probe(path).height) == (213, 120)


def test_start_offsets(clip: Path, tmp_path: Path) -> None:
    late, stream = tmp_path / "late.mp4", tmp_path / "offset.ts"
    late_input = ("-itsoffset", "0.6", "-i", clip, *TONE)
    ffmpeg(*late_input, "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac", late)
    ffmpeg("-i", clip, "-c", "copy", "-output_ts_offset", "5", "-muxdelay", "0", stream)
    assert probe(late).lead_s == pytest.approx(0.6, abs=1e-3)
    assert probe(late).start_s == pytest.approx(0.6, abs=1e-3)
    assert probe(late).duration_s == pytest.approx(4.0, abs=1e-3)
    assert probe(stream).start_s == pytest.approx(5.0, abs=1e-3)
    assert probe(stream).lead_s == pytest.approx(0.0, abs=1e-3)


def test_containers_that_state_no_duration(clip: Path, tmp_path: Path) -> None:
    recorded, raw = tmp_path / "recorded.webm", tmp_path / "raw.h264"
    ffmpeg(
        "-i", clip, "-c:v", "libvpx", "-deadline", "realtime", "-live", "1", "-f", "webm", recorded
    )
    ffmpeg("-i", clip, "-c", "copy", raw)
    assert probe(recorded).duration_s == pytest.approx(4.0, abs=0.002)
    assert probe(raw).duration_s == pytest.approx(4.0, abs=0.01)


def test_cover_pictures_subtitles_and_data_are_not_the_clip(clip: Path, tmp_path: Path) -> None:
    cover, words = tmp_path / "cover.png", tmp_path / "words.srt"
    ffmpeg("-f", "lavfi", "-i", "color=red:size=600x600", "-frames:v", "1", cover)
    words.write_text("1\n00:00:00,000 --> 00:00:02,000\nHello: Video: mjpeg, 9x9\n")
    path = tmp_path / "all.mp4"
    ffmpeg(
        *(
            "-i",
            cover,
            "-i",
            words,
            "-i",
            clip,
            "-map",
            "0",
            "-map",
            "1",
            "-map",
            "2",
            "-c",
            "copy",
        ),
        *("-c:s", "mov_text", "-disposition:v:0", "attached_pic", path),
    )
    info = probe(path)
    assert (info.width, info.height, info.video_codec) == (160, 120, "h264")


@pytest.mark.parametrize(
    ("coding", "suffix", "plays"),
    [
        (H264, ".mp4", True),
        (H264, ".ts", True),
        (H264, ".mkv", True),
        (H264, ".avi", False),  # AVI does not say when pictures are shown
        ((*H264[:-1], "yuvj420p"), ".mp4", True),
        ((*H264[:-1], "yuv444p"), ".mp4", False),
        ((*H264[:-1], "yuv422p"), ".mp4", False),
        ((*H264[:-1], "yuv420p10le"), ".mp4", False),
        (("-c:v", "libvpx", "-deadline", "realtime"), ".webm", True),
        (("-c:v", "libvpx-vp9", "-deadline", "realtime", "-pix_fmt", "yuv420p"), ".webm", True),
        (("-c:v", "libvpx-vp9", "-deadline", "realtime", "-pix_fmt", "yuv444p"), ".webm", False),
        (("-c:v", "libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p"), ".mp4", True),
        (("-c:v", "libx265", "-preset", "ultrafast"), ".mp4", False),
        (("-c:v", "mpeg4"), ".avi", False),
        (("-c:v", "mpeg2video"), ".ts", False),
        (("-c:v", "prores"), ".mov", False),
    ],
)
def test_what_browsers_play(
    tmp_path: Path, coding: tuple[str, ...], suffix: str, plays: bool
) -> None:
    info = probe(numbered_clip(tmp_path / f"clip{suffix}", 0.4, 25, *coding))
    assert plays_in_browser(info) is plays


def test_interlacing_is_seen(tmp_path: Path) -> None:
    interlaced = ("-flags", "+ilme+ildct", "-vf", "tinterlace=interleave_top")
    for name, coding in (("a.mp4", H264), ("b.ts", ("-c:v", "mpeg2video"))):
        info = probe(numbered_clip(tmp_path / name, 1.0, 50, *coding, *interlaced))
        assert info.interlaced
        assert not plays_in_browser(replace(info, video_codec="h264"))


def test_only_vp8_needs_webm() -> None:
    assert preview_suffix("vp8") == ".webm"
    assert {preview_suffix(codec) for codec in ("h264", "vp9", "av1")} == {".mp4"}


def test_one_picture_is_a_clip(tmp_path: Path) -> None:
    info = probe(numbered_clip(tmp_path / "one.mp4", 0.04, 25))
    assert info.duration_s == pytest.approx(0.04)


def test_a_clip_that_stops_short_is_served_as_far_as_it_goes(clip: Path, tmp_path: Path) -> None:
    streamable, cut = tmp_path / "streamable.mp4", tmp_path / "cut.mp4"
    ffmpeg("-i", clip, "-c", "copy", "-movflags", "+faststart", streamable)
    whole = streamable.read_bytes()
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    assert 1.0 < probe(cut).duration_s < 4.0
    cut.write_bytes(whole[: whole.index(b"mdat") + 40])
    with pytest.raises(MediaError, match="decoded"):
        probe(cut)


def test_files_that_are_no_clip_each_have_their_sentence(clip: Path, tmp_path: Path) -> None:
    def made(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    sound, picture = tmp_path / "sound.mp4", tmp_path / "picture.png"
    ffmpeg(*TONE, "-c:a", "aac", sound)
    ffmpeg(*TEST_PICTURE, "-frames:v", "1", picture)
    song = tmp_path / "song.mp3"
    ffmpeg(*TONE, "-i", picture, "-map", "0:a", "-map", "1:v", "-c:v", "copy", song)
    cases = {
        "cut short": made("cut.mp4", clip.read_bytes()[:3000]),
        "not a video that can be read": made("notes.mp4", b"I am only text.\n" * 50),
        "is empty": made("empty.mp4", b""),
        "holds no moving picture": sound,
        "There is no file": tmp_path / "missing.mp4",
        "is a folder": tmp_path,
    }
    for words, path in cases.items():
        with pytest.raises(MediaError, match=words) as caught:
            probe(path)
        assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
    for path in (picture, song, made("noise.mp4", bytes(range(256)) * 64)):
        with pytest.raises(MediaError):
            probe(path)


def test_limits_are_stated(clip: Path) -> None:
    with pytest.raises(LimitError, match=r"lasts 4 s and at most 3 s"):
        probe(clip, Limits(max_clip_s=3.0))
    with pytest.raises(LimitError, match="at most 0 MB"):
        probe(clip, Limits(max_clip_bytes=1000))
    with pytest.raises(LimitError, match="160 x 120 and at most 100 pixels"):
        probe(clip, Limits(max_side_px=100))
