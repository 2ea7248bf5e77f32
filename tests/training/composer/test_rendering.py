"""Real renderings: what is heard is what the manifest says. Needs FluidSynth and its sound font."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import mutagen
import numpy as np
import pyloudnorm
import pytest
import soundfile

from training.composer.batch import MANIFEST, Job, read_manifest, render_missing
from training.composer.compose import compose
from training.composer.render import render_pcm, render_track
from training.composer.score import Score
from training.composer.signals import SAMPLE_RATE_HZ
from training.composer.soundfont import INSTALL_HINT, is_available
from training.composer.styles import STYLES
from viml_core.types import FloatArray

pytestmark = pytest.mark.skipif(
    not is_available(), reason=f"Rendering needs FluidSynth and its sound font. {INSTALL_HINT}"
)
STEADY = (
    "deep-house",
    "indie-rock",
    "celtic-jig",
    "bossa-nova",
    "salsa",
    "brass-march",
)  # a pulse that can be measured


@cache
def score(name: str) -> Score:
    return compose(STYLES[name], 5, 20.0)


@cache
def recording(name: str) -> FloatArray:
    return render_pcm(score(name))


def onsets(sound: FloatArray, hop: int = 480) -> FloatArray:
    """Rise of the log spectrum every 10 ms."""
    mono = sound.mean(axis=0)
    frames = np.lib.stride_tricks.sliding_window_view(mono, 1024)[::hop]
    spectrum = np.log1p(100 * np.abs(np.fft.rfft(frames * np.hanning(1024), axis=1)))
    rise: FloatArray = np.maximum(0, np.diff(spectrum, axis=0)).mean(axis=1)
    return rise


def tempo_near(rise: FloatArray, stated_bpm: float) -> float:
    """The tempo within 10% of the stated one at whose beats the onsets resemble themselves most:
    the autocorrelation summed over the first 16 multiples of the period.
    """
    centred = rise - rise.mean()
    spectrum = np.abs(np.fft.rfft(centred, 2 * centred.size)) ** 2
    resemblance = np.fft.irfft(spectrum)[: centred.size]
    candidates = stated_bpm * np.linspace(0.9, 1.1, 81)
    strengths = [
        np.interp(np.arange(1, 17) * 6000 / bpm, np.arange(centred.size), resemblance).sum()
        for bpm in candidates
    ]
    return float(candidates[int(np.argmax(strengths))])


@pytest.mark.parametrize("name", STEADY)
def test_the_recording_has_the_tempo_that_the_manifest_states(name: str) -> None:
    stated = score(name).pulse_bpm
    assert tempo_near(onsets(recording(name)), stated) == pytest.approx(stated, rel=0.008)


@pytest.mark.parametrize(
    "name", [*STEADY, "solo-piano", "ambient-pads", "trap", "indian-raga", "choir-hymn"]
)
def test_loudness_peaks_and_end(name: str) -> None:
    sound = recording(name)
    loudness = pyloudnorm.Meter(SAMPLE_RATE_HZ).integrated_loudness(sound.T)
    assert loudness == pytest.approx(-14.0, abs=0.5)
    assert np.abs(sound).max() <= 10 ** (-1 / 20)
    assert np.isfinite(sound).all()
    assert np.abs(sound[:, -480:]).max() < 1e-3  # faded out, not cut
    last_second = np.abs(sound[:, -SAMPLE_RATE_HZ:]).max()
    assert last_second < 0.5 * np.abs(sound).max()


def test_the_same_score_gives_the_same_samples() -> None:
    np.testing.assert_array_equal(render_pcm(score("celtic-jig")), recording("celtic-jig"))


def test_styles_sound_different() -> None:
    def colour(name: str) -> FloatArray:
        sound = recording(name).mean(axis=0)
        power = np.abs(np.fft.rfft(sound)) ** 2
        hertz = np.fft.rfftfreq(sound.size, 1 / SAMPLE_RATE_HZ)
        edges = np.geomspace(40, 16_000, 12)
        bands = [power[(hertz >= a) & (hertz < b)].sum() for a, b in pairwise(edges)]
        decibels = 10 * np.log10(np.array(bands) / sum(bands))
        return np.maximum(decibels, -60)

    names = ("deep-house", "indie-rock", "ambient-pads", "solo-piano", "celtic-jig")
    for k, first in enumerate(names):
        for second in names[k + 1 :]:
            assert np.abs(colour(first) - colour(second)).mean() > 2.0


def test_a_track_is_tagged_and_described(tmp_path: Path) -> None:
    piece = score("bossa-nova")
    path = tmp_path / "by-the-sea.opus"
    row = render_track(piece, "By the Sea", path)
    tags = mutagen.File(path).tags
    assert tags["title"] == ["By the Sea"]
    assert "creativecommons.org/publicdomain/zero" in tags["license"][0]
    assert tags["bpm"] == [f"{piece.pulse_bpm:g}"]
    decoded, rate = soundfile.read(path)
    assert rate == SAMPLE_RATE_HZ and decoded.shape[1] == 2
    assert np.abs(decoded).max() <= 10 ** (-1 / 20)
    assert len(decoded) / rate == pytest.approx(row["duration_s"], abs=0.03)
    assert row["bpm"] == piece.pulse_bpm and row["key"] == piece.scale.name
    assert row["downbeats_s"] == sorted(row["downbeats_s"])
    assert row["downbeats_s"][-1] < row["duration_s"]
    json.dumps(row)


def test_a_batch_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    jobs = [Job(n, 7, n, f"{n}/{n}.opus", 15.0) for n in ("solo-piano", "chiptune", "techno")]
    list(render_missing(jobs[:2], tmp_path, workers=1))
    kept, lost = tmp_path / jobs[0].file, tmp_path / jobs[1].file
    stamp, bytes_before = kept.stat().st_mtime_ns, lost.read_bytes()
    manifest = tmp_path / MANIFEST
    lines = manifest.read_text().splitlines()
    manifest.write_text("".join(f"{line}\n" for line in lines if "piano" in line) + lines[0][:50])
    made = [row["file"] for _, row in render_missing(jobs, tmp_path, workers=2)]
    assert sorted(made) == sorted(job.file for job in jobs[1:])
    assert kept.stat().st_mtime_ns == stamp
    assert lost.read_bytes() == bytes_before
    assert list(read_manifest(tmp_path)) == sorted(job.file for job in jobs)
