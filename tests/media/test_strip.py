"""The strip keeps pictures that really passed by, in order, each with what is seen around it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from viml_core.errors import StorageError
from viml_core.media.strip import Strip, StripConfig
from viml_core.types import Segment

RATE_HZ = 6


def segment(start_s: float, seconds: float) -> Segment:
    """Pictures as bright as they are late: one level each sixth of a second."""
    slots = np.arange(round(seconds * RATE_HZ)) + round(start_s * RATE_HZ)
    frames = np.broadcast_to(slots[:, None, None, None], (len(slots), 32, 32, 3)).astype(np.uint8)
    return Segment(frames, (slots / RATE_HZ).astype(np.float32))


def brightness(part: slice, first: int = 0) -> tuple[str, ...]:
    """What a network would say of a stretch: here, which pictures it was shown."""
    return (f"{first + part.start}-{first + part.stop}",)


def test_pictures_are_those_of_their_times_and_names_those_of_their_stretch(tmp_path):
    strip = Strip(tmp_path, duration_s=14)
    strip.note(segment(0, 10), brightness)
    strip.note(segment(10, 4), lambda part: brightness(part, 60))
    assert [g.seen[0] for g in strip.glimpses] == [
        *("0-12", "12-24", "24-36", "36-48", "48-60", "60-72", "72-84"),
    ]
    for glimpse, middle in zip(strip.glimpses, range(6, 84, 12), strict=True):
        assert glimpse.time_s == pytest.approx(middle / RATE_HZ)
        pixels = np.asarray(Image.open(glimpse.picture))
        assert pixels.shape == (144, 144, 3) and abs(pixels.astype(int) - middle).max() <= 2


@pytest.mark.parametrize(("seconds", "count"), [(0.2, 1), (1, 1), (4, 2), (60, 12), (180, 18)])
def test_there_are_about_a_dozen_at_most_and_one_at_least(tmp_path, seconds, count):
    strip = Strip(tmp_path, seconds)
    for start_s in range(0, int(np.ceil(seconds)), 10):
        strip.note(segment(start_s, min(10, seconds - start_s)), lambda part: ())
    times_s = [glimpse.time_s for glimpse in strip.glimpses]
    assert len(times_s) == count and times_s == sorted(times_s)
    assert len({glimpse.picture for glimpse in strip.glimpses}) == count


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(StorageError, match="cannot be kept"):
        Strip(tmp_path / "gone", 1, StripConfig()).note(segment(0, 1), lambda part: ())
