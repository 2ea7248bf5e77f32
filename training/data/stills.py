"""Photographs as clips: the camera pans slowly across the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from moviepy import VideoClip
from PIL import Image, ImageOps

HEIGHT_PX, WIDTH_PX = 360, 480
SECONDS = 8.0
FRAME_RATE_HZ = 12


def pan(picture: Path, out: Path) -> Path:
    """Write an 8 s mp4 that pans over the picture from edge to edge of its longer side."""
    with Image.open(picture) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    scale = max(1.15 * HEIGHT_PX / upright.height, 1.15 * WIDTH_PX / upright.width)
    size = round(upright.width * scale), round(upright.height * scale)
    pixels = np.asarray(upright.resize(size, Image.Resampling.LANCZOS))
    room_y, room_x = pixels.shape[0] - HEIGHT_PX, pixels.shape[1] - WIDTH_PX

    def frame(t: float) -> np.ndarray:
        y, x = int(room_y * t / SECONDS), int(room_x * t / SECONDS)
        return pixels[y : y + HEIGHT_PX, x : x + WIDTH_PX]

    partial = out.with_suffix(".partial.mp4")
    with VideoClip(frame, duration=SECONDS) as clip:
        clip.write_videofile(str(partial), fps=FRAME_RATE_HZ, audio=False, logger=None)
    return partial.replace(out)
