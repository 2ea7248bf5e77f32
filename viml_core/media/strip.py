"""A few of the pictures that a clip was analysed by, kept small while they pass by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from viml_core.errors import StorageError
from viml_core.types import FrameArray, Glimpse, Segment


@dataclass(frozen=True)
class StripConfig:
    """A picture every `least_s`, or fewer, so that there are about `most`; one a segment at least.

    side_px: of the kept pictures; quality: JPEG's.
    """

    least_s: float = 2.0
    most: int = 12
    side_px: int = 144
    quality: int = 80


class Strip:
    """Told of each segment by the encoder, it keeps pictures from it, in order.

    strip = Strip(folder, duration_s); visual.encode(segments, strip.note); strip.glimpses

    A segment is cut into equal parts: kept are the middle picture of each, and what was recognised
    in the whole part, for a single picture is mistaken more often.
    """

    def __init__(
        self, folder: Path, duration_s: float, config: StripConfig = StripConfig()
    ) -> None:
        """folder: where the pictures go, one file each; duration_s: of the whole clip."""
        self._folder, self._config = folder, config
        self._every_s = max(config.least_s, duration_s / config.most)
        self._glimpses: list[Glimpse] = []

    @property
    def glimpses(self) -> tuple[Glimpse, ...]:
        """In the order of their times."""
        return tuple(self._glimpses)

    def note(self, segment: Segment, named: Callable[[slice], tuple[str, ...]]) -> None:
        """As `viml_core.features.base.Note`. Raises `StorageError`."""
        count = len(segment.times_s)
        shown_s = count * float(np.median(np.diff(segment.times_s))) if count > 1 else 0.0
        parts = min(max(round(shown_s / self._every_s), 1), count)
        edges = np.linspace(0, count, parts + 1).round().astype(int).tolist()
        for first, last in pairwise(edges):
            middle = (first + last) // 2
            picture = self._keep(segment.frames[middle])
            time_s = float(segment.times_s[middle])
            self._glimpses.append(Glimpse(time_s, named(slice(first, last)), picture))

    def _keep(self, frame: FrameArray) -> Path:
        from PIL import Image  # not everybody who reads media makes pictures

        side = (self._config.side_px, self._config.side_px)
        small = Image.fromarray(frame).resize(side, Image.Resampling.BOX)
        path = self._folder / f"glimpse-{len(self._glimpses):02d}.jpg"
        try:
            small.save(path, quality=self._config.quality)
        except OSError as error:
            raise StorageError(
                f"The pictures of the clip cannot be kept ({error.strerror}); make room on the "
                "disk."
            ) from error
        return path
