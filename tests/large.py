"""A library of ten thousand tracks, as rows: what matters here is how many there are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from viml_core.library import Library
from viml_core.library.catalogue import Catalogue

MANY = 10_000
FEATURES = 64
TEMPI = (80, 100, 120, 140)


def make(folder: Path) -> Library:
    """Its files are empty, its features noise of one segment a track, its tempi of four kinds."""
    catalogue = Catalogue(folder)
    catalogue.create("toy", "m")
    names = [f"{number:05d}" for number in range(MANY)]
    x_m = np.random.default_rng(0).standard_normal((MANY, FEATURES)).astype("<f4")
    tags = json.dumps(["piano", "calm"])
    for name in names:
        (folder / name).touch()
    with catalogue.database.writing() as connection:
        connection.executemany(
            "INSERT INTO tracks (track_id, title, artist, license, duration_s, loudness_lufs, "
            "peak_dbfs, bpm, tags, silent) VALUES (?, ?, 'A', 'CC0-1.0', 60, -14, -1, ?, ?, 0)",
            [(name, name, TEMPI[int(name) % 4], tags) for name in names],
        )
        connection.executemany(
            "INSERT INTO features VALUES (?, ?, 1, ?)",
            [(name, b"", row.tobytes()) for name, row in zip(names, x_m, strict=True)],
        )
        connection.executemany(
            "INSERT INTO files (path, size_bytes, mtime_ns, sha256, track_id) VALUES (?,0,0,?,?)",
            [(name, name, name) for name in names],
        )
    return Library.open(folder, music_encoder_fingerprint="m")
