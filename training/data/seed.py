"""Triplets from what is seen, what is heard and what is said: the corpus that models start from.

What is seen is a `Footage`: a written scene, imagined as pictures or really looked at. It gets
music in two ways: tracks imagined from its editor's phrases, and tracks that exist (or that
somebody described, and that are imagined from the description) whose labels say what was asked for.
The words of a triplet are what a person would type for the scene, or texts of the track. What the
scene's editor asks for and rules out is kept as the brief of each of its pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from training.data.imagined_music import MusicImagination
from training.data.imagined_pictures import PictureImagination
from training.data.music import LabelledMusic
from training.data.scenes import Scene
from training.data.triplets import Briefs, Ragged, Triplets
from training.synthesis.labels import Labels, synthesise
from viml_core.features.base import Preset, TextEncoder
from viml_core.types import FloatArray


@dataclass(frozen=True)
class SeedConfig:
    """How the corpus is put together. Every choice is ours."""

    seed: int = 0
    texts_per_variant: int = 2
    texts_per_track: int = 6
    misfit_weight: float = 0.5  # of what clearly does not fit, against what fits
    energy_weight: float = 0.4  # of the difference between the scene's energy and the track's
    choice_temperature: float = 0.05  # how strictly the best matching tracks are preferred


@dataclass(frozen=True)
class Footage:
    """What is seen. pictures: x_v (S, D_v) of real clips of it; empty: `variants` are imagined.

    texts: more that a person said of its music. variants: tracks imagined for it; known, described:
    how many tracks that exist, and that somebody described, it is given.
    """

    scene: Scene
    pictures: tuple[FloatArray, ...] = ()
    texts: tuple[str, ...] = ()
    variants: int = 8
    known: int = 16
    described: int = 0


@dataclass(frozen=True)
class Description:
    """A track of which only words are there: what a person wrote, and phrases of its sound."""

    text: str
    labels: Labels


@dataclass(frozen=True)
class Ingredients:
    """What a corpus is made of. footage: by the name of its source."""

    known: list[LabelledMusic]
    footage: dict[str, list[Footage]]
    described: list[Description] = field(default_factory=list)


class SeedCorpus:
    """Collects pictures, texts, tracks and the triplets of them."""

    def __init__(self, preset: Preset, ingredients: Ingredients, config: SeedConfig) -> None:
        known = ingredients.known
        self.preset = preset
        self.config = config
        self.rng = np.random.default_rng(config.seed)
        self.pictures: list[FloatArray] = []
        self._row_of_text = {"": 0}
        self.music = [track.x_m for track in known]
        self.rows: list[tuple[int, int, int]] = []
        self.briefs: list[list[tuple[int, float]]] = []
        self._texts_of_track = [self._write(track) for track in known]
        self._painter = PictureImagination(preset.text)
        self._composer = MusicImagination(preset.text, known)
        self._first_described = len(known)
        for description in ingredients.described:
            self._imagine(description)

    def add(self, footage: Footage, known: FloatArray, described: FloatArray) -> None:
        """All triplets of one scene.

        known, described: probability with which each track that exists, or is described, is chosen.
        """
        scene, first = footage.scene, len(self.pictures)
        self.pictures += footage.pictures or self._painter.pictures(
            scene, footage.variants, self.rng
        )
        count = len(self.pictures) - first
        first_track = len(self.music)
        self.music += self._composer.tracks(scene.music, scene.energy, footage.variants, self.rng)
        texts = self._texts_of(footage)
        self.briefs += [self._brief(scene)] * count
        for variant in range(footage.variants):
            for text in self.rng.choice(texts, self.config.texts_per_variant):
                picture = first + variant % count
                self.rows.append((picture, int(text), first_track + variant))
        chosen = self.rng.choice(len(known), footage.known, p=known).tolist()
        if footage.described and len(described):
            drawn = self.rng.choice(len(described), footage.described, p=described)
            chosen += (self._first_described + drawn).tolist()
        for track in chosen:
            picture = int(self.rng.integers(first, len(self.pictures)))
            text = self.rng.choice([*texts, *self._texts_of_track[track]])
            self.rows.append((picture, int(text), track))

    def triplets(self, about: dict[str, Any]) -> Triplets:
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
            about=about,
        )

    def _write(self, track: LabelledMusic) -> list[int]:
        written = synthesise(track.labels, self.config.texts_per_track, self.rng)
        return self._keep([*written, *track.texts])

    def _imagine(self, description: Description) -> None:
        labels = description.labels
        phrases = (*labels.genres, *labels.moods)
        self.music += self._composer.tracks(phrases, labels.energy, 1, self.rng)
        self._texts_of_track.append(self._keep([description.text, ", ".join(phrases)]))

    def _texts_of(self, footage: Footage) -> list[int]:
        scene = footage.scene
        moods, music = ", ".join(scene.moods), ", ".join(scene.music)
        both = ", ".join(filter(None, (moods, music)))
        typed = [scene.request, moods, music, both, *scene.music]
        return self._keep([*filter(None, typed), *footage.texts])

    def _brief(self, scene: Scene) -> list[tuple[int, float]]:
        """The moods and the music that fit count alike, and as much as what does not fit."""
        sides = ((scene.music, 1.0), (scene.moods, 1.0), (scene.misfit, -1.0))
        return [(row, sign / len(side)) for side, sign in sides for row in self._keep(side)]

    def _keep(self, texts: Iterable[str]) -> list[int]:
        """Rows of the texts; one that is there already is not encoded twice."""
        return [self._row_of_text.setdefault(text, len(self._row_of_text)) for text in texts]


def build(
    preset: Preset, ingredients: Ingredients, config: SeedConfig, about: dict[str, Any]
) -> Triplets:
    """The corpus of all footage with the music that is there. about: kept with the corpus.

    Each source draws its own random numbers, so that leaving one out changes no other.
    """
    corpus = SeedCorpus(preset, ingredients, config)
    known = [track.labels for track in ingredients.known]
    described = [description.labels for description in ingredients.described]
    for source, footage in ingredients.footage.items():
        corpus.rng = np.random.default_rng([config.seed, *source.encode()])
        scenes = [item.scene for item in footage]
        pools = [suitability(scenes, labels, preset.text, config) for labels in (known, described)]
        for item, *probabilities in zip(footage, *pools, strict=True):
            corpus.add(item, *probabilities)
    return corpus.triplets(about)


def suitability(
    scenes: Sequence[Scene], tracks: Sequence[Labels], text: TextEncoder, config: SeedConfig
) -> FloatArray:
    """Probability with which each scene is given each track: (scenes, tracks), rows sum to 1.

    Nearness of the asked-for phrases to the track's labels in the text's space, less that of the
    misfits, less the difference in energy.
    """
    if not tracks:
        return np.zeros((len(scenes), 0))
    described = text.encode([labels.description for labels in tracks])
    energy = np.array([labels.energy for labels in tracks], float)  # None: NaN
    rows = []
    for scene in scenes:
        score = (text.encode(scene.music) @ described.T).max(axis=0)
        if scene.misfit:
            misfit = (text.encode(scene.misfit) @ described.T).max(axis=0)
            score = score - config.misfit_weight * misfit
        told = np.nan if scene.energy is None else scene.energy
        apart = np.nan_to_num(np.abs(energy - told), nan=0.2)
        score = score - config.energy_weight * apart
        weight = np.exp((score - score.max()) / config.choice_temperature)
        rows.append(weight / weight.sum())
    return np.stack(rows)
