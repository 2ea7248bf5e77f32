"""Texts of the known tracks by ViML's three routes, kept as `training.synthesize` keeps them.

`tags` and `data2text` (with the rules; the networks want the Hub) are as that command makes them.
`prompt2text` wants a language model; where there is none, `analogies.py` stands in for it and the
file says so. To have a model's texts instead, run `python -m training.synthesize prompt2text` on
ITEMS with another --out, and give that file to `training.corpus --texts`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from training.data.analogies import NAME, Substitution
from training.data.music import LabelledMusic
from training.synthesis.data2text import Data2Text, Rules
from training.synthesis.items import TaggedItem, item_rng, read_items
from training.synthesis.prompt2text import Prompt2Text, PromptConfig
from training.synthesis.records import Settings, Writer, Written, read_records, write_missing
from training.synthesis.taxonomy import from_musicnn
from training.synthesis.wording import shuffled
from viml_core.features.music import MUSIC_LAYOUT, TAGS
from viml_core.media.files import atomic_output

ITEMS_FILE = "items.jsonl"
THRESHOLD = 0.15  # musicnn's confidences are low: ViML's 0.3 leaves a quarter of real tracks bare
EXAMPLES = 48  # in a prompt: a substitution is only as good as its nearest example


def write_texts(
    known: Sequence[LabelledMusic], examples: Sequence[TaggedItem], folder: Path
) -> list[Path]:
    """The files of the three routes; texts that are there are not written again."""
    items_file = folder / ITEMS_FILE
    write_items(known, items_file)
    items = read_items(items_file)
    prompt = PromptConfig(examples=EXAMPLES, threshold=THRESHOLD)
    substituted = {"model": NAME, "examples": EXAMPLES, "threshold": THRESHOLD, "seed": prompt.seed}
    routes: dict[str, tuple[Settings, Writer]] = {
        "tags": ({"seed": 0, "threshold": THRESHOLD}, _shuffle),
        "data2text": (
            {"seed": 0, "threshold": THRESHOLD, "modules": "rules"},
            Data2Text(Rules(), THRESHOLD, 0),
        ),
        "prompt2text": (
            substituted | {"annotated": len(examples)},
            Prompt2Text(Substitution(), examples, prompt),
        ),
    }
    files = []
    for route, (settings, write) in routes.items():
        out = folder / f"{route}.jsonl"
        write_missing(items, out, route, settings, write, anew=True)  # of an older run: derived
        files.append(out)
    return files


def write_items(known: Iterable[LabelledMusic], out: Path) -> None:
    """Tagged items of the tracks: exact labels with certainty, else what the encoder heard."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with atomic_output(out) as partial, partial.open("w", encoding="utf-8") as file:
        for track in known:
            tags = _heard(track) if track.labels.energy is None else _stated(track)
            if any(tags.values()):
                file.write(json.dumps({"id": track.id, **tags}, ensure_ascii=False) + "\n")


def with_texts(known: Sequence[LabelledMusic], files: Sequence[Path]) -> list[LabelledMusic]:
    """The tracks with the texts that the files have of them."""
    texts: dict[str, list[str]] = defaultdict(list)
    for path in files:
        for row in read_records(path, repair=True):
            if row.get("text"):
                texts[row["id"]].append(row["text"])
    return [replace(track, texts=tuple(dict.fromkeys(texts[track.id]))) for track in known]


def _stated(track: LabelledMusic) -> dict[str, dict[str, float]]:
    labels = track.labels
    categories = {
        "genres": labels.genres,
        "moods": labels.moods,
        "instruments": labels.instruments,
    }
    return {category: dict.fromkeys(words, 1.0) for category, words in categories.items()}


def _heard(track: LabelledMusic) -> dict[str, dict[str, float]]:
    confidences = (track.x_m[:, MUSIC_LAYOUT.tags] ** 2).mean(axis=0).tolist()
    found = from_musicnn(zip(TAGS, confidences, strict=True))
    return {
        category: {tag: confidence for tag, confidence in tags.items() if confidence > THRESHOLD}
        for category, tags in found.items()
    }


def _shuffle(item: TaggedItem) -> Written:
    return Written(shuffled(item.above(THRESHOLD).names, item_rng(0, item.id)), {})
