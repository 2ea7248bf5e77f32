"""Render the three example clips and their posters: `python assets/examples/make.py [OUT_DIR]`.

Drawn by this script alone and deterministic, so that the clips can be offered under CC0. The scenes
are meant to ask for different music: a calm sea, a fast night drive, a playful paper cut-out.
"""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 540
FRAME_RATE_HZ = 24
POSTER_SIZE = (320, 180)
POSTER_S = 0.4
SUPERSAMPLING = 2  # shapes are drawn larger and scaled down, which smooths their edges
Colour = tuple[int, int, int]
Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Scene:
    """One clip: `draw` gives the RGB picture (HEIGHT, WIDTH, 3) uint8 at a time in seconds."""

    name: str
    duration_s: float
    draw: Callable[[float], NDArray[np.uint8]]


def gradient(stops: list[tuple[float, Colour]], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Colours along the stops (position 0..1, colour), for every value of `at`."""
    places = [place for place, _ in stops]
    channels = [np.interp(at, places, [colour[i] for _, colour in stops]) for i in range(3)]
    return np.stack(channels, axis=-1)


def canvas(background: NDArray[np.float64]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A supersampled picture to draw on, filled with a background (HEIGHT, WIDTH, 3)."""
    picture = Image.fromarray(background.clip(0, 255).astype(np.uint8))
    picture = picture.resize((WIDTH * SUPERSAMPLING, HEIGHT * SUPERSAMPLING))
    return picture, ImageDraw.Draw(picture, "RGBA")


def scaled(points: Points) -> Points:
    """Picture coordinates to those of a supersampled canvas."""
    return [(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in points]


def finished(picture: Image.Image) -> NDArray[np.uint8]:
    """The canvas at its final size."""
    return np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX))


# --- a calm sea at sunset ---------------------------------------------------------------------

HORIZON = 300
SUN_X, SUN_Y = 620.0, 262.0
SKY = [(0.0, (38, 44, 92)), (0.45, (150, 84, 128)), (0.75, (240, 140, 96)), (1.0, (255, 205, 130))]
WATER = [(0.0, (224, 142, 110)), (0.25, (126, 84, 122)), (1.0, (22, 30, 70))]


