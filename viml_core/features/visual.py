"""g_v of the embedded preset: what is recognised in a clip's pictures, and how they look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch

from viml_core import weights
from viml_core.errors import MediaError
from viml_core.features.base import Note, TextEncoder, no_note
from viml_core.features.conse import NameSpace
from viml_core.features.efficientnet import load_efficientnet
from viml_core.features.picture import RANGES, describe_pictures
from viml_core.features.text import TEXT_DIM
from viml_core.types import FloatArray, FrameArray, Progress, Segment, no_progress

DESCRIPTORS = (*RANGES, "certainty")
SEMANTIC = slice(0, TEXT_DIM)
PICTURE = slice(TEXT_DIM, TEXT_DIM + len(DESCRIPTORS))

_CLASSES_FILE = Path(__file__).with_name("imagenet_classes.txt")
_TOP_CLASSES = 10  # as ConSE
_BATCH = 8  # pictures at a time: the activations of more do not fit the cache, and it gets slower
_SEEN_PROBABILITY = 0.3  # mean over a segment's pictures; below it, names are wrong too often
_MAX_SEEN = 5
# Kinds whose single classes people do not tell apart; the network spreads its certainty over them.
_FAMILIES = MappingProxyType(
    {
        "fish": (range(7), range(389, 398)),
        "bird": (range(7, 25), range(80, 101), range(127, 147)),
        "lizard": (range(38, 49),),
        "snake": (range(52, 69),),
        "spider": (range(72, 78),),
        "dog": (range(151, 269),),
        "cat": (range(281, 286),),
        "bear": (range(294, 298),),
        "insect": (range(300, 321),),
        "butterfly": (range(321, 327),),
        "monkey": (range(369, 383),),
        "mushroom": (range(991, 998),),
    }
)
_COMPUTATION = "efficientnet-lite0-conse-pictures-1"  # change it when the same clip gives other x_v


def class_names() -> tuple[str, ...]:
    """Short names of ImageNet's 1000 classes, in the order of the network's outputs."""
    return tuple(_CLASSES_FILE.read_text(encoding="utf-8").splitlines())


class EmbeddedVisualEncoder:
    """Segments of a clip to x_v (S, 384 + len(DESCRIPTORS)).

    The first 384 (`SEMANTIC`) are the unit vector of what is recognised, in the text encoder's
    space; the rest (`PICTURE`) are the `DESCRIPTORS` of the picture, each within -1..1.
    """

    name = "EfficientNet-Lite0 + picture descriptors"
    dim = PICTURE.stop

    def __init__(self, text: TextEncoder, progress: Progress = no_progress) -> None:
        """`text` gives the classes' names their vectors. Raises WeightsError."""
        self._network = load_efficientnet(progress)
        self._names = class_names()
        self._space = NameSpace(self._names, text)
        computation = (_COMPUTATION, text.fingerprint, self._names, dict(RANGES))
        self.fingerprint = weights.fingerprint(repr(computation), weights.EFFICIENTNET_LITE0)

    def encode(
        self, segments: Iterable[Segment], note: Note = no_note
    ) -> tuple[FloatArray, tuple[str, ...]]:
        """Segments in order to x_v (S, D_v) and the names of what was seen, most certain first.

        Raises MediaError where there is no picture at all.
        """
        rows, seen = [], np.zeros(len(self._names), np.float32)
        for segment in segments:
            probabilities = self._probabilities(segment.frames)
            seen = np.maximum(seen, probabilities.mean(axis=0))
            certainty = probabilities.max(axis=1).mean(keepdims=True)
            recognised = self._space.project(_top(probabilities).mean(axis=0))
            rows.append(np.concatenate([recognised, describe_pictures(segment), certainty]))
            note(segment, self._naming(probabilities))
        if not rows:
            raise MediaError("The clip has no picture to look at: choose another file.")
        return np.stack(rows).astype(np.float32), self._seen(seen)

    def _naming(self, probabilities: FloatArray) -> Callable[[slice], tuple[str, ...]]:
        return lambda part: self._seen(probabilities[part].mean(axis=0))

    def _probabilities(self, frames: FrameArray) -> FloatArray:
        """Pictures (n, 224, 224, 3) to class probabilities (n, 1000)."""
        batches = (frames[start : start + _BATCH] for start in range(0, len(frames), _BATCH))
        with torch.inference_mode():
            logits = [self._network(torch.tensor(batch)) for batch in batches]
            probabilities: FloatArray = torch.cat(logits).softmax(dim=1).numpy()
        return probabilities

    def _seen(self, confidences: FloatArray) -> tuple[str, ...]:
        """What is certain enough: single classes, and families none of whose members is."""
        certain = {
            self._names[i]: float(confidences[i])
            for i in np.flatnonzero(confidences >= _SEEN_PROBABILITY)
        }
        for family, members in _FAMILIES.items():
            share = confidences[np.concatenate(members)]
            if share.sum() >= _SEEN_PROBABILITY > share.max():
                certain[family] = float(share.sum())
        return tuple(sorted(certain, key=certain.__getitem__, reverse=True))[:_MAX_SEEN]


def _top(probabilities: FloatArray) -> FloatArray:
    """Each row's ten largest; the others zero."""
    threshold = np.partition(probabilities, -_TOP_CLASSES, axis=1)[:, -_TOP_CLASSES, None]
    return np.where(probabilities >= threshold, probabilities, 0.0).astype(np.float32)
