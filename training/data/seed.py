"""`python -m training.data.seed`: the seed corpus, from written scenes and music with known labels.

Each scene of `knowledge/scenes.jsonl` becomes imagined pictures, and gets music in two ways: tracks
imagined from its editor's phrases, and tracks that exist whose labels say what was asked for. Those
are rendered by `training.composer` (labels known exactly) and may be joined by real tracks of the
training split (labels as musicnn hears them). The words of a triplet are what a person would type
for the scene, or synthesised from the track's labels. What the scene's editor asks for and rules
out is kept as the brief of each of its pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.imagined_music import MusicImagination
from training.data.imagined_pictures import PictureImagination
from training.data.music import LabelledMusic, heard_music, rendered_music
from training.data.scenes import Scene, read_scenes
from training.data.triplets import Briefs, Ragged, Triplets
from training.synthesis.labels import synthesise
from viml_core.console import run, show_progress
from viml_core.features.base import Preset, TextEncoder
from viml_core.features.presets import load_preset
from viml_core.types import FloatArray


@dataclass(frozen=True)
class SeedConfig:
    """How the corpus is put together. Every choice is ours."""

    seed: int = 0
    variants_per_scene: int = 8  # imagined pictures, each with a track imagined for it
    texts_per_variant: int = 2
    texts_per_track: int = 6
    known_per_scene: int = 16  # tracks that exist
    misfit_weight: float = 0.5  # of what clearly does not fit, against what fits
    energy_weight: float = 0.4  # of the difference between the scene's energy and the track's
    choice_temperature: float = 0.05  # how strictly the best matching tracks are preferred


class SeedCorpus:
    """Collects pictures, texts, tracks and the triplets of them."""

    def __init__(self, preset: Preset, known: list[LabelledMusic], config: SeedConfig) -> None:
        self.preset = preset
        self.config = config
        self.rng = np.random.default_rng(config.seed)
        self.pictures: list[FloatArray] = []
        self._row_of_text = {"": 0}
        self.music = [track.x_m for track in known]
        self.rows: list[tuple[int, int, int]] = []
        self.briefs: list[list[tuple[int, float]]] = []
        self._known_texts = [self._write(track) for track in known]
        self._painter = PictureImagination(preset.text)
        self._composer = MusicImagination(preset.text, known)

    def add(self, scene: Scene, suited: FloatArray) -> None:
        """All triplets of one scene. suited: (known tracks,) probabilities of being chosen."""
        count, first = self.config.variants_per_scene, len(self.pictures)
        self.pictures += self._painter.pictures(scene, count, self.rng)
        first_track = len(self.music)
        self.music += self._composer.tracks(scene.music, scene.energy, count, self.rng)
        texts = self._texts_of(scene)
        self.briefs += [self._brief(scene)] * count
        for variant in range(count):
            for text in self.rng.choice(texts, self.config.texts_per_variant):
                self.rows.append((first + variant, int(text), first_track + variant))
        for track in self.rng.choice(len(suited), self.config.known_per_scene, p=suited).tolist():
            picture = int(self.rng.integers(first, len(self.pictures)))
            text = self.rng.choice([*texts, *self._known_texts[track]])
            self.rows.append((picture, int(text), track))

    def triplets(self) -> Triplets:
        """Everything that was added."""
        x_t = self.preset.text.encode(list(self._row_of_text))
        return Triplets(
            preset=self.preset.name,
            encoders=self.preset.fingerprints,
            video=Ragged.of(self.pictures),
            text=x_t,
            music=Ragged.of(self.music),
            empty=x_t[0],
            rows=np.array(self.rows, np.int64),
            briefs=Briefs.of(self.briefs),
        )

    def _write(self, track: LabelledMusic) -> list[int]:
        return self._keep(synthesise(track.labels, self.config.texts_per_track, self.rng))

    def _texts_of(self, scene: Scene) -> list[int]:
        moods, music = ", ".join(scene.moods), ", ".join(scene.music)
        return self._keep([scene.request, moods, music, f"{moods}, {music}", *scene.music])

    def _brief(self, scene: Scene) -> list[tuple[int, float]]:
        """The moods and the music that fit count alike, and as much as what does not fit."""
        sides = ((scene.music, 1.0), (scene.moods, 1.0), (scene.misfit, -1.0))
        return [(row, sign / len(side)) for side, sign in sides for row in self._keep(side)]

    def _keep(self, texts: Iterable[str]) -> list[int]:
        """Rows of the texts; one that is there already is not encoded twice."""
        return [self._row_of_text.setdefault(text, len(self._row_of_text)) for text in texts]


def build(
    preset: Preset, known: list[LabelledMusic], scenes: list[Scene], config: SeedConfig
) -> Triplets:
    """The corpus of all scenes with the music that is known."""
    corpus = SeedCorpus(preset, known, config)
    suited = suitability(scenes, known, preset.text, config)
    for scene, probabilities in zip(scenes, suited, strict=True):
        corpus.add(scene, probabilities)
    return corpus.triplets()


def suitability(
    scenes: list[Scene], known: list[LabelledMusic], text: TextEncoder, config: SeedConfig
) -> FloatArray:
    """Probability with which each scene is given each track: (scenes, tracks), rows sum to 1.

    Nearness of the asked-for phrases to the track's labels in the text's space, less that of the
    misfits, less the difference in energy.
    """
    described = text.encode([track.labels.description for track in known])
    energy = np.array([track.labels.energy for track in known], float)
    rows = []
    for scene in scenes:
        wanted = (text.encode(scene.music) @ described.T).max(axis=0)
        unwanted = (text.encode(scene.misfit) @ described.T).max(axis=0)
        apart = np.nan_to_num(np.abs(energy - scene.energy), nan=0.2)
        score = wanted - config.misfit_weight * unwanted - config.energy_weight * apart
        weight = np.exp((score - score.max()) / config.choice_temperature)
        rows.append(weight / weight.sum())
    return np.stack(rows)


def main() -> None:
    """Build the corpus that the arguments describe."""
    parser = argparse.ArgumentParser(prog="python -m training.data.seed", description=__doc__)
    parser.add_argument("--renderings", type=Path, nargs="+", required=True, metavar="DIR")
    parser.add_argument("--real", type=Path, metavar="MUSIC_ROOT", help="adds knowledge/music.csv")
    parser.add_argument("--work", type=Path, default=Path("build/seed"), metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("build/seed.safetensors"), metavar="FILE")
    args = parser.parse_args()
    preset = load_preset("embedded", show_progress)
    known = [
        track
        for folder in args.renderings
        for track in rendered_music(folder, preset, args.work / "rendered")
    ]
    if args.real:
        known += heard_music(args.real, preset, args.work / "real")
    corpus = build(preset, known, read_scenes(), SeedConfig())
    corpus.save(args.out)
    print(f"{args.out}: {len(corpus.rows)} triplets of {len(corpus.music)} tracks")


if __name__ == "__main__":
    sys.exit(run("seed", main))