def sea(t: float) -> NDArray[np.uint8]:
    """Slow swell, a low sun and its path on the water, one small boat."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    sky = gradient(SKY, y / HORIZON)
    glow = np.exp(-(((x - SUN_X) / 300) ** 2 + ((y - SUN_Y) / 150) ** 2))
    sky += glow[..., None] * np.array([90.0, 62.0, 22.0])
    for height, drift, length in ((64, 9, 130), (118, 14, 170), (176, 7, 110), (210, 11, 150)):
        along = (x - drift * t) / length + height
        puff = (np.sin(along) + 0.6 * np.sin(2.3 * along + 1)).clip(0, None)
        thickness = 4 + 7 * puff
        band = puff * np.exp(-(((y - height + 4 * puff) / thickness) ** 2))
        sky += band[..., None] * np.array([48.0, 26.0, 18.0])
    disc = 1 / (1 + np.exp(np.hypot(x - SUN_X, y - SUN_Y) - 44))
    sky += disc[..., None] * (np.array([255.0, 238.0, 190.0]) - sky)

    depth = ((y - HORIZON) / (HEIGHT - HORIZON)).clip(0, 1)
    near = 6 + 90 * depth
    swell = np.sin(y * 40 / near - 1.1 * t + np.sin(x / (2.2 * near) + 0.5 * t))
    swell += 0.6 * np.sin(x / near * 1.7 + y * 22 / near + 0.8 * t)
    water = gradient(WATER, depth) + swell[..., None] * np.array([9.0, 9.0, 13.0])
    path = np.exp(-(((x - SUN_X) / (34 + 190 * depth)) ** 2)) * (swell > 0.35) * (1 - 0.6 * depth)
    water += path[..., None] * np.array([150.0, 105.0, 48.0])

    picture, draw = canvas(np.where((y < HORIZON)[..., None], sky, water))
    bob, boat_x = 2.5 * math.sin(1.3 * t), 300 + 6 * t
    hull = [(-36, 0), (40, 0), (28, 13), (-26, 13)]
    sails = [[(0, -4), (0, -74), (36, -4)], [(-4, -6), (-4, -62), (-28, -6)]]
    tilt = 0.05 * math.sin(1.3 * t + 1)
    for shape, colour in [(hull, (44, 26, 44)), *((sail, (250, 222, 196)) for sail in sails)]:
        turned = [(boat_x + px - tilt * py, 352 + bob + py + tilt * px) for px, py in shape]
        draw.polygon(scaled(turned), fill=colour)
    for number in range(4):
        wing = 7 * math.sin(5 * t + number)
        bird_x, bird_y = 160 + 26 * t + 34 * number, 120 + 14 * (number % 2) + 5 * math.sin(t)
        wings = [(bird_x - 11, bird_y - wing), (bird_x, bird_y), (bird_x + 11, bird_y - wing)]
        draw.line(scaled(wings), fill=(52, 34, 62), width=4, joint="curve")
    return finished(picture)


# --- a fast night drive ------------------------------------------------------------------------

NIGHT = [(0.0, (8, 6, 28)), (0.7, (48, 10, 78)), (1.0, (150, 24, 120))]
SHOTS: list[tuple[float, Colour, Colour, float]] = [  # until, road lines, signs, lean of the camera
    (2.6, (40, 240, 255), (255, 60, 170), 0.0),
    (4.2, (255, 70, 190), (90, 255, 190), 0.14),
    (5.6, (255, 200, 60), (70, 190, 255), -0.14),
    (8.0, (40, 240, 255), (255, 60, 170), 0.0),
]


def night_drive(t: float) -> NDArray[np.uint8]:
    """A neon road at speed, in four shots."""
    _, lines, signs, lean = next(shot for shot in SHOTS if t < shot[0])
    y = np.mgrid[0:HEIGHT, 0:WIDTH][0].astype(float)
    horizon = 270.0
    sky = gradient(NIGHT, (y / horizon).clip(0, 1))
    picture, draw = canvas(np.where((y < horizon)[..., None], sky, np.array([9.0, 5.0, 24.0])))
    rng = np.random.default_rng(7)
    for star_x, star_y, size in rng.uniform((0, 0, 1), (WIDTH, 190, 3), (70, 3)):
        shade = int(130 + 120 * math.sin(9 * t + star_x))
        star = scaled([(star_x, star_y), (star_x + size, star_y + size)])
        draw.ellipse(star, fill=(255, 255, 255, max(30, shade)))
    _neon_sun(picture, draw, horizon)
    _skyline(draw, horizon, t, signs)
    centre = WIDTH / 2 + lean * 500
    for lane in range(-16, 17):
        draw.line(scaled([(centre, horizon), (centre + lane * 150, HEIGHT)]), fill=lines, width=3)
    for step in range(14):
        near = 1 / (step + 1 - (t * 7) % 1)
        level = horizon + 250 * near
        draw.line(scaled([(0, level), (WIDTH, level)]), fill=lines, width=max(2, int(9 * near)))
    for step in range(10):
        near = 1 / (step * 0.8 + 0.9 - (t * 5) % 0.8)
        for side in (-1, 1):
            foot = (centre + side * 420 * near, horizon + 250 * near)
            top = (foot[0], foot[1] - 330 * near)
            arm = (foot[0] - side * 110 * near, top[1])
            draw.line(scaled([foot, top, arm]), fill=signs, width=max(2, int(14 * near)))
    light = picture.resize((WIDTH // 2, HEIGHT // 2)).filter(ImageFilter.GaussianBlur(9))
    return np.asarray(ImageChops.screen(Image.fromarray(finished(picture)), _enlarged(light)))


def _enlarged(picture: Image.Image) -> Image.Image:
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR).point(lambda v: int(0.8 * v))


def _neon_sun(picture: Image.Image, draw: ImageDraw.ImageDraw, horizon: float) -> None:
    box = scaled([(WIDTH / 2 - 120, horizon - 190), (WIDTH / 2 + 120, horizon + 50)])
    mask = Image.new("L", picture.size)
    shape = ImageDraw.Draw(mask)
    shape.ellipse(box, fill=255)
    for slit in range(6):
        top = (horizon - 84 + 15 * slit) * SUPERSAMPLING
        shape.rectangle([0, top, picture.width, top + (3 + 2 * slit) * 2], fill=0)
    shape.rectangle([0, horizon * SUPERSAMPLING, *picture.size], fill=0)
    rows = np.linspace(0, 1, picture.height)[:, None].repeat(picture.width, axis=1)
    colours = gradient([(0.15, (255, 230, 90)), (0.5, (255, 50, 140))], rows)
    picture.paste(Image.fromarray(colours.astype(np.uint8)), mask=mask)


def _skyline(draw: ImageDraw.ImageDraw, horizon: float, t: float, signs: Colour) -> None:
    rng = np.random.default_rng(3)
    left = -60.0 - 14 * t
    while left < WIDTH:
        width, height = rng.uniform(34, 74), rng.uniform(30, 120)
        house = scaled([(left, horizon - height), (left + width, horizon)])
        draw.rectangle([*house[0], *house[1]], fill=(14, 8, 36))
        for row in range(int(height // 16)):
            for column in range(int(width // 14)):
                if rng.random() < 0.4:
                    spot = (left + 5 + 14 * column, horizon - height + 6 + 16 * row)
                    window = scaled([spot, (spot[0] + 5, spot[1] + 6)])
                    draw.rectangle([*window[0], *window[1]], fill=(*signs, 190))
        left += width + 3


# --- a playful paper cut-out -------------------------------------------------------------------

STEP_HZ = 12  # stop motion: a new pose every second picture
PAPER_SKY: Colour = (150, 214, 226)
HILLS: list[tuple[float, float, Colour]] = [  # base line, speed in px/s, colour
    (330, 18, (132, 190, 132)),
    (400, 42, (92, 166, 112)),
    (465, 90, (244, 196, 84)),
]
FOX: Colour = (235, 108, 52)
CREAM: Colour = (255, 244, 222)
DARK: Colour = (58, 42, 48)


class PaperPicture:
    """A picture of cut-out sheets, each with its own shadow on what lies below."""

    def __init__(self) -> None:
        self.picture, _ = canvas(np.full((HEIGHT, WIDTH, 3), PAPER_SKY, float))

    def sheet(self, colour: Colour, *shapes: Points, lift: float = 5.0) -> None:
        """One sheet made of polygons, `lift` pixels above the picture."""
        corners = [(x, y) for points in shapes for x, y in scaled(points)]
        margin = int(4 * SUPERSAMPLING * lift)
        left, top = (int(min(axis)) - margin for axis in zip(*corners, strict=True))
        size = tuple(
            int(max(axis)) + margin - edge
            for axis, edge in zip(zip(*corners, strict=True), (left, top), strict=True)
        )
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        for points in shapes:
            draw.polygon([(x - left, y - top) for x, y in scaled(points)], fill=255)
        soft = mask.resize((size[0] // 4, size[1] // 4)).filter(ImageFilter.GaussianBlur(lift / 4))
        shadow = soft.point(lambda v: int(v * 0.35)).resize(size)
        self.picture.paste((40, 30, 44), (left, top + int(SUPERSAMPLING * lift)), mask=shadow)
        self.picture.paste(colour, (left, top), mask=mask)


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> Points:
    """A polygon close to an ellipse, turned by `turn` radians."""
    angles = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    px, py = rx * np.cos(angles), ry * np.sin(angles)
    c, s = math.cos(turn), math.sin(turn)
    return [(x + c * a - s * b, y + s * a + c * b) for a, b in zip(px, py, strict=True)]


def paper_fox(t: float) -> NDArray[np.uint8]:
    """A paper fox hops over hills of paper, in stop motion."""
    return _paper_pose(math.floor(t * STEP_HZ))


@lru_cache(maxsize=1)
def _paper_pose(step: int) -> NDArray[np.uint8]:
    t = step / STEP_HZ
    paper = PaperPicture()
    rays = [oval(800, 110, 66, 66)]
    for ray in range(12):
        rays.append(oval(800, 110, 104, 8, turn=ray * math.pi / 12 + 0.35 * t))
    paper.sheet((255, 214, 92), *rays, lift=8)
    for number, (start, level, speed) in enumerate(((100, 90, 24), (470, 60, 34), (760, 170, 28))):
        x = (start - speed * t) % (WIDTH + 300) - 150
        puffs = [oval(x + 44 * i, level - 12 * (i % 2), 46, 30) for i in range(3)]
        paper.sheet((250, 250, 246) if number % 2 else (236, 246, 250), *puffs, lift=8)
    for depth, (base, speed, colour) in enumerate(HILLS):
        xs = np.arange(-20, WIDTH + 40, 12.0)
        ys = base + 26 * np.sin((xs + speed * t) / (150 - 30 * depth) + 2 * depth)
        hill = [*zip(xs.tolist(), ys.tolist(), strict=True), (WIDTH + 40, HEIGHT), (-20, HEIGHT)]
        paper.sheet(colour, hill, lift=9)
        if depth == 1:
            _trees(paper, t, speed)
    _fox(paper, t)
    for number in range(9):
        x = (number * 131 - 90 * t) % (WIDTH + 80) - 40
        colour = [(226, 84, 92), (255, 255, 255), (120, 92, 180)][number % 3]
        petals = [oval(x, 506 + 9 * (number % 3), 15, 5, turn=i * math.pi / 3) for i in range(3)]
        paper.sheet(colour, *petals, lift=3)
    return finished(paper.picture)


def _trees(paper: PaperPicture, t: float, speed: float) -> None:
    for number in range(6):
        x = (number * 210 - speed * t) % (WIDTH + 240) - 120
        sway = 5 * math.sin(2.4 * t + number)
        paper.sheet((122, 84, 62), [(x - 6, 350), (x + 6, 350), (x + 6, 420), (x - 6, 420)], lift=4)
        crown = [(x - 42, 366), (x + sway, 268), (x + 42, 366)]
        paper.sheet((44, 122, 92), crown, [(p - 0.1 * (p - x), q + 26) for p, q in crown], lift=5)


def _fox(paper: PaperPicture, t: float) -> None:
    hop = (t * 1.5) % 1.0
    up = math.sin(math.pi * hop)
    squash = 1 + 0.16 * up - 0.14 * (up < 0.2)
    lean = 0.5 * (0.5 - hop) * up
    ground, x0 = 452.0, 380.0
    paper.sheet((204, 158, 62), oval(x0, ground + 8, 88 * (1 - 0.4 * up), 9), lift=1)
    c, s = math.cos(-lean), math.sin(-lean)

    def at(points: Points) -> Points:
        placed = []
        for px, py in points:
            px, py = px / squash, py * squash
            placed.append((x0 + c * px - s * py, ground - 70 - 120 * up + s * px + c * py))
        return placed

    wag = 0.5 * math.sin(9 * t)
    paper.sheet(FOX, at(oval(-104, -26 - 14 * wag, 54, 24, turn=0.6 + 0.4 * wag)))
    paper.sheet(CREAM, at(oval(-138, -50 - 24 * wag, 22, 14, turn=0.6 + 0.4 * wag)), lift=2)
    for leg_x, swing in ((-44, 1), (-18, -1), (34, 1), (58, -1)):
        foot = leg_x + 30 * swing * up
        paper.sheet(DARK, at([(leg_x - 9, 20), (leg_x + 9, 20), (foot + 8, 70), (foot - 8, 70)]))
    paper.sheet(FOX, at(oval(0, 6, 84, 42)))
    paper.sheet(CREAM, at(oval(22, 26, 46, 20)), lift=2)
    for ear in (62, 104):
        paper.sheet(FOX, at([(ear - 20, -62), (ear + 2, -116), (ear + 22, -60)]), lift=4)
        paper.sheet(DARK, at([(ear - 7, -76), (ear + 2, -104), (ear + 9, -76)]), lift=1)
    paper.sheet(FOX, at(oval(84, -44, 50, 40)))
    paper.sheet(CREAM, at([(66, -34), (144, -26), (96, 2)]), lift=2)
    paper.sheet(DARK, at(oval(144, -27, 9, 8)), lift=1)
    blink = 1.0 if (t % 2.6) / 2.6 > 0.95 else 7.0
    paper.sheet(DARK, at(oval(92, -54, 6, blink)), lift=1)


SCENES = (
    Scene("calm-sea", 12.0, sea),
    Scene("night-drive", 8.0, night_drive),
    Scene("paper-fox", 8.0, paper_fox),
)


def poster(scene: Scene, folder: Path) -> Path:
    """Write the small still picture that stands for the clip."""
    out = folder / f"{scene.name}.jpg"
    picture = Image.fromarray(scene.draw(POSTER_S)).resize(POSTER_SIZE, Image.Resampling.LANCZOS)
    picture.save(out, quality=82)
    return out


def frames(scene: Scene) -> Iterator[bytes]:
    """The scene's pictures as raw RGB."""
    for number in range(round(scene.duration_s * FRAME_RATE_HZ)):
        yield scene.draw(number / FRAME_RATE_HZ).tobytes()


def render(scene: Scene, folder: Path) -> Path:
    """Write one clip as H.264 that browsers play."""
    out = folder / f"{scene.name}.mp4"
    source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}"]
    source += ["-r", str(FRAME_RATE_HZ), "-i", "pipe:"]
    coding = ["-c:v", "libx264", "-preset", "slow", "-crf", "27", "-pix_fmt", "yuv420p"]
    coding += ["-threads", "1", "-fflags", "+bitexact", "-movflags", "+faststart"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *source, *coding, str(out)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for frame in frames(scene):
            process.stdin.write(frame)
    if process.returncode != 0:
        raise RuntimeError(f"ffmpeg could not write {out}")
    return out


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for each in SCENES:
        print(render(each, target), poster(each, target))
