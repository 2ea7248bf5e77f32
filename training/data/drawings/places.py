"""Drawn places with people: towns, stages, pitches."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from training.data.drawings.brush import (
    BRIGHT,
    HEIGHT_PX,
    WIDTH_PX,
    Painter,
    disc,
    gradient,
    person,
    scaled,
)

RNG = np.random.Generator


def skyline(phase: float, rng: RNG) -> Image.Image:
    image = gradient((10, 12, 40), (70, 40, 90))
    draw = ImageDraw.Draw(image)
    for block in range(14):
        x, top = block * 30, rng.uniform(60, 200)
        draw.rectangle((x, top, x + 27, HEIGHT_PX), fill=(18, 20, 34))
        for wx in range(int(x) + 4, int(x) + 24, 7):
            for wy in range(int(top) + 6, 290, 11):
                if rng.random() + 0.15 * np.sin(phase + wx * wy) > 0.55:
                    draw.rectangle((wx, wy, wx + 3, wy + 5), fill=(250, 210, 120))
    return image


def road(phase: float, rng: RNG) -> Image.Image:
    day = rng.random() < 0.5
    image = (
        gradient((120, 180, 235), (240, 220, 190)) if day else gradient((8, 8, 26), (60, 20, 70))
    )
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 150, WIDTH_PX, HEIGHT_PX), fill=(120, 130, 70) if day else (14, 12, 26))
    draw.polygon(
        [(195, 150), (205, 150), (380, 300), (20, 300)], fill=(70, 70, 75) if day else (28, 28, 36)
    )
    for mark in range(9):
        depth = ((mark + 1.5 * phase) % 9) / 9
        y, width = 150 + 150 * depth**2, 1 + 9 * depth**2
        draw.rectangle(
            (200 - width / 2, y, 200 + width / 2, y + 14 * depth**2), fill=(240, 230, 160)
        )
        for side in (-1, 1):
            x = 200 + side * (12 + 230 * depth**2)
            draw.line(
                (x, y, x, y - 110 * depth**2),
                fill=(60, 90, 50) if day else (240, 60, 160),
                width=max(1, round(7 * depth**2)),
            )
    return image


def fireworks(phase: float, rng: RNG) -> Image.Image:
    image = gradient((5, 6, 25), (25, 18, 50))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y, age = rng.uniform(50, 350), rng.uniform(40, 160), (rng.uniform(0, 2) + phase) % 2
        colour = (
            int(rng.integers(120, 255)),
            int(rng.integers(60, 255)),
            int(rng.integers(60, 255)),
        )
        for ray in range(26):
            far = 65 * np.sqrt(age) * rng.uniform(0.6, 1)
            angle = ray * 6.28 / 26
            px, py = x + far * np.cos(angle), y + far * np.sin(angle) + 14 * age**2
            disc(draw, px, py, max(0.4, 2.6 - 1.2 * age), scaled(colour, 1.2 - 0.5 * age))
    draw.rectangle((0, 270, WIDTH_PX, HEIGHT_PX), fill=(8, 8, 14))
    for i in range(22):
        person(draw, 10 + 19 * i, 300, rng.uniform(26, 40), (4, 4, 8), 0)
    return image


def football(phase: float, rng: RNG) -> Image.Image:
    image = gradient((60, 150, 60), (40, 120, 45))
    draw = ImageDraw.Draw(image)
    for stripe in range(0, WIDTH_PX, 80):
        draw.rectangle((stripe, 0, stripe + 40, HEIGHT_PX), fill=(50, 138, 52))
    draw.ellipse((140, 90, 260, 210), outline=(240, 250, 240), width=3)
    draw.line((200, 0, 200, HEIGHT_PX), fill=(240, 250, 240), width=3)
    for player in range(12):
        x = rng.uniform(20, 380) + 45 * np.sin(1.3 * phase + player)
        y = rng.uniform(60, 290) + 20 * np.cos(phase + 2 * player)
        person(draw, x, y, 38, (200, 40, 40) if player % 2 else (40, 60, 200), 7 * phase + player)
    disc(draw, 200 + 160 * np.sin(1.7 * phase), 170 + 80 * np.cos(2.3 * phase), 6, (255, 255, 255))
    return image


def haunted(phase: float, rng: RNG) -> Image.Image:
    image = gradient((12, 10, 30), (50, 40, 60))
    draw = ImageDraw.Draw(image)
    disc(draw, 300, 70, 34, (235, 230, 190))
    x = rng.uniform(110, 200)
    draw.rectangle((x, 130, x + 90, 260), fill=(6, 6, 10))
    draw.polygon([(x - 12, 130), (x + 45, 70), (x + 102, 130)], fill=(6, 6, 10))
    lit = (240, 190, 60) if np.sin(6 * phase + rng.uniform(0, 6)) > -0.3 else (30, 20, 10)
    for wx in (18, 58):
        draw.rectangle((x + wx, 150, x + wx + 14, 175), fill=lit)
    draw.rectangle((0, 255, WIDTH_PX, HEIGHT_PX), fill=(5, 5, 8))
    for bat in range(7):
        bx = (rng.uniform(0, 450) + 45 * phase) % 450 - 25
        by, wing = rng.uniform(30, 150), 9 * np.sin(9 * phase + bat)
        draw.line((bx - 14, by - wing, bx, by, bx + 14, by - wing), fill=(2, 2, 4), width=4)
    return image


def concert(phase: float, rng: RNG) -> Image.Image:
    image = gradient((20, 8, 36), (40, 12, 50))
    draw = ImageDraw.Draw(image)
    for beam in range(6):
        top, sway = 40 + 64 * beam, 90 * np.sin(2.4 * phase + beam)
        colour = scaled(BRIGHT[int(rng.integers(6))], 0.55)
        draw.polygon([(top, 0), (top + sway - 28, 230), (top + sway + 28, 230)], fill=colour)
    for singer in range(3):
        person(draw, 140 + 60 * singer, 200, 60, (10, 8, 14), 5 * phase + singer)
    for i in range(26):
        y = 300 - 8 * abs(np.sin(5 * phase + i))
        person(draw, rng.uniform(0, WIDTH_PX), y + 25, rng.uniform(60, 85), (4, 3, 8), 0)
    return image


def disco(phase: float, rng: RNG) -> Image.Image:
    image = gradient((40, 10, 60), (90, 20, 90))
    draw = ImageDraw.Draw(image)
    beat = int(3 * phase)
    tiles = np.random.default_rng([int(rng.integers(1000)), beat])
    for row in range(4):
        for column in range(10):
            colour = BRIGHT[int(tiles.integers(6))]
            draw.rectangle(
                (40 * column, 180 + 30 * row, 40 * column + 38, 208 + 30 * row), fill=colour
            )
    disc(draw, 200, 50, 28, (220, 220, 235))
    for _ in range(60):
        disc(draw, tiles.uniform(0, 400), tiles.uniform(0, 180), 2, (255, 250, 220))
    for dancer in range(5):
        person(draw, 60 + 70 * dancer, 270, 90, (20, 10, 30), 8 * phase + dancer)
    return image


def old_film(phase: float, rng: RNG) -> Image.Image:
    image = gradient((150, 150, 150), (90, 90, 90))
    draw = ImageDraw.Draw(image)
    for house in range(6):
        x = 70 * house
        top = rng.uniform(90, 150)
        draw.rectangle((x, top, x + 64, 240), fill=(70, 70, 70))
        draw.polygon([(x - 4, top), (x + 32, top - 30), (x + 68, top)], fill=(45, 45, 45))
    for walker in range(5):
        x = (rng.uniform(0, 440) + 40 * phase) % 440 - 20
        person(draw, x, 270, 70, (20, 20, 20), 9 * phase + walker)
    dust = np.random.default_rng([int(rng.integers(1000)), int(6 * phase)])
    for _ in range(25):
        disc(
            draw, dust.uniform(0, 400), dust.uniform(0, 300), dust.uniform(0.5, 2), (230, 230, 230)
        )
    scratch = dust.uniform(0, 400)
    draw.line((scratch, 0, scratch, HEIGHT_PX), fill=(220, 220, 220))
    return image


PLACES: dict[str, Painter] = {
    painter.__name__: painter
    for painter in (
        skyline, road, fireworks, football, haunted, concert, disco, old_film
    )
}  # fmt: skip
