"""What every drawing is made with: a canvas, gradients, and shapes that repeat along a line."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

WIDTH_PX, HEIGHT_PX = 400, 300
Colour = tuple[int, int, int]
BRIGHT = (
    (240, 70, 80),
    (250, 190, 60),
    (70, 190, 110),
    (60, 140, 240),
    (180, 90, 220),
    (250, 130, 180),
)
# Phase (seconds, faster with the scene's pace) and the shot's random numbers to a picture.
Painter = Callable[[float, np.random.Generator], Image.Image]


def gradient(top: Colour, bottom: Colour) -> Image.Image:
    """A canvas that goes from one colour above to another below."""
    share = np.linspace(0, 1, HEIGHT_PX)[:, None, None]
    rows = (1 - share) * np.array(top) + share * np.array(bottom)
    return Image.fromarray(np.repeat(rows, WIDTH_PX, axis=1).astype(np.uint8))


def disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    """A filled circle."""
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def ridge(draw: ImageDraw.ImageDraw, heights: np.ndarray, base_px: float, colour: Colour) -> None:
    """A silhouette: `heights` (n,) in pixels above `base_px`, evenly over the width."""
    x = np.linspace(0, WIDTH_PX, len(heights))
    line = list(zip(x.tolist(), (base_px - heights).tolist(), strict=True))
    draw.polygon([(0, HEIGHT_PX), *line, (WIDTH_PX, HEIGHT_PX)], fill=colour)


def bumps(rng: np.random.Generator, phase: float, scale_px: float) -> np.ndarray:
    """Soft random hills that move to the left with the phase: (101,) pixels, at least 0."""
    x = np.linspace(0, 4, 101) + phase
    waves = sum(
        np.sin(x * f + p) / f for f, p in zip((1.1, 2.3, 4.7), rng.random(3) * 6, strict=True)
    )
    return scale_px * (1 + waves) / 2


def scaled(colour: Colour, gain: float) -> Colour:
    """Lighter or darker."""
    r, g, b = (min(255, max(0, round(c * gain))) for c in colour)
    return r, g, b


def person(
    draw: ImageDraw.ImageDraw, x: float, y: float, size: float, colour: Colour, swing: float
) -> None:
    """A figure with its feet at (x, y), `size` high; swing moves arms and legs."""
    head, hip, foot = 0.14 * size, y - 0.42 * size, 0.2 * size * np.sin(swing)
    width = max(2, round(0.09 * size))
    disc(draw, x, y - size + head, head, colour)
    draw.line((x, y - size + 2 * head, x, hip), fill=colour, width=2 * width)
    for side in (1, -1):
        draw.line((x, hip, x + side * foot, y), fill=colour, width=width)
        draw.line((x, y - 0.66 * size, x - side * foot, y - 0.4 * size), fill=colour, width=width)
