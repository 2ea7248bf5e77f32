"""Films made for training: a camera that cuts, pans and zooms over a drawing or a photograph.

They go through the real media path and the real picture encoder, so what is learned from them is
what that encoder sees, compression and all. A film follows from its look alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from moviepy import VideoClip
from numpy.typing import NDArray
from PIL import Image, ImageOps

from training.data.drawings import PAINTERS

WIDTH_PX, HEIGHT_PX = 320, 240
SECONDS = 10.0  # one segment of the picture encoder
FRAME_RATE_HZ = 6  # as the encoder samples
MOST_CUTS = 8
_PHOTOGRAPH_PX = 1.6  # of the frame: room for the camera
_CLOSEST = 1.7  # zoom

Picture = NDArray[np.uint8]
Motif = Callable[[float, int], Picture]  # seconds (at the motif's pace) and shot to a picture


@dataclass(frozen=True)
class Look:
    """How a film is shot. pace, cuts: 0..1; gain, saturation: 1 is as it is; warmth: -1..1."""

    seed: int
    pace: float
    cuts: float
    gain: float = 1.0
    saturation: float = 1.0
    warmth: float = 0.0


@dataclass(frozen=True)
class _Shot:
    begin_s: float
    zoom: tuple[float, float]
    places: NDArray[np.float64]  # (2, 2): where the window begins and ends, y and x in 0..1


def drawing(name: str, look: Look) -> Motif:
    """One of `PAINTERS`, laid out anew with every cut."""
    painter = PAINTERS[name]
    speed = 0.25 + 1.5 * look.pace

    def motif(t_s: float, shot: int) -> Picture:
        image = painter(speed * t_s, np.random.default_rng([look.seed, shot]))
        return np.asarray(image.convert("RGB"))

    return motif


def photograph(path: Path) -> Motif:
    """A picture that stands still."""
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    size = round(_PHOTOGRAPH_PX * WIDTH_PX), round(_PHOTOGRAPH_PX * HEIGHT_PX)
    picture = np.asarray(ImageOps.fit(upright, size, Image.Resampling.LANCZOS))
    return lambda _t_s, _shot: picture


def shoot(motif: Motif, look: Look, out: Path) -> Path:
    """Write the film, whole or not at all."""
    shots = _shots(look)

    def frame(t_s: float) -> Picture:
        number = max(i for i, shot in enumerate(shots) if shot.begin_s <= t_s)
        end_s = shots[number + 1].begin_s if number + 1 < len(shots) else SECONDS
        shot = shots[number]
        share = (t_s - shot.begin_s) / max(end_s - shot.begin_s, 1e-6)
        return _graded(_window(motif(t_s, number), shot, share), look)

    partial = out.with_suffix(".partial.mp4")
    with VideoClip(frame, duration=SECONDS) as clip:
        clip.write_videofile(
            str(partial), fps=FRAME_RATE_HZ, audio=False, logger=None, preset="veryfast"
        )
    return partial.replace(out)


def _shots(look: Look) -> list[_Shot]:
    rng = np.random.default_rng(look.seed)
    cuts = round(look.cuts * MOST_CUTS)
    begins = [0.0, *np.sort(rng.uniform(0.5, SECONDS - 0.5, cuts)).tolist()]
    travel = 0.15 + 0.85 * look.pace
    shots = []
    for begin_s in begins:
        start = rng.random(2)
        end = start + travel * (rng.random(2) - start)
        near = rng.uniform(1, _CLOSEST)
        zoom = near, near + travel * (rng.uniform(1, _CLOSEST) - near)
        shots.append(_Shot(begin_s, zoom, np.stack([start, end])))
    return shots


def _window(picture: Picture, shot: _Shot, share: float) -> Picture:
    height, width = picture.shape[:2]
    zoom = shot.zoom[0] + share * (shot.zoom[1] - shot.zoom[0])
    shape = np.array([height, width]) / zoom
    y, x = (shot.places[0] + share * (shot.places[1] - shot.places[0])) * ((height, width) - shape)
    box = (x, y, x + shape[1], y + shape[0])
    return np.asarray(
        Image.fromarray(picture).resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.BILINEAR, box)
    )


def _graded(picture: Picture, look: Look) -> Picture:
    x = picture.astype(np.float32) * look.gain
    grey = x.mean(axis=-1, keepdims=True)
    x = grey + look.saturation * (x - grey)
    x[..., 0] *= 1 + 0.2 * look.warmth
    x[..., 2] *= 1 - 0.2 * look.warmth
    return np.clip(x, 0, 255).astype(np.uint8)
