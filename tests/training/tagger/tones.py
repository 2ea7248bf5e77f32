"""Music whose tags are known: a low tone is the piano, a high one the flute, noise the drumset."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import soundfile

RATE_HZ = 22_050
INSTRUMENTS = ("piano", "flute", "drumset")
GENRES = {"piano": "jazz", "flute": "folk", "drumset": "rock"}
BPM = {"piano": 80, "flute": 100, "drumset": 160}
ARTISTS = 4
SMALL = {"width": 0.125, "steps": 60, "triplets": 4, "learning_rate": 5e-3}


def sound(instrument: str, seed: int, seconds: float = 3.5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    noise = rng.standard_normal(len(t))
    hz = {"piano": 220, "flute": 3000, "drumset": 0}[instrument] * rng.uniform(0.95, 1.05)
    clean = 0.05 * noise if instrument == "drumset" else 0.3 * np.sin(2 * np.pi * hz * t)
    return (clean + 1e-3 * noise).astype(np.float32)


def write_music(folder: Path) -> list[dict[str, str]]:
    """Each artist plays each instrument once; the rows of their table."""
    (folder / "audio").mkdir()
    rows = []
    for artist in range(ARTISTS):
        for i, instrument in enumerate(INSTRUMENTS):
            name = f"{instrument}-{artist}.wav"
            samples = sound(instrument, seed=10 * artist + i)
            soundfile.write(folder / "audio" / name, samples, RATE_HZ)
            rows.append(
                {
                    "path": name,
                    "group": f"artist {artist}",
                    "genres": GENRES[instrument],
                    "instruments": f"{instrument};kazoo",
                    "bpm": str(BPM[instrument] + artist),
                }
            )
    return rows


def write_table(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_recipe(folder: Path, **changes: object) -> Path:
    """A configuration for the music in `folder`; None takes a key out."""
    recipe = {
        "table": str(folder / "table.csv"),
        "audio": str(folder / "audio"),
        "out": str(folder / "tagger"),
        "cache": str(folder / "cache"),
        "run": str(folder / "run"),
        "held_out_share": 0.25,
        "train": SMALL,
    } | changes
    path = folder / "recipe.json"
    path.write_text(json.dumps({k: v for k, v in recipe.items() if v is not None}))
    return path
