"""Drawn things, faces, screens and shapes."""

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
    scaled,
)

RNG = np.random.Generator


def party(phase: float, rng: RNG) -> Image.Image:
    image = gradient((255, 230, 200), (255, 200, 190))
    draw = ImageDraw.Draw(image)
    for balloon in range(9):
        x, y = rng.uniform(20, 380), 300 - (rng.uniform(0, 380) + 35 * phase) % 380
        draw.line((x, y + 22, x + 4 * np.sin(phase + balloon), y + 60), fill=(120, 110, 110))
        draw.ellipse((x - 17, y - 22, x + 17, y + 22), fill=BRIGHT[int(rng.integers(6))])
    for _ in range(80):
        x, y = rng.uniform(0, WIDTH_PX), (rng.uniform(0, 300) + 60 * phase) % 300
        draw.rectangle((x, y, x + 4, y + 6), fill=BRIGHT[int(rng.integers(6))])
    return image


def cake(phase: float, rng: RNG) -> Image.Image:
    image = gradient((60, 30, 30), (110, 60, 45))
    draw = ImageDraw.Draw(image)
    draw.ellipse((90, 220, 310, 280), fill=(230, 225, 220))
    draw.rectangle((120, 170, 280, 245), fill=(245, 210, 215))
    draw.rectangle((120, 170, 280, 186), fill=(170, 60, 90))
    for candle in range(int(rng.integers(3, 7))):
        x = 140 + 24 * candle
        draw.rectangle((x, 138, x + 6, 170), fill=BRIGHT[candle % 6])
        glow = 7 + 2 * np.sin(9 * phase + candle)
        disc(draw, x + 3, 130, glow, (255, 190, 80))
        disc(draw, x + 3, 131, glow / 2, (255, 250, 210))
    return image


def talking(phase: float, rng: RNG) -> Image.Image:
    wall = (int(rng.integers(150, 225)),) * 2 + (int(rng.integers(170, 235)),)
    image = gradient(wall, scaled(wall, 0.8))
    draw = ImageDraw.Draw(image)
    for shelf in range(3):
        draw.rectangle((270, 50 + 55 * shelf, 390, 54 + 55 * shelf), fill=(120, 90, 70))
        for book in range(9):
            height = rng.uniform(22, 40)
            draw.rectangle(
                (274 + 12 * book, 50 + 55 * shelf - height, 283 + 12 * book, 50 + 55 * shelf),
                fill=scaled(BRIGHT[int(rng.integers(6))], 0.7),
            )
    skin, nod = (215, 170, 140), 3 * np.sin(1.5 * phase)
    draw.ellipse((100, 190, 260, 400), fill=scaled(BRIGHT[int(rng.integers(6))], 0.6))
    draw.ellipse((140, 80 + nod, 220, 190 + nod), fill=skin)
    draw.pieslice((136, 70 + nod, 224, 160 + nod), 180, 360, fill=(60, 40, 30))
    for eye in (162, 198):
        disc(draw, eye, 130 + nod, 4, (40, 30, 30))
    mouth = 3 + 5 * abs(np.sin(6 * phase))
    draw.ellipse((168, 160 + nod, 192, 160 + mouth + nod), fill=(150, 60, 60))
    return image


def code(phase: float, rng: RNG) -> Image.Image:
    image = gradient((18, 20, 28), (18, 20, 28))
    draw = ImageDraw.Draw(image)
    written = int(12 * phase)
    for line in range(18):
        x = 20 + 18 * int(rng.integers(0, 4))
        for _ in range(int(rng.integers(2, 7))):
            width = int(rng.integers(14, 55))
            if written > 0:
                draw.rectangle(
                    (x, 14 + 16 * line, x + width, 22 + 16 * line),
                    fill=scaled(BRIGHT[int(rng.integers(6))], 0.8),
                )
            x, written = x + width + 8, written - 1
    return image


def chart(phase: float, rng: RNG) -> Image.Image:
    image = gradient((245, 247, 250), (225, 232, 242))
    draw = ImageDraw.Draw(image)
    grown = min(1.0, 0.15 + 0.2 * phase)
    for bar in range(8):
        height = grown * (40 + 22 * bar + rng.uniform(-15, 15))
        draw.rectangle(
            (40 + 42 * bar, 260 - height, 68 + 42 * bar, 260), fill=(50, 110 + 10 * bar, 220)
        )
    draw.line((30, 262, 380, 262), fill=(80, 90, 110), width=3)
    points = [(40 + 42 * i, 220 - grown * 20 * i + rng.uniform(-8, 8)) for i in range(9)]
    draw.line(points, fill=(240, 120, 60), width=4)
    return image


def product(phase: float, rng: RNG) -> Image.Image:
    base = BRIGHT[int(rng.integers(6))]
    image = gradient(scaled(base, 0.35), scaled(base, 0.9))
    draw = ImageDraw.Draw(image)
    turn = np.cos(1.2 * phase)
    half = 20 + 38 * abs(turn)
    draw.ellipse((110, 245, 290, 280), fill=scaled(base, 0.3))
    draw.rectangle((200 - half, 90, 200 + half, 262), fill=(238, 238, 242))
    draw.rectangle((200 - half, 150, 200 + half, 210), fill=scaled(base, 0.7))
    draw.rectangle((200 - half / 2, 60, 200 + half / 2, 90), fill=(40, 40, 46))
    draw.line((200 + half * turn, 92, 200 + half * turn, 260), fill=(255, 255, 255), width=5)
    return image


