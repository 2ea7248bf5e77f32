"""ffmpeg is run safely, can be stopped, and says what went wrong."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.media.synth import SAMPLING, features_of, ffmpeg
from viml_core.errors import Cancelled, MediaError, StorageError
from viml_core.media.audio import decode_audio
from viml_core.media.ffmpeg import FfmpegFailed, FfmpegRun, run_ffmpeg
from viml_core.media.frames import sample_clip
from viml_core.media.preview import render_preview
from viml_core.media.probe import probe
from viml_core.types import Track

ENDLESS = ["-v", "error", "-re", "-f", "lavfi", "-i", "testsrc", "-f", "null", "-"]
NAMES = [
    "-x.mp4",
    "a:b.mp4",
    "http:..mp4",
    "frame%03d.mp4",
    "a%20b.mp4",
    'it\'s "quoted" \\ .mp4',
    "Ünïcödé 🎬 日本.mp4",
    "$(touch pwned) `id` ;&|.mp4",
    "new\nline.mp4",
    " spaces .mp4",
    "glob*[ab]?.mp4",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_works_everywhere(
    name: str, tmp_path: Path, clip: Path, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(name)  # relative on purpose: a leading dash must not become an option
    path.write_bytes(clip.read_bytes())
    info = probe(path)
    assert info.duration_s == pytest.approx(4.0)
    assert sum(len(segment.frames) for segment in sample_clip(info, SAMPLING)) == 24
    out = render_preview(features_of(path, tmp_path), track, Path("out") / name)
    assert probe(out).has_audio
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "out"])


def test_scripts_that_name_other_files_are_refused(tmp_path: Path, clip: Path) -> None:
    segment = tmp_path / "secret.ts"
    ffmpeg("-i", clip, "-c", "copy", segment)
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:4,\n{segment}\n#EXT-X-ENDLIST\n"
    concat = f"ffconcat version 1.0\nfile '{segment.name}'\n"
    session = "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"
    dash = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        f"<Period><BaseURL>{segment}</BaseURL></Period></MPD>"
    )
    for suffix in (".mp4", ".m3u8", ".ffconcat", ".sdp", ".mpd"):
        for content in (playlist, concat, session, dash):
            hostile = tmp_path / f"hostile{suffix}"
            hostile.write_text(content)
            with pytest.raises(MediaError, match="not a video that can be read"):
                probe(hostile)
            with pytest.raises(MediaError, match="not a music file that can be read"):
                decode_audio(hostile, max_duration_s=60)


def test_cancelling_kills_the_process_at_once() -> None:
    cancel = threading.Event()
    threading.Timer(0.3, cancel.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        run_ffmpeg(ENDLESS, cancel=cancel)
    assert time.monotonic() - started < 5


def test_a_timeout_kills_the_process_and_says_so() -> None:
    with pytest.raises(FfmpegFailed, match=r"no end within 0\.3 s"):
        run_ffmpeg(ENDLESS, timeout_s=0.3)


def test_leaving_the_block_early_ends_the_process() -> None:
    with FfmpegRun(ENDLESS) as running:
        process = running._process
        assert process.poll() is None
    assert process.poll() is not None


def test_a_full_disk_is_a_storage_error(clip: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    arguments = ["-v", "error", "-y", "-i", str(clip), "-c", "copy", "-f", "mpegts", "/dev/full"]
    with pytest.raises(StorageError, match="free some space"):
        run_ffmpeg(arguments)


def test_a_failure_carries_ffmpegs_reason(tmp_path: Path) -> None:
    with pytest.raises(FfmpegFailed, match="No such file or directory"):
        run_ffmpeg(["-i", str(tmp_path / "nothing.mp4"), "-f", "null", "-"])
