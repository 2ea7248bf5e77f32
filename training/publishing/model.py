"""A folder of checkpoints as a model repository: weights, tables, card and licence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.card import CARD_FILE, FIGURES_FILE, checkpoint_fingerprints
from training.publishing.results import Table, eval_results, table_of
from viml_core.checkpoint_folder import CONFIG_FILE, WEIGHTS_FILE
from viml_core.models.checkpoint import load_checkpoint
from viml_core.sources import find_checkpoints, models_in

ROOT = Path(__file__).resolve().parents[2]
LICENSE_FILE = "LICENSE"
LICENSE = "apache-2.0"
_CARD = """# {name}

Models that rank music for a clip, for words, or for both, after *Language-Guided Music
Recommendation for Video via Prompt Analogies* (ViML, CVPR 2023) and *It's Time for Artistic
Correspondence in Music and Video* (MVPt, CVPR 2022). An independent implementation.

Preset `{preset}`: the models work on features of frozen encoders, which are not part of this
repository. Encoders by fingerprint: {encoders}.

{models}

## Use

```
python -m viml_core suggest clip.mp4 --text "warm acoustic guitar" --model hf://{repo}
VIML_MODEL=hf://{repo} python app.py
```

## Intended use

To find music for videos in a library that you may use, with a person who listens and decides. Not
to judge music, musicians or people in a video, and not to clear rights: every result keeps the
licence of its track.

## Data

{data}

## Figures

{figures}

## Known weaknesses

- Trained on what is named above and no more: music and pictures unlike it are ranked by likeness to
  it. Taste is not one thing; treat a high score as a suggestion.
- Words about mood and scene are understood less well than words about genre and instruments.
- The encoders carry the biases of what they were trained on; faces and people are not recognised on
  purpose, and their appearance may still sway a ranking.
"""


def build_model_folder(
    source: Path, out: Path, repo: str, tables: Sequence[Table] = (), data: str = ""
) -> Path:
    """Write into `out` what is uploaded: strictly loadable checkpoints and a card, nothing else.

    data: what the models were trained on, in words, for the card.

    Raises:
        CheckpointError: the folder holds none, or one that cannot be loaded.
    """
    found = find_checkpoints(source)
    out.mkdir(parents=True, exist_ok=True)
    for name in models_in(found.folder):
        load_checkpoint(found.folder / name)  # raises where it would not be served
        (out / name).mkdir()
        for file in (CONFIG_FILE, WEIGHTS_FILE):
            shutil.copyfile(found.folder / name / file, out / name / file)
    for path in sorted(found.folder.glob("*.json")):  # alphas, calibration, figures
        shutil.copyfile(path, out / path.name)
    shutil.copyfile(ROOT / LICENSE_FILE, out / LICENSE_FILE)
    kept = _kept_figures(found.folder)
    card = _card(found.folder, repo, found.preset, [*kept, *tables], data)
    (out / CARD_FILE).write_text(card, encoding="utf-8")
    return out


def _kept_figures(folder: Path) -> list[Table]:
    """The figures beside the checkpoints, if they were measured on these very ones."""
    path = folder / FIGURES_FILE
    if not path.is_file():
        return []
    kept = json.loads(path.read_text(encoding="utf-8"))
    if kept.get("checkpoints") != checkpoint_fingerprints(folder):
        return []
    return [table_of(kept["report"], "development set of real tracks and clips")]


def _card(folder: Path, repo: str, preset: str, tables: Sequence[Table], data: str) -> str:
    from huggingface_hub import ModelCardData

    name = repo.split("/")[1]
    results = [result for table in tables for result in eval_results(table)]
    head = ModelCardData(
        license=LICENSE,
        language="en",
        library_name="viml",
        pipeline_tag="feature-extraction",
        tags=[
            "music",
            "video",
            "music-recommendation",
            "cross-modal-retrieval",
            f"preset-{preset}",
        ],
        model_name=name,
        eval_results=results or None,
    )
    written = folder / CARD_FILE
    body = written.read_text(encoding="utf-8") if written.is_file() else ""
    if not body or body.startswith("---"):
        body = _body(folder, name, repo, preset, tables, data)
    return f"---\n{head.to_yaml()}\n---\n\n{body}"


def _body(
    folder: Path, name: str, repo: str, preset: str, tables: Sequence[Table], data: str
) -> str:
    lines = ["| model | fingerprint | layers | d |", "| --- | --- | --- | --- |"]
    encoders: dict[str, str] = {}
    for model, mark in checkpoint_fingerprints(folder).items():
        config: dict[str, Any] = json.loads((folder / model / CONFIG_FILE).read_text("utf-8"))
        encoders = config["encoders"]
        lines.append(f"| {model} | {mark} | {config['layers']} | {config['dim']} |")
    return _CARD.format(
        name=name,
        repo=repo,
        preset=preset,
        encoders=", ".join(f"{modality} {mark}" for modality, mark in sorted(encoders.items())),
        models="\n".join(lines),
        data=data or "Not recorded by whoever published it.",
        figures="\n\n".join(table.as_markdown() for table in tables)
        or "Not measured for these checkpoints.",
    )
