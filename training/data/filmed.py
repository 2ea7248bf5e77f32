"""Footage that the real picture encoder has looked at: photographs and drawings, filmed.

Features are kept in one small file for each film, named by all that decides it: a run that was
killed goes on where it stopped, and a changed drawing, look or encoder is looked at again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from training.csv_rows import read_csv
from training.data import drawings
from training.data.films import Look, drawing, photograph, shoot
from training.data.parallel import work_through
from training.data.scenes import KNOWLEDGE, Scene, read_moving_scenes
from training.data.seed import Footage
from viml_core.config import Limits
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.library.identity import file_sha256
from viml_core.media.files import atomic_output
from viml_core.media.frames import sample_clip
from viml_core.media.probe import probe
from viml_core.types import FloatArray

TRAINING_PICTURES = KNOWLEDGE / "pictures.csv"
LOOKS_OF_PICTURE = 4
LOOKS_OF_DRAWING = 2
_COMPUTATION = "films-1"  # change it when the same look gives another film


@dataclass(frozen=True)
class Film:
    """What is filmed, a drawing's name or a photograph, and how."""

    scene: Scene
    look: Look
    drawn: str = ""
    path: Path | None = None
    sha256: str = ""

    def key(self, preset: Preset) -> str:
        """32 hex digits that change with the film and with the encoder."""
        code = "".join(p.read_text() for p in sorted(Path(drawings.__file__).parent.glob("*.py")))
        what = [self.sha256, self.drawn, code if self.drawn else "", asdict(self.look)]
        text = json.dumps([_COMPUTATION, preset.visual.fingerprint, *what])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def picture_footage(root: Path, preset: Preset, work: Path, workers: int = 1) -> list[Footage]:
    """The photographs of the training split below `root`, each in several looks.

    Raises:
        InputError: one is missing, or is not the file that was labelled.
    """
    rows = read_csv(TRAINING_PICTURES, ("file", "sha256", "seen", "mood", "fit_words"))
    films = [film for number, row in enumerate(rows) for film in _of_picture(root, row, number)]
    return _looked_at(films, preset, work, workers)


def moving_footage(preset: Preset, work: Path, workers: int = 1) -> list[Footage]:
    """The drawn scenes of `knowledge/moving.jsonl`, each in several looks."""
    films = [
        Film(scene, _look_of_drawing(scene, 1000 * number + variant), drawn=name)
        for number, (name, scene) in enumerate(read_moving_scenes())
        for variant in range(LOOKS_OF_DRAWING)
    ]
    return _looked_at(films, preset, work, workers)


def _of_picture(root: Path, row: dict[str, str], number: int) -> list[Film]:
    path = root / row["file"]
    if not path.is_file() or file_sha256(path) != row["sha256"]:
        raise InputError(
            f"{path} is missing or is another file than the one that was labelled; unpack the "
            "package as training/data/dev/README.md says, or leave out the source 'pictures'."
        )
    moods = tuple(mood.strip() for mood in row["mood"].split(","))
    music, misfit = (tuple(row[f"{side}_words"].split(";")) for side in ("fit", "misfit"))
    unknown = dict.fromkeys(("pace", "cuts", "light", "warmth", "colour", "energy"))
    request = f"{', '.join(moods)} music"
    scene = Scene(row["seen"], **unknown, music=music, misfit=misfit, moods=moods, request=request)
    films = []
    for variant in range(LOOKS_OF_PICTURE):
        seed = 10_000 * (number + 1) + variant
        rng = np.random.default_rng(seed)
        look = Look(
            seed,
            pace=float(rng.uniform(0, 0.6)),
            cuts=float(rng.choice([0.0, 0.0, 0.25])),
            gain=float(rng.uniform(0.75, 1.2)),
            saturation=float(rng.uniform(0.7, 1.2)),
            warmth=float(rng.uniform(-0.4, 0.4)),
        )
        films.append(Film(scene, look, path=path, sha256=row["sha256"]))
    return films


def _look_of_drawing(scene: Scene, seed: int) -> Look:
    """As the scene is annotated; the light of a drawing is its own, give or take."""
    rng = np.random.default_rng(seed)
    return Look(
        seed,
        pace=scene.pace or 0.0,
        cuts=scene.cuts or 0.0,
        gain=float(rng.uniform(0.8, 1.2)),
        saturation=0.4 + (scene.colour or 0.0),
        warmth=scene.warmth or 0.0,
    )


def _looked_at(films: Sequence[Film], preset: Preset, work: Path, workers: int) -> list[Footage]:
    kept = [work / f"{film.key(preset)}.npy" for film in films]
    todo = [pair for pair in zip(films, kept, strict=True) if not pair[1].exists()]
    work_through(todo, _look_at, preset, workers, "Filming and looking")
    pictures: dict[Scene, list[FloatArray]] = {}
    for film, path in zip(films, kept, strict=True):
        pictures.setdefault(film.scene, []).append(np.load(path))
    return [
        Footage(scene, pictures=tuple(x_v), variants=2 * len(x_v))
        for scene, x_v in pictures.items()
    ]


def _look_at(preset: Preset, task: tuple[Film, Path]) -> None:
    film, out = task
    motif = photograph(film.path) if film.path else drawing(film.drawn, film.look)
    with tempfile.TemporaryDirectory() as folder:
        info = probe(shoot(motif, film.look, Path(folder) / "film.mp4"), Limits())
        x_v, _ = preset.visual.encode(sample_clip(info, preset.sampling))
    with atomic_output(out) as partial:
        np.save(partial, x_v)
