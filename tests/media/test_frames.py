"""Sampled pictures are the right ones, upright, in segments, whatever the clip is made of."""

from __future__ import annotations

import resource
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.media.synth import (
    H264,
    SAMPLING,
    ffmpeg,
    numbered_clip,
    numbered_pictures,
    read_numbers,
    sampled,
    write_pictures,
)
from viml_core.config import SamplingConfig
from viml_core.errors import Cancelled, MediaError
from viml_core.media.ffmpeg import ffmpeg_path
from viml_core.media.frames import sample_clip
from viml_core.media.playback import plays_in_browser
from viml_core.media.probe import probe
from viml_core.media.sampling import Window, centred_window, reference_gap_s
from viml_core.types import ClipInfo

NO_B = (*H264, "-bf", "0")
HALF_PERIOD_S = 1 / SAMPLING.frame_rate_hz / 2
CORNERS = {"tl": (200, 30, 30), "tr": (30, 200, 30), "bl": (30, 30, 200), "br": (200, 200, 30)}


def corner_clip(path: Path, width: int = 128, height: int = 128) -> Path:
    """A still clip with one colour in each quarter: red, green / blue, yellow."""
    picture = np.empty((height, width, 3), dtype=np.uint8)
    rows, columns = slice(0, height // 2), slice(0, width // 2)
    picture[:] = CORNERS["br"]
    picture[rows], picture[:, columns] = CORNERS["tr"], CORNERS["bl"]
    picture[rows, columns] = CORNERS["tl"]
    return write_pictures(path, np.repeat(picture[None], 10, axis=0), 25, *H264)


def corners(picture: np.ndarray) -> dict[str, str]:
    """Which of the four colours lies in which corner of a picture."""
    side = picture.shape[0]
    spots = {"tl": (1, 1), "tr": (1, 3), "bl": (3, 1), "br": (3, 3)}
    return {
        corner: min(
            CORNERS,
            key=lambda name: np.abs(
                picture[row * side // 4, column * side // 4].astype(int) - CORNERS[name]
            ).sum(),
        )
        for corner, (row, column) in spots.items()
    }


def reads_references_only(info: ClipInfo) -> bool:
    return reference_gap_s(info, SAMPLING, None) is not None


@pytest.mark.parametrize("rate_hz", [5, 12, 24, 25, 29.97, 30, 60])
def test_each_picture_is_the_one_shown_at_its_time(tmp_path: Path, rate_hz: float) -> None:
    frames, times_s = sampled(numbered_clip(tmp_path / "clip.mp4", 4.0, rate_hz, *NO_B))
    np.testing.assert_array_equal(read_numbers(frames), np.floor(times_s * rate_hz + 1e-3))
    np.testing.assert_allclose(np.diff(times_s), 1 / 6, atol=1e-6)
    assert frames.shape[1:] == (224, 224, 3)


@pytest.mark.parametrize("rate_hz", [24, 25, 30, 60])
def test_reference_pictures_alone_are_within_half_a_period(tmp_path: Path, rate_hz: int) -> None:
    path = numbered_clip(tmp_path / "clip.mp4", 4.0, rate_hz, *H264)
    assert reads_references_only(probe(path))
    frames, times_s = sampled(path)
    off_s = read_numbers(frames) / rate_hz - times_s
    assert np.abs(off_s).max() <= HALF_PERIOD_S
    assert len(frames) == 24


@pytest.mark.parametrize(
    ("rate_hz", "coding"),
    [(30, ("-bf", "8", "-b_strategy", "0", "-b-pyramid", "none")), (12, ()), (30, ("-bf", "0"))],
)
def test_sparse_references_or_none_to_skip_mean_a_full_decode(
    tmp_path: Path, rate_hz: int, coding: tuple[str, ...]
) -> None:
    path = numbered_clip(tmp_path / "clip.mp4", 3.0, rate_hz, *H264, *coding)
    assert not reads_references_only(probe(path))
    frames, times_s = sampled(path)
    np.testing.assert_array_equal(read_numbers(frames), np.floor(times_s * rate_hz + 1e-3))


def test_a_variable_frame_rate(tmp_path: Path) -> None:
    """Pictures 20 to 79 are dropped, so picture 19 stays for 2 s; the rest is shown 40 ms late."""
    late = "settb=1/1000,select='not(between(n,20,79))',setpts='PTS+if(gte(N,20),40,0)'"
    coding = (*NO_B, "-vf", late, "-fps_mode", "vfr", "-enc_time_base", "1/1000")
    for name in ("vfr.mp4", "vfr.mkv"):
        frames, times_s = sampled(numbered_clip(tmp_path / name, 4.0, 30, *coding))
        numbers = np.concatenate([np.arange(20), np.arange(80, 120)])
        shown_s = np.round(numbers / 30 + np.where(numbers > 20, 0.04, 0), 3)
        last = np.searchsorted(shown_s, times_s + 1e-6, side="right") - 1
        np.testing.assert_array_equal(read_numbers(frames), numbers[last])


@pytest.mark.parametrize("coding", [NO_B, H264])
def test_times_count_from_the_first_picture(tmp_path: Path, coding: tuple[str, ...]) -> None:
    plain = numbered_clip(tmp_path / "plain.mp4", 3.0, 30, *coding, "-g", "15")
    late, stream, trimmed = (tmp_path / name for name in ("late.mp4", "offset.ts", "trimmed.mp4"))
    tone = ("-f", "lavfi", "-i", "sine=duration=4")
    both = ("-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac")
    ffmpeg("-itsoffset", "0.7", "-i", plain, *tone, *both, late)
    ffmpeg("-i", plain, "-c", "copy", "-output_ts_offset", "11", stream)
    ffmpeg("-ss", "0.7", "-i", plain, "-c", "copy", trimmed)  # an edit list hides the first ones
    expected, _ = sampled(plain)
    for shifted in (late, stream):
        frames, times_s = sampled(shifted)
        assert times_s[0] == 0
        off = read_numbers(frames) - read_numbers(expected)
        assert np.abs(off).max() <= (0 if coding is NO_B else 2)
    frames, times_s = sampled(trimmed)
    off_s = read_numbers(frames) / 30 - 0.7 - times_s
    assert off_s.min() >= -1 / 30 and off_s.max() <= HALF_PERIOD_S


def test_streams_joined_end_to_end_play_through(tmp_path: Path) -> None:
    part, joined = tmp_path / "part.ts", tmp_path / "joined.ts"
    numbered_clip(part, 2.0, 30, *NO_B)
    joined.write_bytes(part.read_bytes() * 2)
    frames, _ = sampled(joined)
    np.testing.assert_array_equal(read_numbers(frames), np.tile(np.arange(0, 60, 5), 2))


@pytest.mark.parametrize("proxied", [False, True])
def test_a_clip_may_change_its_size_on_the_way(tmp_path: Path, proxied: bool) -> None:
    vp8 = ("-c:v", "libvpx", "-deadline", "realtime", "-b:v", "2M")
    write_pictures(tmp_path / "a.webm", numbered_pictures(60), 30, *vp8)
    write_pictures(tmp_path / "b.webm", numbered_pictures(60, 320, 240), 30, *vp8)
    (tmp_path / "list.txt").write_text("file a.webm\nfile b.webm\n")
    joined, proxy = tmp_path / "joined.webm", tmp_path / "proxy.mp4"
    ffmpeg("-f", "concat", "-i", tmp_path / "list.txt", "-c", "copy", joined)
    frames, _ = sampled(joined, proxy=proxy if proxied else None)
    expected = np.tile(np.arange(0, 60, 5), 2)
    assert np.abs(read_numbers(frames) - expected).max() <= 1  # WebM's clock ticks in ms
    if proxied:
        assert np.abs(read_numbers(sampled(proxy)[0]) - expected).max() <= 1


def test_windows() -> None:
    sampling = SamplingConfig(max_segments=3)
    assert centred_window(12.0, sampling) == Window(0.0, 72)
    assert centred_window(30.0, sampling) == Window(0.0, 180)
    assert centred_window(50.0, sampling) == Window(10.0, 180)
    assert centred_window(0.04, sampling) == Window(0.0, 1)


@pytest.mark.parametrize("suffix", [".mp4", ".ts", ".mkv", ".avi", ".h264", ".webm"])
def test_a_long_clip_is_sampled_in_its_middle(tmp_path: Path, suffix: str) -> None:
    vp8 = ("-c:v", "libvpx", "-deadline", "realtime", "-g", "30")
    path = tmp_path / f"long{suffix}"
    numbered_clip(path, 30.0, 30, *(vp8 if suffix == ".webm" else (*NO_B, "-g", "30")))
    sampling = SamplingConfig(max_segments=1)
    segments = list(sample_clip(probe(path), sampling))
    assert [len(segment.frames) for segment in segments] == [60]
    assert segments[0].times_s[0] == pytest.approx(10.0, abs=0.01)
    off_s = read_numbers(segments[0].frames) / 30 - segments[0].times_s
    assert np.abs(off_s).max() <= 1 / 30 + 0.002


def test_segments_are_ten_seconds_and_the_rest(tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "clip.mp4", 22.0, 6, *NO_B)
    heard: list[float | None] = []

    def progress(step: str, fraction: float | None = None) -> None:
        heard.append(fraction)

    segments = list(sample_clip(probe(path), SAMPLING, progress=progress))
    assert [len(segment.frames) for segment in segments] == [60, 60, 12]
    assert segments[1].times_s[0] == pytest.approx(10.0)
    np.testing.assert_array_equal(
        read_numbers(np.concatenate([s.frames for s in segments])), range(132)
    )
    assert heard[0] == 0.0 and heard[-1] == 1.0


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("clockwise", [0, 90, 180, 270])
@pytest.mark.parametrize("proxied", [False, True])
def test_pictures_stand_upright(
    tmp_path: Path, clockwise: int, mirrored: bool, proxied: bool
) -> None:
    """ffmpeg's own upright decode is the reference."""
    plain, turned = corner_clip(tmp_path / "plain.mp4", 128, 96), tmp_path / "turned.mp4"
    flip = ("-display_hflip:v:0",) if mirrored else ()
    ffmpeg("-display_rotation:v:0", str(-clockwise), *flip, "-i", plain, "-c", "copy", turned)
    raw = ffmpeg(
        *("-i", turned, "-frames:v", "1", "-vf", "scale=64:64", "-pix_fmt", "rgb24"),
        *("-f", "rawvideo", "pipe:1"),
    )
    expected = corners(np.frombuffer(raw, dtype=np.uint8).reshape(64, 64, 3))
    proxy = tmp_path / "proxy.mp4"
    frames, _ = sampled(turned, proxy=proxy if proxied else None)
    assert corners(frames[0]) == corners(frames[-1]) == expected
    if proxied:
        assert corners(sampled(proxy)[0][0]) == expected
        info = probe(proxy)
        assert (info.rotation_deg, info.mirrored) == (0, False)
        assert (info.width, info.height) == (probe(turned).width, probe(turned).height)


def test_nothing_is_distorted(tmp_path: Path) -> None:
    """A disc stays a disc in wide, tall and non-square-pixel clips."""
    for size, aspect in (((192, 96), "1"), ((96, 192), "1"), ((96, 96), "2"), ((144, 96), "2/3")):
        width, height = size
        y, x = np.mgrid[:height, :width]
        ratio = eval_fraction(aspect)
        disc = ((x - width / 2 + 0.5) * ratio) ** 2 + (y - height / 2 + 0.5) ** 2 < 30**2
        picture = np.repeat((disc * 255).astype(np.uint8)[..., None], 3, axis=2)
        coding = (*H264, "-vf", f"setsar={aspect}")
        path = write_pictures(tmp_path / "disc.mp4", np.stack([picture] * 3), 25, *coding)
        seen = sampled(path)[0][0].mean(axis=2) > 128
        across, down = seen.any(axis=0).sum(), seen.any(axis=1).sum()
        assert abs(int(across) - int(down)) <= 4


def eval_fraction(text: str) -> float:
    numerator, _, denominator = text.partition("/")
    return float(numerator) / float(denominator or 1)


@pytest.mark.parametrize(
    ("coding", "name"),
    [
        (("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le"), "hevc10.mp4"),
        (("-c:v", "libvpx-vp9", "-deadline", "realtime", "-b:v", "1M"), "vp9.webm"),
        (("-c:v", "libsvtav1", "-preset", "12"), "av1.mp4"),
        (("-c:v", "mpeg4", "-q:v", "3"), "mpeg4.avi"),
        (("-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "3"), "mpeg2.ts"),
        (
            ("-c:v", "libx264", "-bf", "0", "-pix_fmt", "yuv444p", "-vf", "pad=161:121"),
            "odd444.mp4",
        ),
        (("-c:v", "prores", "-pix_fmt", "yuv422p10le"), "prores.mov"),
        (("-c:v", "mjpeg", "-q:v", "3"), "mjpeg.mov"),
        (("-c:v", "gif"), "moving.gif"),
    ],
)
def test_codecs_and_their_proxies(tmp_path: Path, coding: tuple[str, ...], name: str) -> None:
    path = numbered_clip(tmp_path / name, 2.0, 25, *coding)
    expected = np.floor(np.arange(12) / 6 * 25 + 1e-3)
    np.testing.assert_array_equal(read_numbers(sampled(path)[0]), expected)
    proxy = tmp_path / "proxy.mp4"
    np.testing.assert_array_equal(read_numbers(sampled(path, proxy=proxy)[0]), expected)
    np.testing.assert_array_equal(read_numbers(sampled(proxy)[0]), expected)
    info = probe(proxy)
    assert plays_in_browser(info) and not info.has_audio
    assert info.width % 2 == info.height % 2 == 0
    assert info.duration_s == pytest.approx(2.0, abs=0.05)
    head = proxy.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


def test_a_proxy_holds_the_whole_of_a_long_clip_at_480_lines(tmp_path: Path) -> None:
    pictures = numbered_pictures(90, 1280, 720)
    path = write_pictures(tmp_path / "hd.avi", pictures, 6, "-c:v", "mpeg4", "-q:v", "4")
    proxy = tmp_path / "proxy.mp4"
    segments = list(sample_clip(probe(path), SamplingConfig(max_segments=1), proxy=proxy))
    np.testing.assert_array_equal(read_numbers(segments[0].frames), range(15, 75))
    info = probe(proxy)
    assert (info.width, info.height) == (854, 480)
    np.testing.assert_array_equal(read_numbers(sampled(proxy)[0]), range(90))


def test_slow_motion_is_proxied_at_a_rate_that_browsers_keep_up_with(tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "slow.avi", 1.0, 240, "-c:v", "mpeg4", "-q:v", "3")
    proxy = tmp_path / "proxy.mp4"
    expected = np.arange(6) * 40
    np.testing.assert_array_equal(read_numbers(sampled(path, proxy=proxy)[0]), expected)
    assert probe(proxy).frame_rate_hz == pytest.approx(60)
    assert probe(proxy).duration_s == pytest.approx(1.0, abs=0.02)
    assert np.abs(read_numbers(sampled(proxy)[0]) - expected).max() <= 2


def test_the_thinnest_strip_is_a_clip(tmp_path: Path) -> None:
    for size in ("2x2000", "2000x2"):
        path = tmp_path / "strip.mp4"
        source = f"testsrc2=size={size}:rate=25:duration=0.4"
        ffmpeg("-f", "lavfi", "-i", source, *H264, path)
        assert sampled(path, proxy=tmp_path / "proxy.mp4")[0].shape == (3, 224, 224, 3)


def test_one_picture_and_all_black_clips(tmp_path: Path) -> None:
    frames, times_s = sampled(numbered_clip(tmp_path / "one.mp4", 0.04, 25))
    assert len(frames) == 1 and times_s[0] == 0
    black = tmp_path / "black.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=black:size=50x38:rate=25:duration=1", *H264, black)
    frames, _ = sampled(black)
    assert len(frames) == 6 and frames.max() <= 2


def test_colours_keep_their_meaning_in_every_range_and_depth(tmp_path: Path) -> None:
    plain = corner_clip(tmp_path / "plain.mp4")
    for number, form in enumerate(("yuvj420p", "yuv420p10le", "yuv444p", "yuv422p10le")):
        path = tmp_path / f"{number}.mp4"
        ffmpeg("-i", plain, "-c:v", "libx264", "-pix_fmt", form, path)
        assert corners(sampled(path)[0][0]) == {corner: corner for corner in CORNERS}


def test_stopping_ends_the_decode_and_leaves_no_proxy(tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "long.mp4", 60.0, 30)
    info, proxy = probe(path), tmp_path / "proxy.mp4"
    cancel = threading.Event()
    segments = sample_clip(info, SAMPLING, proxy=proxy, cancel=cancel)
    next(segments)
    cancel.set()
    with pytest.raises(Cancelled):
        list(segments)
    abandoned = sample_clip(info, SAMPLING, proxy=proxy)
    next(abandoned)
    abandoned.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == [path]


def test_a_clip_that_cannot_be_decoded_after_all(clip: Path) -> None:
    info = probe(clip)
    clip_gone = ClipInfo(**{**vars(info), "path": clip.with_name("gone.mp4")})
    with pytest.raises(MediaError, match="cannot be decoded"):
        list(sample_clip(clip_gone, SAMPLING))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("coding", "bound"),
    [
        ((*H264, "-preset", "medium"), 0.7),
        ((*NO_B, "-preset", "medium"), 1.0),
        (("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"), 1.0),
    ],
)
def test_decoding_costs_less_than_the_plain_pipe(
    tmp_path: Path, coding: tuple[str, ...], bound: float
) -> None:
    """CPU seconds of child processes on 10 s of noisy moving 1080p at 12 Mb/s, best of three."""
    path = tmp_path / "hd.mkv"
    source = "testsrc2=size=1920x1080:rate=30:duration=10,noise=alls=6:allf=t"
    rate = ("-b:v", "12M", "-maxrate", "16M", "-bufsize", "24M")
    ffmpeg("-f", "lavfi", "-i", source, *coding, *rate, path)
    plain = [ffmpeg_path(), "-v", "error", "-i", str(path)]
    plain += ["-vf", "fps=6:start_time=0:round=up,scale=-2:224", "-pix_fmt", "rgb24"]
    plain += ["-f", "rawvideo", "-"]

    def children_cpu_s() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    info, costs = probe(path), []
    for _ in range(3):
        started = children_cpu_s()
        subprocess.run(plain, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        between = children_cpu_s()
        list(sample_clip(info, SAMPLING))
        costs.append((children_cpu_s() - between) / (between - started))
    assert min(costs) <= bound
