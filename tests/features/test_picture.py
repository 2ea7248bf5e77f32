"""The picture descriptors on pictures whose properties are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.features.synth import SIZE_PX, moving_stripes, plain, segment
from viml_core.features.picture import RANGES, count_cuts, describe_pictures
from viml_core.types import Segment

GREY, BLACK, WHITE = (128, 128, 128), (0, 0, 0), (255, 255, 255)
COLOURS = {
    "red": (220, 30, 30),
    "yellow": (220, 220, 30),
    "green": (30, 220, 30),
    "cyan": (30, 220, 220),
    "blue": (30, 30, 220),
    "magenta": (220, 30, 220),
}


def described(frames: np.ndarray) -> dict[str, float]:
    return dict(zip(RANGES, describe_pictures(segment(frames)).tolist(), strict=True))


def noisy(seed: int, count: int = 12) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, SIZE_PX, SIZE_PX, 3), np.uint8)


def test_light() -> None:
    black, grey, white = described(plain(BLACK)), described(plain(GREY)), described(plain(WHITE))
    assert black["brightness"] < grey["brightness"] < white["brightness"]
    assert black["dark_share"] > 0.9 > grey["dark_share"]
    assert white["bright_share"] > 0.9 > grey["bright_share"]


def test_a_fade_in_has_a_rising_trend_and_no_cut() -> None:
    ramp = np.linspace(0, 255, 60)[:, None, None, None]
    fading = np.broadcast_to(ramp, (60, SIZE_PX, SIZE_PX, 3))
    assert described(fading)["brightness_trend"] > 0.9
    assert described(fading[::-1])["brightness_trend"] < -0.9
    assert count_cuts(segment(fading)) == 0


@pytest.mark.parametrize("hue", COLOURS)
def test_each_hue_is_found_and_no_other(hue: str) -> None:
    values = described(plain(COLOURS[hue]))
    assert max(COLOURS, key=values.__getitem__) == hue
    assert values[hue] > 0.9 and sum(values[other] > 0 for other in COLOURS) == 1
    assert values["saturation"] > 0.5 and values["monochrome"] < 0


def test_grey_is_monochrome_and_has_no_hue() -> None:
    values = described(noisy(0).mean(axis=3, keepdims=True).repeat(3, axis=3))
    assert values["monochrome"] > 0.9
    assert all(values[hue] < 0 for hue in COLOURS)


def test_warm_and_cool() -> None:
    evening, ice = described(plain((230, 150, 70))), described(plain((90, 150, 230)))
    assert evening["warmth"] > 0.9 and ice["warmth"] < -0.9


def test_detail_and_flatness() -> None:
    flat, rough = described(plain(GREY)), described(noisy(1))
    assert flat["flat_share"] > 0.9 > 0 > rough["flat_share"]
    assert rough["detail"] > 0.9 > 0 > flat["detail"]
    assert rough["edge_share"] > 0.9 > 0 > flat["edge_share"]


def test_a_sharp_subject_before_a_plain_ground() -> None:
    subject = plain(GREY)
    subject[:, 60:164, 60:164] = noisy(2)[:, 60:164, 60:164]
    assert described(subject)["focus"] > 0.9
    lit = plain((20, 20, 20))
    lit[:, 60:164, 60:164] = 240
    assert described(lit)["spotlight"] > 0.9
    sky = plain((40, 60, 40))
    sky[:, :100] = (190, 210, 240)
    assert described(sky)["sky"] > 0.9 > -0.9 > described(sky[:, ::-1])["sky"]


def test_motion_grows_with_speed_and_extent() -> None:
    still, slow, fast = (described(moving_stripes(step_px=step)) for step in (0, 1, 4))
    assert still["motion"] < slow["motion"] < fast["motion"]
    assert still["stillness"] > 0.9 > 0 > fast["stillness"]
    local = moving_stripes(step_px=4)
    local[:, 56:] = 128
    assert described(local)["motion_extent"] < fast["motion_extent"]


def test_periodic_motion_has_a_pulse() -> None:
    beat = np.concatenate(
        [np.zeros(3, int), np.full(3, 2)]
    )  # half a second of rest, half of motion
    offsets = np.cumsum(np.tile(beat, 10))
    strip = moving_stripes(count=1, width_px=40)[0]
    frames = np.stack([np.roll(strip, offset, axis=1) for offset in offsets])
    assert described(frames)["motion_pulse"] > 0.5 > described(moving_stripes(60))["motion_pulse"]


@pytest.mark.parametrize("lengths", [(10, 10), (6, 7, 8, 9), (5, 5, 5, 5, 5, 5, 5, 5), (12,)])
def test_cuts_are_counted(lengths: tuple[int, ...]) -> None:
    shots = [
        np.clip(noisy(i, 1) // 8 + np.uint8(list(COLOURS.values())[i % 6]) // 2, 0, 255)
        for i, _ in enumerate(lengths)
    ]
    frames = np.concatenate(
        [shot.repeat(n, axis=0) for shot, n in zip(shots, lengths, strict=True)]
    )
    assert count_cuts(segment(frames)) == len(lengths) - 1


def test_cuts_are_not_seen_in_fast_motion_or_strobes() -> None:
    assert count_cuts(segment(moving_stripes(step_px=13))) == 0
    strobe = plain(BLACK, 30)
    strobe[::2] = 255
    assert count_cuts(segment(strobe)) == 0
    assert described(strobe)["flicker"] > 0.9


def test_cut_rate_is_per_second() -> None:
    frames = np.concatenate([plain(COLOURS["red"], 6), plain(COLOURS["cyan"], 6)])
    twice_as_slow = Segment(frames, np.arange(12, dtype=np.float32) / 3)
    slow = dict(zip(RANGES, describe_pictures(twice_as_slow), strict=True))
    assert described(frames)["cut_rate"] > slow["cut_rate"] > RANGES_AT_ZERO["cut_rate"]


RANGES_AT_ZERO = {name: np.tanh(-centre / spread) for name, (centre, spread) in RANGES.items()}


def test_skin_of_many_tones_counts_and_other_colours_do_not() -> None:
    for skin in [(255, 219, 190), (224, 172, 135), (198, 134, 96), (141, 85, 60), (100, 62, 45)]:
        assert described(plain(skin))["skin_share"] > 0.9, skin
    for other in [GREY, (40, 160, 60), (60, 120, 220), (250, 250, 60), BLACK, WHITE]:
        assert described(plain(other))["skin_share"] < 0, other


@pytest.mark.parametrize("count", [1, 2, 3, 59, 61])
@pytest.mark.parametrize("colour", [BLACK, WHITE, GREY])
def test_any_number_of_plain_pictures_is_finite(count: int, colour: tuple[int, int, int]) -> None:
    values = describe_pictures(segment(plain(colour, count)))
    assert values.shape == (len(RANGES),) and values.dtype == np.float32
    assert np.isfinite(values).all() and np.abs(values).max() <= 1


def test_a_constant_clip_is_the_same_however_long() -> None:
    picture = noisy(3, 1)
    short, long = (describe_pictures(segment(picture.repeat(n, axis=0))) for n in (6, 60))
    np.testing.assert_allclose(short, long, atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 8), st.just(24), st.just(32), st.just(3))))
def test_any_pictures_are_described_within_bounds(frames: np.ndarray) -> None:
    values = describe_pictures(segment(frames))
    assert np.isfinite(values).all() and np.abs(values).max() <= 1
