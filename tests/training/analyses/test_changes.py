"""Changes by a rate, on pictures and sounds whose answer is known."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.features.synth import clicks, plain, sine
from training.analyses.changes import change_brightness, change_hue, change_tempo
from viml_core.errors import MediaError
from viml_core.features.rhythm import hear_rhythm
from viml_core.features.spectrum import SAMPLE_RATE_HZ, analyse, frame_count
from viml_core.media.audio import decode_audio

pictures = hnp.arrays(np.uint8, (2, 3, 4, 3))


@pytest.mark.parametrize(
    ("rate", "colour"),
    [
        (4 / 3, (0, 255, 0)),
        (5 / 3, (0, 0, 255)),
        (2 / 3, (0, 0, 255)),
        (0.5, (0, 255, 255)),
        (1.5, (0, 255, 255)),
        (2.0, (255, 0, 0)),
    ],
)
def test_red_goes_round_the_circle(rate, colour):
    assert (change_hue(plain((255, 0, 0), 1), rate) == colour).all()


def test_a_grey_has_no_hue_to_change():
    grey = plain((90, 90, 90), 1)
    assert (change_hue(grey, 1.3) == grey).all()


@given(pictures, st.floats(0.5, 2.0))
def test_hue_is_the_papers_formula_in_hsv(frames, rate):
    changed = change_hue(frames, rate).reshape(-1, 3)
    for before, after in zip(frames.reshape(-1, 3) / 255, changed, strict=True):
        hue, saturation, value = colorsys.rgb_to_hsv(*before)
        turned = (360 * hue + 360 * (rate - 1)) % 360 / 360
        expected = 255 * np.array(colorsys.hsv_to_rgb(turned, saturation, value))
        assert np.abs(after - expected).max() < 0.6


@given(pictures)
def test_the_rate_one_changes_no_picture(frames):
    assert (change_hue(frames, 1.0) == frames).all()
    assert (change_brightness(frames, 1.0) == frames).all()


def test_brightness_scales_up_to_white():
    colour = plain((10, 101, 200), 1)
    assert (change_brightness(colour, 1.5) == (15, 152, 255)).all()
    assert (change_brightness(colour, 0.5) == (5, 50, 100)).all()


def stretched(tmp_path, samples, rate):
    """The sound (n,) that becomes of `samples`."""
    track = tmp_path / "track.wav"
    soundfile.write(track, samples, SAMPLE_RATE_HZ)
    out = change_tempo(track, tmp_path / "out" / "track.flac", rate)
    return decode_audio(out, max_duration_s=60).samples[0]


@pytest.mark.parametrize("rate", [0.75, 1.0, 1.25])
def test_clicks_come_faster_by_the_rate(tmp_path, rate):
    samples = stretched(tmp_path, clicks(100, 24), rate)
    assert len(samples) / SAMPLE_RATE_HZ == pytest.approx(24.0 / rate, abs=0.1)
    sound = analyse(samples, 0, frame_count(samples))
    assert hear_rhythm(sound.mel_power).tempo.bpm == pytest.approx(100 * rate, rel=0.01)


def test_the_pitch_stays(tmp_path):
    samples = stretched(tmp_path, sine(440, 6), 1.5)
    loudest = np.abs(np.fft.rfft(samples)).argmax() * SAMPLE_RATE_HZ / len(samples)
    assert loudest == pytest.approx(440, abs=2)


def test_what_is_no_track_is_one_sentence(tmp_path):
    (tmp_path / "words.mp3").write_text("no music")
    with pytest.raises(MediaError, match=r"words\.mp3"):
        change_tempo(tmp_path / "words.mp3", tmp_path / "out.flac", 1.5)
    assert not (tmp_path / "out.flac").exists()
