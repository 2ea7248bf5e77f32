"""Shards, the manifest they were made from, and texts: one corpus.

Texts are the manifest's own (route `human`) and JSONL files with {"id", "route", "text"} on each
line, as `training.synthesize` writes them; a line without a text tells of a failure and is counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.corpus import HUMAN, SPLITS, Corpus, Sentences
from training.data.manifests.table import Row
from training.data.triplets import Ragged
from training.extraction.plan import MODALITIES, Plan, plan_items, tasks
from training.extraction.shards import REMEDY, read_shard, shard_path
from viml_core.errors import InputError
from viml_core.features.base import Preset, TextEncoder
from viml_core.types import FloatArray, Progress, no_progress

_BATCH = 256  # texts encoded between two words of progress

Texts = dict[str, dict[str, str]]  # by route, then by item


@dataclass(frozen=True)
class Assembled:
    """A corpus, and what is not in it: failed items, texts of items that it lacks, empty lines."""

    corpus: Corpus
    failed: int
    stray_texts: int
    lines_without_text: int


def assemble(
    rows: Sequence[Row],
    folder: Path,
    files: Sequence[Path],
    preset: Preset,
    progress: Progress = no_progress,
) -> Assembled:
    """The corpus of everything that was extracted.

    Raises:
        InputError: the folder is unfinished or of another manifest, preset or version; a file of
            texts cannot be read.
    """
    plan = _check_plan(rows, folder, preset)
    features, failed = _read_features(rows, folder, plan, progress)
    kept = [row for row in rows if row.id in features["video"]]
    if not kept:
        raise InputError(f"Every item of {folder} failed; see its failures.jsonl.")
    texts, empty_lines = _read_texts(rows, files)
    place = {row.id: i for i, row in enumerate(kept)}
    stray = sum(item not in place for route in texts.values() for item in route)
    corpus = Corpus(
        preset=plan.preset,
        encoders=plan.encoders,
        ids=tuple(place),
        split=np.array([SPLITS.index(row.split) for row in kept], np.int8),
        # Popped, so that never more than one modality lies in memory twice.
        video=Ragged.of([features["video"].pop(item) for item in place]),
        music=Ragged.of([features["music"].pop(item) for item in place]),
        texts={r: _sentences(t, place, preset.text, progress) for r, t in sorted(texts.items())},
        empty=preset.text.encode([""])[0],
        segment_s=plan.segment_s,
        annotated_s=_annotated(kept),
    )
    return Assembled(corpus, failed, stray, empty_lines)


def _check_plan(rows: Sequence[Row], folder: Path, preset: Preset) -> Plan:
    plan = Plan.load(folder)
    if plan.modalities != MODALITIES:
        raise InputError(
            f"{folder} has only the modality {', '.join(plan.modalities)}; a corpus needs "
            f"{' and '.join(MODALITIES)}: extract both into one folder."
        )
    if plan.encoders != preset.fingerprints:
        raise InputError(
            f"{folder} was extracted with another version of the preset {plan.preset!r}; extract "
            "it again into a new folder."
        )
    plan.check_source(folder, rows)
    return plan


def _read_features(
    rows: Sequence[Row], folder: Path, plan: Plan, progress: Progress
) -> tuple[dict[str, dict[str, FloatArray]], int]:
    """Features by modality and item, without what failed, and how many did."""
    features: dict[str, dict[str, FloatArray]] = {name: {} for name in plan.modalities}
    failed = 0
    pieces = tasks(plan_items(rows), plan.items_per_shard)
    for task in pieces:
        progress("Reading the features", task.shard / len(pieces))
        shard = read_shard(shard_path(folder, task.shard), plan, task.ids)
        failed += len(shard.header.failures)
        for modality, items in shard.features.items():
            named = zip(task.ids, items, strict=True)
            features[modality] |= {i: x for i, x in named if i not in shard.header.failures}
            if any(len(features[modality][i]) == 0 for i in task.ids if i in features[modality]):
                raise InputError(
                    f"{shard_path(folder, task.shard)} has an item without {modality} features "
                    f"that is not listed as failed; delete the file and {REMEDY}."
                )
    return features, failed


def _read_texts(rows: Sequence[Row], files: Sequence[Path]) -> tuple[Texts, int]:
    texts: Texts = {}
    empty_lines = 0
    human = {row.id: row.text for row in rows if row.text}
    if human:
        texts[HUMAN] = human
    for path in files:
        for number, line in _lines(path):
            item, route, text = (line.get(name) for name in ("id", "route", "text"))
            if not (isinstance(item, str) and isinstance(route, str) and route):
                raise InputError(f"Line {number} of {path} has no id or no route.")
            if not isinstance(text, str) or not text.strip():
                empty_lines += 1
            elif texts.setdefault(route, {}).setdefault(item, text) != text:
                raise InputError(
                    f"Line {number} of {path} gives {item!r} a second text of the route {route!r}; "
                    "keep one."
                )
    return texts, empty_lines


def _lines(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, dict(json.loads(line))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{path} is not a JSONL file of texts ({error}).") from error


def _sentences(
    texts: Mapping[str, str], place: Mapping[str, int], encoder: TextEncoder, progress: Progress
) -> Sentences:
    items = sorted((place[item], text) for item, text in texts.items() if item in place)
    vectors = [np.zeros((0, encoder.dim), np.float32)]
    for start in range(0, len(items), _BATCH):
        progress("Encoding the texts", start / len(items))
        vectors.append(encoder.encode([text for _, text in items[start : start + _BATCH]]))
    return Sentences(np.array([i for i, _ in items], np.int64), np.concatenate(vectors))


def _annotated(rows: Sequence[Row]) -> FloatArray | None:
    """Where in each item a person listened, in seconds from its start; -1 where nobody did."""
    starts = [
        -1.0
        if row.text_start_s is None or row.start_s is None
        else max(row.text_start_s - row.start_s, 0.0)
        for row in rows
    ]
    return np.array(starts, np.float32) if max(starts) >= 0 else None


def count_texts(corpus: Corpus) -> dict[str, Counter[str]]:
    """How many texts of each route each split has."""
    return {
        route: Counter(SPLITS[code] for code in corpus.split[sentences.items])
        for route, sentences in corpus.texts.items()
    }
