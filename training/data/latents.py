"""The factors that a synthetic corpus is made of; `synthetic.py` states the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.data.triplets import IndexArray
from viml_core.types import FloatArray

SHARED, SEEN, SAID, COURSE = 8, 12, 8, 2
GENRES, INSTRUMENTS = 20, 12  # the tagger of the paper has 20 and 41
GENRE_SPREAD = 0.7  # of the genres' means, where an item's own spread is 1
COURSE_MEMORY = 0.6  # of the autoregression
INSTRUMENT_THRESHOLD = 1.0  # of a spread of 1.4 or so: about a quarter is heard
ON_CAMERA = 0.5  # of the instruments that are heard
HIDDEN = 256
GAIN = 1.5


@dataclass(frozen=True)
class SyntheticConfig:
    """How much of it. Dimensions are the papers'; segments are of 10 s."""

    train: int = 6000
    validation: int = 500
    test: int = 2000
    visual_dim: int = 512
    text_dim: int = 512
    music_dim: int = 256
    shortest: int = 3
    longest: int = 8
    seed: int = 0

    @property
    def items(self) -> int:
        return self.train + self.validation + self.test


@dataclass(frozen=True)
class Latents:
    """What the items of a corpus are made of; `lengths` (n,) segments, `course` is ragged."""

    genre: IndexArray
    shared: FloatArray
    seen: FloatArray
    said: FloatArray
    instruments: FloatArray
    on_camera: FloatArray
    lengths: IndexArray
    course: FloatArray


class Network:
    """A random tanh network (n, inputs) -> (n, outputs), rows of about unit length."""

    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator) -> None:
        self.first = normal(rng, inputs, HIDDEN) * np.float32(GAIN / np.sqrt(inputs))
        self.bias = normal(rng, HIDDEN) * np.float32(0.5)
        self.second = normal(rng, HIDDEN, outputs) / np.float32(np.sqrt(HIDDEN * outputs))

    def __call__(self, u: FloatArray) -> FloatArray:
        """u (n, inputs) -> (n, outputs)."""
        return np.tanh(u @ self.first + self.bias) @ self.second


def sample_latents(config: SyntheticConfig) -> Latents:
    """Draw the factors of every item."""
    rng = stream(config, "latents")
    n = config.items
    popularity = 1.0 / np.arange(1, GENRES + 1)
    genre = rng.choice(GENRES, n, p=popularity / popularity.sum())
    means = normal(rng, GENRES, SHARED + SEEN + SAID) * np.float32(GENRE_SPREAD)
    factors = means[genre] + normal(rng, n, SHARED + SEEN + SAID)
    shared, seen, said = np.split(factors, (SHARED, SHARED + SEEN), axis=1)
    likes = np.concatenate([shared, said], axis=1) @ normal(rng, SHARED + SAID, INSTRUMENTS)
    instruments = (
        likes / np.sqrt(SHARED + SAID) + normal(rng, n, INSTRUMENTS) > INSTRUMENT_THRESHOLD
    ).astype(np.float32)
    on_camera = instruments * (rng.random(instruments.shape) < ON_CAMERA)
    lengths = rng.integers(config.shortest, config.longest + 1, n)
    return Latents(
        genre=genre.astype(np.int64),
        shared=shared,
        seen=seen,
        said=said,
        instruments=instruments,
        on_camera=on_camera.astype(np.float32),
        lengths=lengths,
        course=_courses(rng, lengths),
    )


def _courses(rng: np.random.Generator, lengths: IndexArray) -> FloatArray:
    longest = int(lengths.max())
    steps = normal(rng, len(lengths), longest, COURSE)
    for t in range(1, longest):
        fresh = np.sqrt(1.0 - COURSE_MEMORY**2)
        steps[:, t] = COURSE_MEMORY * steps[:, t - 1] + fresh * steps[:, t]
    return steps[np.arange(longest) < lengths[:, None]]


def stream(config: SyntheticConfig, part: str) -> np.random.Generator:
    """Random numbers of one part, which do not change when another part does."""
    return np.random.default_rng([config.seed, *part.encode()])


def normal(rng: np.random.Generator, *shape: int) -> FloatArray:
    """Standard normal, float32."""
    return rng.standard_normal(shape, np.float32)