def platformer(phase: float, rng: RNG) -> Image.Image:
    image = gradient((90, 150, 250), (150, 200, 255)).resize((100, 75), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(image)
    scroll = 18 * phase
    for block in range(30):
        x, y = block * 14 - scroll % 220, 64 - 12 * int(rng.integers(0, 4))
        draw.rectangle((x, y, x + 10, y + 4), fill=(190, 110, 50))
        draw.rectangle((x + 3, y - 8, x + 6, y - 5), fill=(250, 220, 60))
    draw.rectangle((0, 68, 100, 75), fill=(70, 170, 60))
    hop = 14 * abs(np.sin(4 * phase))
    draw.rectangle((30, 58 - hop, 37, 67 - hop), fill=(220, 40, 40))
    draw.rectangle((31, 54 - hop, 36, 58 - hop), fill=(250, 200, 160))
    return image.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.NEAREST)


def bouncing(phase: float, rng: RNG) -> Image.Image:
    image = gradient((255, 245, 200), (255, 225, 160))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 255, WIDTH_PX, HEIGHT_PX), fill=(120, 200, 110))
    for ball in range(int(rng.integers(2, 5))):
        x, hop = 80 + 90 * ball, abs(np.sin(3 * phase + ball))
        squash = 6 * (1 - hop)
        y, colour = 230 - 150 * hop, BRIGHT[int(rng.integers(6))]
        draw.ellipse((x - 26 - squash, y - 26 + squash, x + 26 + squash, y + 26), fill=colour)
        for eye in (-9, 9):
            disc(draw, x + eye, y - 6, 7, (255, 255, 255))
            disc(draw, x + eye + 2, y - 5, 3, (20, 20, 20))
    return image


def tunnel(phase: float, rng: RNG) -> Image.Image:
    image = gradient((0, 0, 0), (0, 0, 0))
    draw = ImageDraw.Draw(image)
    first, sides = int(rng.integers(6)), int(rng.integers(3, 9))
    for ring in range(16, 0, -1):
        depth = ((ring - 2 * phase) % 16) / 16
        radius, turn = 6 + 260 * depth**2, 0.4 * phase + 2 * depth
        angles = turn + np.arange(sides) * 6.28 / sides
        points = [(200 + radius * np.cos(a), 150 + radius * np.sin(a)) for a in angles]
        colour = scaled(BRIGHT[(first + ring) % 6], 0.3 + depth)
        draw.polygon(points, outline=colour, width=2 + round(7 * depth))
    return image


def bars(phase: float, rng: RNG) -> Image.Image:
    image = gradient((10, 10, 20), (30, 10, 50))
    draw = ImageDraw.Draw(image)
    for bar in range(20):
        beat = abs(np.sin(5 * phase * rng.uniform(0.6, 1.4) + bar))
        colour = BRIGHT[bar * 6 // 20]
        draw.rectangle((12 + 19 * bar, 260 - 190 * beat, 26 + 19 * bar, 260), fill=colour)
    return image


def hearts(phase: float, rng: RNG) -> Image.Image:
    image = gradient((255, 225, 230), (250, 180, 195))
    draw = ImageDraw.Draw(image)
    for _ in range(16):
        x, size = rng.uniform(10, 390), rng.uniform(7, 20)
        y = 310 - (rng.uniform(0, 340) + 30 * phase) % 340
        colour = scaled((225, 50, 90), rng.uniform(0.8, 1.2))
        disc(draw, x - size / 2, y, size / 1.8, colour)
        disc(draw, x + size / 2, y, size / 1.8, colour)
        draw.polygon([(x - size, y + 2), (x + size, y + 2), (x, y + 1.5 * size)], fill=colour)
    return image


def fire(phase: float, rng: RNG) -> Image.Image:
    image = gradient((12, 6, 6), (50, 18, 8))
    draw = ImageDraw.Draw(image)
    for _ in range(70):
        age = (rng.uniform(0, 1) + 0.9 * phase) % 1
        x = 200 + rng.normal(0, 45) * (1 - 0.6 * age) + 8 * np.sin(6 * phase + 9 * age)
        heat = scaled((255, 190, 70), 1.1 - 0.6 * age)
        disc(
            draw,
            x,
            255 - 170 * age,
            20 * (1 - age) + 2,
            (heat[0], round(heat[1] * (1 - 0.6 * age)), heat[2] // 3),
        )
    for log in (-1, 1):
        draw.line((200 - 70 * log, 275, 200 + 60 * log, 250), fill=(60, 35, 20), width=14)
    return image


def tree_lights(phase: float, rng: RNG) -> Image.Image:
    image = gradient((70, 25, 25), (110, 45, 35))
    draw = ImageDraw.Draw(image)
    for part in range(4):
        top, spread = 40 + 48 * part, 42 + 24 * part
        draw.polygon(
            [(200, top), (200 - spread, top + 80), (200 + spread, top + 80)],
            fill=(20, 90 + 6 * part, 50),
        )
    for i in range(45):
        y = rng.uniform(70, 255)
        x = 200 + rng.uniform(-0.45, 0.45) * (y - 25)
        disc(draw, x, y, 4, scaled(BRIGHT[i % 6], 1.0 if np.sin(4 * phase + i) > 0 else 0.5))
    disc(draw, 200, 40, 9, (255, 225, 90))
    for box in range(4):
        draw.rectangle((90 + 60 * box, 262, 130 + 60 * box, 295), fill=BRIGHT[int(rng.integers(6))])
    return image


INDOORS: dict[str, Painter] = {
    painter.__name__: painter
    for painter in (
        party, cake, talking, code, chart, product, platformer, bouncing, tunnel, bars, hearts,
        fire, tree_lights,
    )
}  # fmt: skip
