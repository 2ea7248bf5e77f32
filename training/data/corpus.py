"""A corpus for research: every item's base features, its texts by route, its split and labels.

What `training.extract` makes of real media and `training.data.synthetic` of a stated model; tables
and evaluations read nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from training.data.arrays import check_finite, write_arrays
from training.data.triplets import IndexArray, Ragged, Triplets
from viml_core.errors import InputError
from viml_core.types import FloatArray

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
HUMAN = "human"  # the route of people's own texts; any other route is synthesised
CLIP_S = 30.0  # ViML's clip level: 30 s around the annotated 10 s
ANNOTATED_S = 10.0
FORMAT = "viml-corpus-1"


@dataclass(frozen=True)
class Sentences:
    """The texts of one route, one for each item that has one: items (T,), vectors (T, D_t)."""

    items: IndexArray
    vectors: FloatArray


@dataclass(frozen=True)
class Corpus:
    """n items; row i of everything belongs to `ids[i]`.

    encoders: fingerprints by modality of what computed the features. split: (n,) codes into
    `SPLITS`. empty: (D_t,), the embedding of "". annotated_s: (n,) where the annotated 10 s begin,
    -1 where unknown, which stands for the middle. genre: (n,) ids, -1 where unknown. instruments:
    (n, I), 1 where heard. synthetic: the features come from a model, not from media.
    """

    preset: str
    encoders: dict[str, str]
    ids: tuple[str, ...]
    split: NDArray[np.int8]
    video: Ragged
    music: Ragged
    texts: dict[str, Sentences]
    empty: FloatArray
    segment_s: float = 10.0
    synthetic: bool = False
    annotated_s: FloatArray | None = None
    genre: IndexArray | None = None
    instruments: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def items(self, split: Split, route: str | None = None) -> IndexArray:
        """Rows of a split, ascending; with a route, only those that have its text.

        Raises:
            InputError: there is no such route.
        """
        rows = np.flatnonzero(self.split == SPLITS.index(split))
        return rows if route is None else np.intersect1d(rows, self._route(route).items)

    def triplets(self, route: str | None, split: Split) -> Triplets:
        """What a model is trained from. Without a route every text is the empty one.

        Raises:
            InputError: no such route, or no item of the split has it.
        """
        rows = self.items(split, route)
        if not len(rows):
            of_route = f" with a text of the route '{route}'" if route else ""
            raise InputError(f"The corpus has no item in the split '{split}'{of_route}.")
        return self.select(route, rows)

    def select(self, route: str | None, rows: IndexArray) -> Triplets:
        """The items `rows` (B,), all of which have a text of the route, in this order."""
        if route is None:
            text, text_rows = self.empty[None], np.zeros(len(rows), np.int64)
        else:
            sentences = self._route(route)
            text, text_rows = sentences.vectors, np.searchsorted(sentences.items, rows)
        return Triplets(
            preset=self.preset,
            encoders=self.encoders,
            video=self.video,
            text=text,
            music=self.music,
            empty=self.empty,
            rows=np.stack([rows, text_rows, rows], axis=1),
        )

    def lengths(self, rows: IndexArray) -> IndexArray:
        """Segments of the items `rows` (B,) in which both video and music are there: (B,)."""
        video, music = np.diff(self.video.offsets), np.diff(self.music.offsets)
        return np.minimum(video, music)[rows]

    def clips(self) -> Corpus:
        """The clip level: the 30 s around the annotated 10 s, on the grid of the segments."""
        length = round(CLIP_S / self.segment_s)
        starts = self._clip_starts(length)
        return replace(
            self,
            video=_windows(self.video, starts, length),
            music=_windows(self.music, starts, length),
            annotated_s=None,
        )

    def _clip_starts(self, length: int) -> IndexArray:
        """Segments before each item's clip (n,): the same in both, or they would drift apart."""
        spare = np.maximum(self.lengths(np.arange(len(self))) - length, 0)
        starts = spare // 2
        if self.annotated_s is not None:
            before_s = self.annotated_s - (CLIP_S - ANNOTATED_S) / 2
            around = np.round(before_s / self.segment_s).astype(np.int64)
            starts = np.where(self.annotated_s >= 0, np.clip(around, 0, spare), starts)
        return starts

    def _route(self, route: str) -> Sentences:
        try:
            return self.texts[route]
        except KeyError as error:
            known = ", ".join(sorted(self.texts)) or "none"
            raise InputError(
                f"The corpus has no texts of the route '{route}' (it has: {known})."
            ) from error

    def save(self, path: Path) -> None:
        """Write one safetensors file, whole or not at all.

        Raises:
            InputError: the corpus breaks the rules that `load` enforces.
            StorageError: the disk is full or the folder cannot be written.
        """
        check(self, "The corpus")
        arrays: dict[str, NDArray[np.generic]] = {
            "ids": np.frombuffer(json.dumps(self.ids).encode(), np.uint8),
            "split": self.split,
            "video": self.video.values,
            "video_offsets": self.video.offsets,
            "music": self.music.values,
            "music_offsets": self.music.offsets,
            "empty": self.empty,
        }
        for route, sentences in self.texts.items():
            arrays[f"text.{route}"] = sentences.vectors
            arrays[f"text_items.{route}"] = sentences.items
        for name in ("annotated_s", "genre", "instruments"):
            if getattr(self, name) is not None:
                arrays[name] = getattr(self, name)
        metadata = {
            "format": FORMAT,
            "preset": self.preset,
            "encoders": json.dumps(self.encoders),
            "segment_s": repr(self.segment_s),
            "synthetic": json.dumps(self.synthetic),
        }
        write_arrays(path, arrays, metadata)

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """Read what `save` wrote.

        Raises:
            InputError: there is no such file, it is cut short, lacks an array or is inconsistent.
        """
        try:
            with safe_open(path, "np") as file:
                metadata = file.metadata() or {}
                arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise InputError(
                f"{path} is not a readable corpus, or is cut short ({error}); assemble it again."
            ) from error
        if metadata.get("format") != FORMAT:
            raise InputError(f"{path} is a safetensors file, but not a corpus ({FORMAT}).")
        try:
            corpus = _parse(metadata, arrays)
        except KeyError as error:
            raise InputError(f"{path} lacks the array {error}; assemble it again.") from error
        except ValueError as error:
            raise InputError(f"{path} is damaged ({error}); assemble it again.") from error
        check(corpus, str(path))
        return corpus


