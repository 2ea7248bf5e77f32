"""Labels of a track to texts: bare tags, a template sentence, and what a person would type.

The first two are ViML's `tags` route and the template step of its `data2text` route; the third is
short and incomplete on purpose, as queries are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.synthesis.wording import listed, shuffled

# Words for a level, from its lower bound on.
ENERGY_WORDS = (
    (0.0, ("calm", "relaxed", "quiet", "soft", "gentle")),
    (0.3, ("easygoing", "laid-back", "moderate", "smooth")),
    (0.55, ("upbeat", "lively", "bright", "groovy")),
    (0.75, ("energetic", "driving", "powerful", "intense", "fast")),
)
TEMPO_WORDS = (
    (0.0, ("slow",)),
    (85.0, ("mid-tempo",)),
    (125.0, ("fast", "up-tempo")),
)
GENRE_TEMPLATES = ("This is {}", "A {} track", "{} music", "The soundtrack is {}", "Some {}")
MOOD_TEMPLATES = ("The mood is {}", "It feels {}", "It sounds {}", "A {} feeling")
INSTRUMENT_TEMPLATES = ("With {}", "It features {}", "{} are playing", "The sound of {}")


@dataclass(frozen=True)
class Labels:
    """What is known of a track. energy: 0..1; either number may be unknown."""

    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    energy: float | None = None
    bpm: float | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """All of them, and the words for energy and tempo, without repeats."""
        words = (*self.genres, *self.moods, *self.instruments)
        words += level_words(self.energy, ENERGY_WORDS) + level_words(self.bpm, TEMPO_WORDS)
        return tuple(dict.fromkeys(words))

    @property
    def description(self) -> str:
        """One fixed line, for matching with other texts."""
        return ", ".join((*self.genres, *self.moods, *self.instruments[:3]))


def level_words(
    value: float | None, words: Sequence[tuple[float, tuple[str, ...]]]
) -> tuple[str, ...]:
    """The words of the highest lower bound that `value` reaches; none for an unknown value."""
    if value is None:
        return ()
    return [names for bound, names in words if value >= bound][-1]


def tags_text(labels: Labels, rng: np.random.Generator) -> str:
    """Every word, shuffled, comma-separated: ViML's `tags`."""
    return shuffled(labels.words, rng)


def template_text(labels: Labels, rng: np.random.Generator) -> str:
    """A template sentence per category, in random order, filled with that category's words."""
    moods = (*labels.moods, *_some(level_words(labels.energy, ENERGY_WORDS), 1, rng))
    categories = (
        (GENRE_TEMPLATES, _some(labels.genres, 3, rng)),
        (MOOD_TEMPLATES, _some(moods, 3, rng)),
        (INSTRUMENT_TEMPLATES, _some(labels.instruments, 4, rng)),
    )
    sentences = [str(rng.choice(t)).format(listed(words)) for t, words in categories if words]
    return ". ".join(rng.permutation(sentences).tolist()).strip() + "."


def typed_text(labels: Labels, rng: np.random.Generator) -> str:
    """A few words as a person would type them: `hopeful acoustic folk with guitar`."""
    mood = _some((*labels.moods, *level_words(labels.energy, ENERGY_WORDS)), 2, rng)
    genre = _some(labels.genres, 1, rng)
    tempo = _some(level_words(labels.bpm, TEMPO_WORDS), 1, rng) if rng.random() < 0.3 else ()
    text = " ".join((*tempo, *mood, *genre))
    if labels.instruments and rng.random() < 0.6:
        text += " with " + listed(_some(labels.instruments, 2, rng))
    return text


ROUTES = (tags_text, template_text, typed_text)


def synthesise(labels: Labels, count: int, rng: np.random.Generator) -> list[str]:
    """`count` texts, the routes in turn."""
    return [ROUTES[i % len(ROUTES)](labels, rng) for i in range(count)]


def _some(words: Sequence[str], most: int, rng: np.random.Generator) -> tuple[str, ...]:
    count = min(len(words), int(rng.integers(1, most + 1)))
    return tuple(rng.permutation(words)[:count].tolist()) if count else ()
