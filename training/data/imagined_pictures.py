"""Picture features imagined from an annotated scene: what g_v would compute if the clip existed.

Written knowledge has no pictures. But the embedded g_v puts a picture into the text's own space, as
a sum of the names of what it recognises, so a sentence about the scene says what would be
recognised: the class names nearest to it. The encoder's vagueness is imitated: names are missed,
wrong ones turn up, and how sure it is varies.
"""

from __future__ import annotations

import numpy as np

from training.data.scenes import Scene
from viml_core.features.base import TextEncoder
from viml_core.features.conse import unit
from viml_core.features.visual import DESCRIPTORS, class_names
from viml_core.types import FloatArray

TOP_CLASSES = 10  # as the encoder
SHARPNESS = (0.02, 0.08)  # temperatures of the similarities: from sure to vague
MISSED = 0.3  # chance that a name which should be recognised is not
WRONG = 0.25  # largest share of a name that has nothing to do with the scene
SPREAD = 0.25  # of a descriptor around what the annotation says
UNTOLD_SPREAD = 0.45  # of a descriptor that the annotation does not speak of

# What an annotation says of a descriptor: its field, and whether they rise together.
TOLD = {
    "brightness": ("light", 1.0),
    "dark_share": ("light", -1.0),
    "bright_share": ("light", 0.7),
    "saturation": ("colour", 1.0),
    "colourfulness": ("colour", 1.0),
    "monochrome": ("colour", -1.0),
    "motion": ("pace", 1.0),
    "motion_peak": ("pace", 1.0),
    "motion_extent": ("pace", 0.8),
    "stillness": ("pace", -1.0),
    "cut_rate": ("cuts", 1.0),
    "variety": ("cuts", 0.6),
}


class PictureImagination:
    """Imagines x_v for scenes; the vectors of the class names are computed once."""

    def __init__(self, text: TextEncoder) -> None:
        vectors = text.encode(class_names())
        self._text = text
        self._mean = vectors.mean(axis=0)
        self._classes = vectors - self._mean

    def pictures(self, scene: Scene, variants: int, rng: np.random.Generator) -> list[FloatArray]:
        """`variants` different x_v (S, D_v) of one scene, of one to three segments."""
        nearness = unit(self._classes) @ unit(self._text.encode([scene.seen])[0] - self._mean)
        return [self._one(scene, nearness, rng) for _ in range(variants)]

    def _one(self, scene: Scene, nearness: FloatArray, rng: np.random.Generator) -> FloatArray:
        look = descriptors(scene, rng)
        rows = []
        for _ in range(rng.integers(1, 4)):
            seen = self._recognised(nearness, rng)
            wobble = 0.05 * rng.standard_normal(look.shape)
            rows.append(np.concatenate([seen, np.clip(look + wobble, -1, 1)]))
        return np.stack(rows).astype(np.float32)

    def _recognised(self, nearness: FloatArray, rng: np.random.Generator) -> FloatArray:
        temperature = rng.uniform(*SHARPNESS)
        kept = nearness[rng.random(len(nearness)) > MISSED]
        threshold = np.partition(kept, -TOP_CLASSES)[-TOP_CLASSES]
        weight = np.where(nearness >= threshold, np.exp((nearness - kept.max()) / temperature), 0)
        weight *= rng.random(len(weight)) > MISSED
        weight = weight / max(weight.sum(), 1e-6)
        wrong = rng.uniform(0, WRONG)
        weight = (1 - wrong) * weight
        weight[rng.integers(len(weight))] += wrong
        return unit(weight.astype(np.float32) @ self._classes)


def descriptors(scene: Scene, rng: np.random.Generator) -> FloatArray:
    """The picture descriptors that the annotation implies, within -1..1: (len(DESCRIPTORS),)."""
    values = UNTOLD_SPREAD * rng.standard_normal(len(DESCRIPTORS))
    for i, name in enumerate(DESCRIPTORS):
        if name == "warmth" and scene.warmth is not None:
            values[i] = scene.warmth + SPREAD * rng.standard_normal()
        elif name in TOLD:
            field, sign = TOLD[name]
            measure = getattr(scene, field)
            if measure is not None:
                values[i] = sign * (2.0 * measure - 1.0) + SPREAD * rng.standard_normal()
    return np.tanh(values).astype(np.float32)
