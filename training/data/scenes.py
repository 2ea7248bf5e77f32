"""Scene-to-music knowledge: what a camera sees, and the music that an editor would put under it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from viml_core.errors import InputError

KNOWLEDGE = Path(__file__).with_name("knowledge")
SCENES_FILE = KNOWLEDGE / "scenes.jsonl"
MOVING_FILE = KNOWLEDGE / "moving.jsonl"


@dataclass(frozen=True)
class Scene:
    """One annotated scene. The measures lie in 0..1, warmth in -1..1; None is unknown."""

    seen: str
    pace: float | None
    cuts: float | None
    light: float | None
    warmth: float | None
    colour: float | None
    music: tuple[str, ...]
    misfit: tuple[str, ...]
    moods: tuple[str, ...]
    energy: float | None
    request: str


def read_scenes(path: Path = SCENES_FILE) -> list[Scene]:
    """All scenes of a JSONL file.

    Raises:
        InputError: a line is not a scene; it says which.
    """
    return [scene for scene, _ in _rows(path)]


def read_moving_scenes(path: Path = MOVING_FILE) -> list[tuple[str, Scene]]:
    """Names of drawings (`training.data.drawings`), and the scenes that they show.

    Raises:
        InputError: a line is not a scene; it says which.
    """
    return [(str(row["drawing"]), scene) for scene, row in _rows(path)]


def _rows(path: Path) -> list[tuple[Scene, dict[str, Any]]]:
    names = [f.name for f in fields(Scene)]
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            values = [tuple(row[n]) if isinstance(row[n], list) else row[n] for n in names]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"Line {number} of {path} is not a scene: {error!r}.") from error
        rows.append((Scene(*values), row))
    return rows
