"""A part of a file gives the pictures and the sound of that part, and of no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media.synth import SAMPLING, numbered_clip, read_numbers
from tests.synth import ffmpeg
from training.extraction.encode import encode_item
from training.extraction.plan import Item
from viml_core.errors import MediaError
from viml_core.media.frames import sample_clip
from viml_core.media.probe import probe
from viml_core.media.sampling import Window
from viml_core.recommender import Recommender


@pytest.mark.parametrize("start_s", [0.0, 1.5, 5.0, 12.25])  # beyond 3 s the reader jumps there
def test_a_window_shows_the_pictures_of_its_time(tmp_path: Path, start_s: float) -> None:
    path = numbered_clip(tmp_path / "n.mp4", 24.0)
    window = Window(start_s, 66)
    segments = list(sample_clip(probe(path), SAMPLING, window=window))
    assert [len(segment.frames) for segment in segments] == [60, 6]
    times_s = np.concatenate([segment.times_s for segment in segments])
    np.testing.assert_allclose(times_s, start_s + np.arange(66) / 6, atol=1e-5)
    numbers = read_numbers(np.concatenate([segment.frames for segment in segments]))
    shown_s = (numbers + 0.5) / 25
    assert np.abs(shown_s - times_s).max() <= 1 / 12 + 1 / 50


def test_a_part_sounds_as_it_does_there(tmp_path: Path, recommender: Recommender) -> None:
    path = tmp_path / "late.flac"
    late = "aevalsrc=if(gte(t\\,4)\\,0.3*sin(2*PI*330*t)\\,0):duration=8"
    ffmpeg("-f", "lavfi", "-i", late, path)
    with pytest.raises(MediaError, match="is silent where the item lies"):
        encode_item(Item("early", str(path), 0.0, 3.9), recommender.preset, ("music",))
    encoded = encode_item(Item("late", str(path), 4.0, 8.0), recommender.preset, ("music",))
    assert encoded.features["music"].shape == (1, recommender.preset.music.dim)
