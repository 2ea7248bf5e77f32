"""The finished files: the picture's packets, the sound in them, and the papers."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.finishing.conftest import CLIP_S
from tests.media.synth import decoded_sound, ffmpeg, lag_and_correlation, numbered_clip
from viml_core.finishing.credits import credits, license_link
from viml_core.finishing.edit_list import timecode
from viml_core.finishing.export import Exported, plan_picture
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.mix import Mix
from viml_core.media.ffmpeg import ffmpeg_path
from viml_core.media.loudness import measure_loudness
from viml_core.media.probe import probe
from viml_core.media.truepeak import true_peak_dbtp
from viml_core.types import ClipFeatures, Track, Waveform

MIX = Mix(start_s=5.0, own_sound="duck", duck_depth_db=-14.0)


@pytest.fixture(scope="module")
def finisher(track: Track, no_grid: object) -> Finisher:
    finisher = Finisher()
    finisher._grids.put(track.track_id, no_grid)  # type: ignore[arg-type]
    return finisher


@pytest.fixture(scope="module")
def exported(finisher: Finisher, clip: ClipFeatures, track: Track, folder: Path) -> Exported:
    return finisher.export(clip, track, MIX, folder / "out")


def packets(path: Path) -> list[bytes]:
    """Hash and size of each packet of the picture."""
    listing = ffmpeg("-i", path, "-map", "0:v:0", "-c", "copy", "-f", "framehash", "pipe:1")
    rows = [line.split(b",") for line in listing.splitlines() if not line.startswith(b"#")]
    return [row[4].strip() + row[5].strip() for row in rows]


def test_the_picture_is_the_uploads_own(exported: Exported, clip: ClipFeatures) -> None:
    assert exported.picture_copied and exported.notes == ()
    assert packets(exported.video) == packets(clip.info.path)
    assert len(packets(exported.video)) == round(CLIP_S * 10)


def test_the_sound_in_the_file_is_as_loud_as_asked(exported: Exported) -> None:
    heard = Waveform(decoded_sound(exported.video, 48000), 48000)
    assert measure_loudness(heard).integrated_lufs == pytest.approx(-14.0, abs=0.5)
    assert true_peak_dbtp(heard) < -0.9
    assert heard.duration_s == pytest.approx(CLIP_S, abs=0.05)


def test_the_wav_is_the_music_from_the_stated_moment(exported: Exported, track: Track) -> None:
    music, rate_hz = soundfile.read(exported.music, dtype="float32")
    true, _ = soundfile.read(track.path, dtype="float32", start=5 * rate_hz, frames=4 * rate_hz)
    lag, likeness = lag_and_correlation(music[: 4 * rate_hz, 0], true[:, 0], rate_hz // 2)
    assert abs(lag) <= 1 and likeness > 0.7
    assert len(music) == round(CLIP_S * rate_hz)


def test_the_music_in_the_file_starts_within_20_ms(
    finisher: Finisher, clip: ClipFeatures, track: Track, folder: Path
) -> None:
    alone = finisher.export(clip, track, Mix(start_s=5.0), folder / "alone")
    heard = decoded_sound(alone.video, 48000)[0, : 4 * 48000]
    true, _ = soundfile.read(track.path, dtype="float32", start=5 * 48000, frames=4 * 48000)
    lag, likeness = lag_and_correlation(heard, true[:, 0], 24000)
    assert abs(lag) / 48000 < 0.02 and likeness > 0.8


def test_the_mix_comes_back_from_its_file(exported: Exported) -> None:
    assert Mix.from_json(exported.mix.read_text()) == MIX


def test_the_ffmpeg_line_makes_the_clip_again(exported: Exported, clip: ClipFeatures) -> None:
    command = shlex.split(exported.command.read_text())
    assert command[0] == "ffmpeg"
    subprocess.run(
        [ffmpeg_path(), "-nostdin", "-v", "error", *command[1:]],
        check=True,
        cwd=exported.command.parent,
    )
    again = exported.command.parent / command[-1]
    assert packets(again) == packets(clip.info.path)
    ours, theirs = decoded_sound(exported.video, 48000), decoded_sound(again, 48000)
    lag, likeness = lag_and_correlation(theirs[0], ours[0], 4800)
    assert abs(lag) / 48000 < 0.005 and likeness > 0.98
    loudness = measure_loudness(Waveform(theirs, 48000)).integrated_lufs
    assert loudness == pytest.approx(-14.0, abs=1.0)


def test_the_edit_list_says_what_is_heard_when(exported: Exported, finisher: Finisher) -> None:
    lines = exported.edl.read_text(encoding="ascii").splitlines()
    assert lines[:2] == ["TITLE: spoken", "FCM: NON-DROP FRAME"]
    events = [line for line in lines if line[:3].isdigit()]
    # 10 pictures a second are counted at 24, the usual rate nearest to it
    assert events[0] == (
        "001  CLIP     V     C        00:00:00:00 00:00:18:00 00:00:00:00 00:00:18:00"
    )
    assert events[2] == (
        "003  TRACK    A2    C        00:00:05:00 00:00:23:00 00:00:00:00 00:00:18:00"
    )
    assert len([line for line in lines if line.startswith("* DUCKED -14 DB")]) == 2


def test_timecodes() -> None:
    assert timecode(3661.5, 24) == "01:01:01:12"
    assert timecode(59.999, 25) == "00:01:00:00"


def test_credits_name_what_is_known(track: Track) -> None:
    known = replace(track, title="Rain", artist="Ada", license="CC-BY-SA-4.0")
    text = credits(known, MIX)
    assert 'Music: "Rain" by Ada' in text
    assert "CC-BY-SA-4.0 (https://creativecommons.org/licenses/by-sa/4.0/)" in text
    assert "from 0:05 on" in text and "lowered under speech" in text
    unknown = credits(replace(track, artist="Unknown artist", license="unknown"), Mix())
    assert "an unknown artist" in unknown and "Licence: unknown" in unknown


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-BY-3.0", "https://creativecommons.org/licenses/by/3.0/"),
        ("see https://example.org/terms for more", "https://example.org/terms"),
        ("All rights reserved", None),
    ],
)
def test_links_of_licences(name: str, link: str | None) -> None:
    assert license_link(name) == link


def test_a_picture_that_mp4_cannot_hold_is_encoded_anew_and_said(
    finisher: Finisher, track: Track, folder: Path
) -> None:
    path = numbered_clip(folder / "huff.avi", 1.0, 10.0, "-c:v", "huffyuv")
    clip = ClipFeatures(probe(path), np.zeros((1, 1), np.float32), (), None)
    out = finisher.export(clip, track, Mix(), folder / "anew")
    assert not out.picture_copied
    assert "huffyuv" in out.notes[0] or "does not time" in out.notes[0]
    assert len(packets(out.video)) == 10


def test_vp8_stays_in_webm(folder: Path) -> None:
    path = numbered_clip(folder / "v.webm", 0.5, 10.0, "-c:v", "libvpx")
    plan = plan_picture(ClipFeatures(probe(path), np.zeros((1, 1), np.float32), (), None))
    assert plan.suffix == ".webm" and plan.copied


def test_a_changed_mix_is_previewed_without_touching_the_picture(
    finisher: Finisher, clip: ClipFeatures, track: Track, folder: Path
) -> None:
    out = finisher.preview(clip, track, Mix(start_s=3.0), folder / "preview.mp4")
    assert packets(out) == packets(clip.info.path)
    heard = decoded_sound(out, 48000)[0, : 4 * 48000]
    true, _ = soundfile.read(track.path, dtype="float32", start=3 * 48000, frames=4 * 48000)
    lag, _ = lag_and_correlation(heard, true[:, 0], 24000)
    assert abs(lag) / 48000 < 0.02
