"""A few tracks of our own, as a tagger hears them and a person writes of them."""

from __future__ import annotations

import json
from pathlib import Path

from training.synthesis.items import TaggedItem

ROWS = (
    {
        "id": "a",
        "genres": {"rock": 0.812, "pop": 0.35, "jazz": 0.2},
        "moods": {"happy": 0.404},
        "instruments": {"drumset": 0.7, "electric guitar": 0.9},
        "text": "A happy rock song with loud guitars.",
    },
    {
        "id": "b",
        "genres": {"electronic": 0.5},
        "moods": {},
        "instruments": {"synth bass": 0.6},
        "text": "Club beats over a deep synth bass.",
    },
    {
        "id": "c",
        "genres": {"folk": 0.61},
        "moods": {"sad": 0.5, "slow": 0.45},
        "instruments": {"acoustic guitar": 0.88},
        "text": "Somebody plucks a lonely guitar.",
    },
)


def items() -> list[TaggedItem]:
    return [TaggedItem(**row) for row in ROWS]


def write_items(path: Path, rows=ROWS) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]
