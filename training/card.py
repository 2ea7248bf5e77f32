"""The model card: hand-written parts of `card.md`, with figures that were measured filled in."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from typing import Any

from training.calibration.table import as_markdown
from training.evaluation.taste_table import as_table
from viml_core.checkpoint_folder import CONFIG_FILE, WEIGHTS_FILE, checkpoint_fingerprint
from viml_core.models.scoring import SINGLE_MODELS

CARD_FILE = "README.md"
FIGURES_FILE = "figures.json"  # {"checkpoints", "report"}: `training.evaluate taste --json`
CORPUS_FILE = "corpus.json"  # {"checkpoints", "about"}: what the corpus says of itself
RELIABILITY_FILE = "reliability.json"  # as `training.calibrate --report` writes it
TEMPLATE = Path(__file__).with_suffix(".md")
NOT_MEASURED = "Not measured for these checkpoints."
NOT_RECORDED = "Not recorded for these checkpoints."


def render_card(folder: Path) -> str:
    """The card of the checkpoints in `folder`, from what lies beside them."""
    models = checkpoint_fingerprints(folder)
    figures, corpus, reliability = (
        _kept(folder / name, models) for name in (FIGURES_FILE, CORPUS_FILE, RELIABILITY_FILE)
    )
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        models=_models(folder, models),
        figures=as_table(figures["report"]) if figures else NOT_MEASURED,
        reliability=as_markdown(reliability) if reliability else NOT_MEASURED,
        corpus=_corpus(corpus["about"]) if corpus else NOT_RECORDED,
    )


def checkpoint_fingerprints(folder: Path) -> dict[str, str]:
    """By model, of the checkpoints in a folder."""
    there = [folder / name for name in SINGLE_MODELS if (folder / name / WEIGHTS_FILE).is_file()]
    return {
        path.name: checkpoint_fingerprint(
            (path / CONFIG_FILE).read_bytes(), (path / WEIGHTS_FILE).read_bytes()
        )
        for path in there
    }


def _kept(path: Path, models: dict[str, str]) -> dict[str, Any]:
    """What a file says of these very models; nothing where it speaks of others."""
    if not path.exists():
        return {}
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept if kept.get("checkpoints") == models else {}


def _models(folder: Path, models: dict[str, str]) -> str:
    lines = ["| model | fingerprint | dimensions | layers | size |", "|" + " --- |" * 5]
    for name, mark in models.items():
        config = json.loads((folder / name / CONFIG_FILE).read_text(encoding="utf-8"))
        size_mb = sum(file.stat().st_size for file in (folder / name).iterdir()) / 1e6
        cells = [name, mark, config["dim"], config["layers"], f"{size_mb:.1f} MB"]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _corpus(about: dict[str, Any]) -> str:
    lines = [f"Sources: {', '.join(about['sources'])}.", ""]
    for name in ("tracks", "segments", "scenes", "texts by route"):
        counts = ", ".join(f"{count} {source}" for source, count in about[name].items())
        lines.append(f"- {name}: {counts or 'none'}")
    for name in ("pictures looked at", "described tracks"):
        lines.append(f"- {name}: {about[name]}")
    return "\n".join(lines)
