"""What the music encoder heard, as the tagged items that `training.synthesize` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from training.data.manifests.table import Row
from training.extraction.plan import Plan, plan_items, tasks
from training.extraction.shards import read_finished_header, shard_path
from training.synthesis.taxonomy import from_musicnn
from viml_core.errors import InputError
from viml_core.media.files import atomic_output


class TagCount(NamedTuple):
    """Items that were written, and those left out because no tag of the vocabulary was heard."""

    written: int
    untagged: int


def write_tagged_items(rows: Sequence[Row], folder: Path, out: Path) -> TagCount:
    """One JSON line for each extracted item in which something was heard.

    Raises:
        InputError: the folder is unfinished, without music, or of another manifest.
    """
    plan = Plan.load(folder)
    plan.check_source(folder, rows)
    if "music" not in plan.modalities:
        raise InputError(f"{folder} has no music in it; extract it with --modalities music.")
    texts = {row.id: row.text for row in rows}
    written = untagged = 0
    with atomic_output(out) as partial, partial.open("w", encoding="utf-8") as file:
        for task in tasks(plan_items(rows), plan.items_per_shard):
            header = read_finished_header(shard_path(folder, task.shard), plan, task.ids)
            for item, heard in header.tags.items():
                tags = from_musicnn(heard)
                if not any(tags.values()):
                    untagged += 1
                    continue
                text = {"text": texts[item]} if texts[item] else {}
                file.write(json.dumps({"id": item, **tags, **text}) + "\n")
                written += 1
    return TagCount(written, untagged)
