"""The simulated routes of text of a synthetic corpus; `synthetic.py` states the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.data.corpus import HUMAN, Sentences
from training.data.latents import GENRES, Latents, Network, SyntheticConfig, normal, stream
from viml_core.types import FloatArray

MOODS = 28
IMPRESSION, STYLE = 12, 4
TAGGER_NOISE = 1.0  # on a mood, whose own spread is about 1
MISHEARD = 0.05  # of all tags, either way
MOOD_THRESHOLD = 1.2  # standard deviations: about 12% of the moods are named
TAG_WEIGHT = 2.0  # a tag is on or off, most are off: what brings its spread near a factor's
GUESS_NOISE = 0.5  # of the impression that prompt2text guesses, relative to itself
DISAGREEMENT = 2.0  # of two people about the same track, relative to what they agree on
DESCRIBED = 0.1  # of the training items people wrote about some: the examples of the prompt


@dataclass(frozen=True)
class Manner:
    """How a route writes. kept: share of the tags; personal: 0 is formal style, 1 people's."""

    kept: float
    personal: float
    spread: float  # of the style from one text to the next
    invented: float = 0.0  # share of the other tags that are mentioned all the same


MANNERS = {
    "tags": Manner(kept=1.0, personal=0.0, spread=0.1),
    "data2text": Manner(kept=0.77, personal=0.5, spread=0.3),
    "prompt2text": Manner(kept=0.26, personal=0.9, spread=0.6, invented=0.02),
    HUMAN: Manner(kept=0.25, personal=1.0, spread=0.8),
}


def write_texts(config: SyntheticConfig, z: Latents) -> tuple[dict[str, Sentences], FloatArray]:
    """Every route's texts, and the embedding of the empty text (D_t,).

    People described all test items and few of the others.
    """
    rng = stream(config, "texts")
    true, tagged = _tags(z, rng)
    impressions = _impressions(config, z, tagged, rng)
    inputs = true.shape[1] + IMPRESSION + STYLE
    network = Network(inputs, config.text_dim, rng)
    formal, people = normal(rng, 2, STYLE)
    texts = {}
    for route, manner in MANNERS.items():
        source = true if route == HUMAN else tagged
        mentioned = source * (rng.random(source.shape) < manner.kept)
        mentioned = np.maximum(mentioned, rng.random(source.shape) < manner.invented)
        usual = (1.0 - manner.personal) * formal + manner.personal * people
        style = usual + manner.spread * normal(rng, config.items, STYLE)
        u = np.concatenate([TAG_WEIGHT * mentioned, impressions[route], style], axis=1)
        items = np.arange(config.items)
        if route == HUMAN:
            some = (rng.random(config.items) < DESCRIBED) & (items < config.train)
            items = np.flatnonzero(some | (items >= config.items - config.test))
        texts[route] = Sentences(items, network(u[items].astype(np.float32)))
    return texts, network(np.zeros((1, inputs), np.float32))[0]


def _tags(z: Latents, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """(n, genres + moods + instruments), 1 where a tag is true, and where the tagger says so."""
    audible = np.concatenate([z.shared, z.said], axis=1)
    moods = audible @ normal(rng, audible.shape[1], MOODS) / np.float32(np.sqrt(audible.shape[1]))
    genres = np.eye(GENRES, dtype=np.float32)[z.genre]

    def named(strength: FloatArray) -> FloatArray:
        strong = strength > MOOD_THRESHOLD * strength.std()
        return np.concatenate([genres, strong, z.instruments], axis=1).astype(np.float32)

    tagged = named(moods + np.float32(TAGGER_NOISE) * normal(rng, *moods.shape))
    return named(moods), np.abs(tagged - (rng.random(tagged.shape) < MISHEARD)).astype(np.float32)


def _impressions(
    config: SyntheticConfig, z: Latents, tagged: FloatArray, rng: np.random.Generator
) -> dict[str, FloatArray]:
    """(n, IMPRESSION) by route: none, guessed from the tags, or a listener's own."""
    audible = np.concatenate([z.shared, z.said], axis=1)
    felt = audible @ normal(rng, audible.shape[1], IMPRESSION) / np.sqrt(audible.shape[1])
    known = slice(0, config.train)
    guess = tagged @ np.linalg.lstsq(tagged[known], felt[known])[0]
    none = np.zeros_like(felt)
    return {
        "tags": none,
        "data2text": none,
        "prompt2text": guess + GUESS_NOISE * guess.std() * normal(rng, *felt.shape),
        HUMAN: felt + DISAGREEMENT * felt.std() * normal(rng, *felt.shape),
    }
