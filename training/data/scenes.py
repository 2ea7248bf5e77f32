"""Scene-to-music knowledge: what a camera sees, and the music that an editor would put under it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

from viml_core.errors import InputError

SCENES_FILE = Path(__file__).with_name("knowledge") / "scenes.jsonl"


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
    names = [f.name for f in fields(Scene)]
    scenes = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            values = [tuple(row[n]) if isinstance(row[n], list) else row[n] for n in names]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"Line {number} of {path} is not a scene: {error!r}.") from error
        scenes.append(Scene(*values))
    return scenes