def check(corpus: Corpus, name: str) -> None:
    """Refuse a corpus whose parts do not fit together or whose features are not numbers.

    Raises:
        InputError: what is wrong with `name`.
    """
    n = len(corpus)
    parts = {
        "video": corpus.video.values,
        "music": corpus.music.values,
        "empty": corpus.empty,
        **{f"text.{route}": sentences.vectors for route, sentences in corpus.texts.items()},
    }
    check_finite(parts, name)
    lengths = {"video": len(corpus.video), "music": len(corpus.music), "split": len(corpus.split)}
    for label in ("annotated_s", "genre", "instruments"):
        if getattr(corpus, label) is not None:
            lengths[label] = len(getattr(corpus, label))
    for part, length in lengths.items():
        if length != n:
            raise InputError(f"{name} has {n} ids, but {length} rows of '{part}'.")
    if len(set(corpus.ids)) != n:
        raise InputError(f"{name} has an id more than once.")
    if not np.isin(corpus.split, np.arange(len(SPLITS))).all():
        raise InputError(
            f"{name} has a split other than 0..{len(SPLITS) - 1}: {', '.join(SPLITS)}."
        )
    for part, ragged in (("video", corpus.video), ("music", corpus.music)):
        if not ragged.fits:
            raise InputError(f"{name}: every item of '{part}' must have at least one segment.")
    for route, sentences in corpus.texts.items():
        _check_sentences(sentences, route, corpus, name)


def _check_sentences(sentences: Sentences, route: str, corpus: Corpus, name: str) -> None:
    items, vectors = sentences.items, sentences.vectors
    if len(items) != len(vectors) or vectors.shape[1:] != corpus.empty.shape:
        raise InputError(
            f"{name}: the route '{route}' has {len(items)} items and vectors of shape "
            f"{vectors.shape}, where the empty text has {corpus.empty.shape}."
        )
    if len(items) and (items[0] < 0 or items[-1] >= len(corpus) or (np.diff(items) < 1).any()):
        raise InputError(f"{name}: the items of the route '{route}' must be ascending rows.")


def _parse(metadata: dict[str, str], arrays: dict[str, NDArray[np.generic]]) -> Corpus:
    routes = [name.removeprefix("text.") for name in arrays if name.startswith("text.")]
    return Corpus(
        preset=metadata["preset"],
        encoders=json.loads(metadata["encoders"]),
        ids=tuple(json.loads(arrays["ids"].tobytes())),
        split=arrays["split"],
        video=Ragged(arrays["video"], arrays["video_offsets"]),
        music=Ragged(arrays["music"], arrays["music_offsets"]),
        texts={r: Sentences(arrays[f"text_items.{r}"], arrays[f"text.{r}"]) for r in routes},
        empty=arrays["empty"],
        segment_s=float(metadata["segment_s"]),
        synthetic=json.loads(metadata["synthetic"]),
        annotated_s=arrays.get("annotated_s"),
        genre=arrays.get("genre"),
        instruments=arrays.get("instruments"),
    )


def _windows(ragged: Ragged, starts: IndexArray, length: int) -> Ragged:
    first = ragged.offsets[:-1] + starts
    last = np.minimum(first + length, ragged.offsets[1:])
    return Ragged.of([ragged.values[a:b] for a, b in zip(first, last, strict=True)])
