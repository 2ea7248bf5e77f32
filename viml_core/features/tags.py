"""From musicnn's tag confidences to the few words that a person should see."""

from __future__ import annotations

from viml_core.features.musicnn import MSD, MTT
from viml_core.types import FloatArray

MAX_TAGS = 8
MIN_TAGS = 3

# The paper's 0.3 leaves a quarter of real tracks without a tag; MTT's confidences run higher.
_THRESHOLDS = ((MSD, 0.12), (MTT, 0.17))
_SAME = {
    "female vocals": (
        *("female vocalists", "female vocalist", "female vocal", "female voice"),
        *("female", "woman"),
    ),
    "male vocals": ("male vocalists", "male vocal", "male voice", "male", "man"),
    "vocals": ("vocal", "vocals", "voice", "singing"),
    "instrumental": ("instrumental", "no vocals", "no vocal", "no voice"),
    "chillout": ("chillout", "chill"),
    "classical": ("classical", "classic"),
    "electronic": ("electronic", "electronica", "electro"),
    "beat": ("beat", "beats"),
    "choir": ("choir", "choral"),
    "metal": ("metal", "heavy metal"),
}
_NAMES = {theirs: ours for ours, same in _SAME.items() for theirs in same}


def known_tags() -> tuple[str, ...]:
    """Every name that `readable_tags` can give, in alphabetical order."""
    tags = (tag for variant, _ in _THRESHOLDS for tag in variant.tags)
    return tuple(sorted({_NAMES.get(tag, tag) for tag in tags}))


def readable_tags(confidences: FloatArray) -> tuple[tuple[str, float], ...]:
    """Confidences (100,) of MSD's and then MTT's tags to at most eight names, most certain first.

    Names that mean the same are one, with the higher confidence. Where fewer than three pass their
    vocabulary's threshold, the three that come nearest to it are given.
    """
    names = [tag for variant, _ in _THRESHOLDS for tag in variant.tags]
    limits = [limit for variant, limit in _THRESHOLDS for _ in variant.tags]
    best: dict[str, tuple[float, float]] = {}  # name to certainty by its threshold, and confidence
    for tag, limit, value in zip(names, limits, confidences.tolist(), strict=True):
        name = _NAMES.get(tag, tag)
        certainty, confidence = best.get(name, (0.0, 0.0))
        best[name] = max(certainty, value / limit), max(confidence, value)
    ranked = sorted(best.items(), key=lambda item: item[1][0], reverse=True)
    passing = sum(certainty >= 1 for _, (certainty, _) in ranked)
    chosen = ranked[: min(max(passing, MIN_TAGS), MAX_TAGS)]
    shown = ((name, round(confidence, 3)) for name, (_, confidence) in chosen)
    return tuple(sorted(shown, key=lambda tag: tag[1], reverse=True))
