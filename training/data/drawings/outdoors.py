"""Drawn landscapes, weather and water."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from training.data.drawings.brush import (
    HEIGHT_PX,
    WIDTH_PX,
    Painter,
    bumps,
    disc,
    gradient,
    person,
    ridge,
    scaled,
)

RNG = np.random.Generator


def sunset_sea(phase: float, rng: RNG) -> Image.Image:
    image = gradient((70, 60, 120), (250, 160, 80))
    draw = ImageDraw.Draw(image)
    x = rng.uniform(120, 280)
    disc(draw, x, 150, rng.uniform(18, 35), (255, 225, 150))
    draw.rectangle((0, 170, WIDTH_PX, HEIGHT_PX), fill=(60, 70, 110))
    for y in range(172, HEIGHT_PX, 5):
        width = (y - 150) * 0.5 * (1 + 0.5 * np.sin(2 * phase + y))
        draw.line((x - width, y, x + width, y), fill=(250, 190, 120), width=1 + (y - 170) // 50)
    return image


def storm_sea(phase: float, rng: RNG) -> Image.Image:
    flash = rng.random() + np.sin(5 * phase) > 1.7
    image = gradient((150, 150, 170) if flash else (25, 28, 40), (50, 55, 70))
    draw = ImageDraw.Draw(image)
    for layer in range(4):
        waves = bumps(rng, phase * (1 + layer), 90) + 10 * layer
        ridge(draw, waves, 250 + 25 * layer, scaled((60, 75, 90), 1 - 0.18 * layer))
    if flash:
        x = rng.uniform(80, 320)
        points = [(x + rng.uniform(-25, 25), y) for y in range(0, 180, 25)]
        draw.line(points, fill=(250, 250, 255), width=3)
    return image


def hills(phase: float, rng: RNG) -> Image.Image:
    image = gradient((110, 170, 230), (220, 235, 250))
    draw = ImageDraw.Draw(image)
    for cloud in range(5):
        x = (rng.uniform(0, 500) + 12 * phase) % 500 - 50
        for blob in range(4):
            disc(draw, x + 16 * blob, 50 + 14 * cloud + rng.uniform(-5, 5), 14, (250, 250, 250))
    for layer in range(4):
        green = (90 - 12 * layer, 160 - 22 * layer, 70 - 10 * layer)
        ridge(draw, bumps(rng, 0.25 * phase * layer, 90), 215 + 30 * layer, green)
    return image


def forest(phase: float, rng: RNG) -> Image.Image:
    image = gradient((190, 210, 190), (90, 120, 90))
    draw = ImageDraw.Draw(image)
    for layer in range(3):
        colour = scaled((70, 100, 75), 1 - 0.3 * layer)
        for _ in range(9):
            x = (rng.uniform(0, 480) - 15 * (layer + 1) * phase) % 480 - 40
            height, width = rng.uniform(110, 190) + 30 * layer, 18 + 8 * layer
            foot = 240 + 25 * layer
            for part in range(4):
                top = foot - height * (1 - 0.2 * part)
                spread = width * (0.5 + 0.25 * part)
                draw.polygon(
                    [
                        (x, top),
                        (x - spread, top + 0.35 * height),
                        (x + spread, top + 0.35 * height),
                    ],
                    fill=colour,
                )
        draw.rectangle((0, 240 + 25 * layer, WIDTH_PX, HEIGHT_PX), fill=colour)
    return image


def mountains(phase: float, rng: RNG) -> Image.Image:
    image = gradient((90, 130, 190), (235, 225, 220))
    draw = ImageDraw.Draw(image)
    for layer in range(3):
        jag = rng.uniform(20, 150 - 35 * layer, 14)
        grey = scaled((120, 125, 150), 1 - 0.25 * layer)
        ridge(draw, jag, 230 + 30 * layer, grey)
        if layer == 0:
            for i, height in enumerate(jag.tolist()):
                x = i * WIDTH_PX / 13
                draw.polygon(
                    [(x, 230 - height), (x - 8, 246 - height), (x + 8, 246 - height)],
                    fill=(250, 250, 255),
                )
    x = (40 * phase) % 460 - 30
    draw.line((x - 12, 80, x, 86, x + 12, 80), fill=(40, 40, 50), width=3)
    return image


def rain(phase: float, rng: RNG) -> Image.Image:
    image = gradient((70, 80, 95), (40, 45, 55))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        lamp = (rng.integers(150, 255), rng.integers(120, 200), rng.integers(60, 160))
        disc(
            draw,
            rng.uniform(0, WIDTH_PX),
            rng.uniform(120, 280),
            rng.uniform(5, 16),
            scaled(lamp, 0.55),
        )
    for _ in range(160):
        x, y = rng.uniform(0, WIDTH_PX), (rng.uniform(0, 320) + 220 * phase) % 320 - 10
        draw.line((x, y, x - 2, y + 12), fill=(170, 185, 205), width=1)
    return image


def snow(phase: float, rng: RNG) -> Image.Image:
    image = gradient((60, 75, 115), (170, 185, 215))
    draw = ImageDraw.Draw(image)
    ridge(draw, bumps(rng, 0, 60), 280, (235, 240, 250))
    x = rng.uniform(100, 250)
    draw.rectangle((x, 195, x + 70, 250), fill=(90, 60, 45))
    draw.polygon([(x - 10, 195), (x + 35, 155), (x + 80, 195)], fill=(245, 245, 250))
    draw.rectangle((x + 25, 212, x + 45, 232), fill=(255, 215, 110))
    for _ in range(130):
        fall = rng.uniform(20, 60)
        y = (rng.uniform(0, 310) + fall * phase) % 310
        disc(
            draw,
            rng.uniform(0, WIDTH_PX) + 6 * np.sin(phase + y / 20),
            y,
            fall / 22,
            (250, 250, 255),
        )
    return image


def underwater(phase: float, rng: RNG) -> Image.Image:
    image = gradient((40, 150, 190), (5, 40, 80))
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        x, y = (rng.uniform(0, 460) + rng.uniform(15, 45) * phase) % 460 - 30, rng.uniform(40, 250)
        colour = (
            int(rng.integers(180, 255)),
            int(rng.integers(90, 220)),
            int(rng.integers(40, 120)),
        )
        size = rng.uniform(8, 20)
        draw.ellipse((x - size, y - size / 2, x + size, y + size / 2), fill=colour)
        draw.polygon(
            [(x - size, y), (x - 1.7 * size, y - size / 2), (x - 1.7 * size, y + size / 2)],
            fill=colour,
        )
    for _ in range(30):
        y = 300 - (rng.uniform(0, 320) + 40 * phase) % 320
        disc(draw, rng.uniform(0, WIDTH_PX), y, rng.uniform(1, 4), (190, 230, 240))
    return image


def space(phase: float, rng: RNG) -> Image.Image:
    image = gradient((4, 4, 16), (12, 6, 30))
    draw = ImageDraw.Draw(image)
    for _ in range(170):
        angle, speed = rng.uniform(0, 6.28), rng.uniform(10, 60)
        far = (rng.uniform(0, 260) + speed * phase) % 260
        x, y = 200 + far * np.cos(angle), 150 + far * np.sin(angle)
        disc(draw, x, y, 0.4 + far / 140, (230, 235, 255))
    if rng.random() < 0.6:
        x, y, radius = rng.uniform(80, 320), rng.uniform(80, 220), rng.uniform(40, 80)
        colour = (
            int(rng.integers(60, 220)),
            int(rng.integers(60, 180)),
            int(rng.integers(80, 230)),
        )
        disc(draw, x, y, radius, colour)
        for band in range(-2, 3):
            half = np.sqrt(max(radius**2 - (band * radius / 3) ** 2, 0))
            draw.line(
                (x - half, y + band * radius / 3, x + half, y + band * radius / 3),
                fill=scaled(colour, 0.75),
                width=5,
            )
    return image


def desert(phase: float, rng: RNG) -> Image.Image:
    image = gradient((120, 180, 230), (250, 225, 170))
    draw = ImageDraw.Draw(image)
    disc(draw, rng.uniform(60, 340), 55, 22, (255, 245, 200))
    for layer in range(3):
        ridge(
            draw,
            bumps(rng, 0.1 * phase, 80),
            240 + 30 * layer,
            scaled((225, 170, 100), 1 - 0.17 * layer),
        )
    for walker in range(4):
        x = (90 * walker + 10 * phase) % 440 - 20
        person(draw, x, 222, 26, (80, 50, 30), 3 * phase + walker)
    return image


OUTDOORS: dict[str, Painter] = {
    painter.__name__: painter
    for painter in (
        sunset_sea, storm_sea, hills, forest, mountains, rain, snow, underwater, space, desert
    )
}  # fmt: skip
