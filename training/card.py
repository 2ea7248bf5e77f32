"""The model card: hand-written parts of `card.md`, with figures that were measured filled in."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from typing import Any

from training.evaluation.taste_table import as_table
from viml_core.checkpoint_folder import CONFIG_FILE

CARD_FILE = "README.md"
FIGURES_FILE = "figures.json"  # {"checkpoints", "report"}: `training.evaluate taste --json`
CORPUS_FILE = "corpus.json"  # {"checkpoints", "about"}: what the corpus says of itself
TEMPLATE = Path(__file__).with_suffix(".md")
NOT_MEASURED = "Not measured for these checkpoints."
NOT_RECORDED = "Not recorded for these checkpoints."


def render_card(folder: Path) -> str:
    """The card of the checkpoints in `folder`, from what lies beside them."""
    figures, corpus = _kept(folder / FIGURES_FILE), _kept(folder / CORPUS_FILE)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        models=_models(folder, figures.get("checkpoints", {})),
        figures=as_table(figures["report"]) if figures else NOT_MEASURED,
        corpus=_corpus(corpus["about"]) if corpus else NOT_RECORDED,
    )


def _kept(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _models(folder: Path, fingerprints: dict[str, str]) -> str:
    lines = ["| model | fingerprint | dimensions | layers | weights |", "|" + " --- |" * 5]
    for path in sorted(folder.glob(f"*/{CONFIG_FILE}")):
        config = json.loads(path.read_text(encoding="utf-8"))
        size_mb = sum(file.stat().st_size for file in path.parent.iterdir()) / 1e6
        mark = fingerprints.get(config["name"], "-")
        cells = [config["name"], mark, config["dim"], config["layers"], f"{size_mb:.1f} MB"]
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
