"""Shards: safetensors files with the features of a fixed run of items.

Each modality's segments lie in one array, `video` (total, D) and `music`, with `video_offsets`
(n + 1,). An item that failed has no segments, and its reason stands in the header. The same items
and encoders give the same bytes, whoever makes them: the header has a single key, since
safetensors writes several in no fixed order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from training.extraction.plan import Plan
from viml_core.errors import InputError
from viml_core.types import FloatArray

_HEADER = "viml"
REMEDY = "run `python -m training.extract run` on the folder again"


@dataclass(frozen=True)
class ShardHeader:
    """What a shard says of itself. failures: reasons by id; tags: what was heard, by id."""

    preset: str
    encoders: dict[str, str]
    ids: tuple[str, ...]
    failures: dict[str, str]
    tags: dict[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True)
class Shard:
    """A shard with its features: by modality, one (S, D) for each id, empty where it failed."""

    header: ShardHeader
    features: dict[str, list[FloatArray]]


class CutShort(Exception):
    """A file that is no whole shard; it is made again."""


def shard_path(folder: Path, shard: int) -> Path:
    return folder / f"shard-{shard:05d}.safetensors"


def pack(header: ShardHeader, features: Mapping[str, Sequence[FloatArray]]) -> bytes:
    """A shard's bytes. features: by modality, one (S, D) for each id of the header."""
    arrays = {}
    for modality, items in features.items():
        arrays[modality] = np.concatenate(items).astype(np.float32)
        arrays[f"{modality}_offsets"] = np.cumsum([0, *map(len, items)], dtype=np.int64)
    return save(arrays, {_HEADER: json.dumps(asdict(header))})


def read_header(path: Path, plan: Plan, ids: tuple[str, ...]) -> ShardHeader:
    """The header of a shard that is whole; its features are not read.

    Raises:
        CutShort: not a whole shard.
        InputError: a shard of another extraction.
    """
    return _open(path, plan, ids, with_features=False).header


def read_finished_header(path: Path, plan: Plan, ids: tuple[str, ...]) -> ShardHeader:
    """As `read_header`, for readers of a folder that should be finished.

    Raises:
        InputError: missing, cut short or of another extraction.
    """
    try:
        return read_header(path, plan, ids)
    except CutShort as error:
        raise _unfinished(path, error) from error


def read_shard(path: Path, plan: Plan, ids: tuple[str, ...]) -> Shard:
    """A shard with its features.

    Raises:
        InputError: missing, cut short, of another extraction, or with features that are not
            numbers.
    """
    try:
        shard = _open(path, plan, ids, with_features=True)
    except CutShort as error:
        raise _unfinished(path, error) from error
    for modality, items in shard.features.items():
        for name, values in zip(ids, items, strict=True):
            if not np.isfinite(values).all():
                raise InputError(
                    f"{path} has {modality} features of {name!r} that are no numbers (NaN); "
                    f"delete the file and {REMEDY}."
                )
    return shard


def _unfinished(path: Path, error: CutShort) -> InputError:
    return InputError(f"{path} is missing or cut short ({error}); {REMEDY}.")


def _open(path: Path, plan: Plan, ids: tuple[str, ...], *, with_features: bool) -> Shard:
    try:
        with safe_open(path, "np") as file:
            values = json.loads((file.metadata() or {})[_HEADER])
            header = ShardHeader(**values | {"ids": tuple(values["ids"])})
            _check(path, header, plan, ids)
            features = {}
            for modality in plan.modalities if with_features else ():
                packed, offsets = (
                    file.get_tensor(name) for name in (modality, f"{modality}_offsets")
                )
                features[modality] = np.split(packed, offsets[1:-1])
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise CutShort(str(error)) from error
    return Shard(header, features)


def _check(path: Path, header: ShardHeader, plan: Plan, ids: tuple[str, ...]) -> None:
    if (header.preset, header.encoders) != (plan.preset, plan.encoders):
        raise InputError(
            f"{path} holds features of another preset or version ({header.preset!r}) than the "
            f"folder's plan ({plan.preset!r}); choose another folder, or delete the file and "
            f"{REMEDY}."
        )
    if header.ids != ids:
        raise InputError(f"{path} holds other items than the manifest says; choose another folder.")
