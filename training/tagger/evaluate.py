"""A trained tagger on the tracks that were held out of its training."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from training.synthesis.taxonomy import CATEGORIES
from training.tagger.config import Recipe
from training.tagger.corpus import TaggedCorpus
from training.tagger.judge import TRIPLETS, macro, score_tags, score_triplets
from training.tagger.mapping import OUTPUTS
from training.tagger.sampling import TripletSampler
from training.tagger.tables import Table, read_table
from training.tagger.train import Record, load_corpus
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.features.deepsim_encoder import DeepSimEncoder, load_deepsim
from viml_core.types import FloatArray


def evaluate(recipe: Recipe) -> dict[str, Any]:
    """The report: every tag, means by category and over all, triplets by dimension and subspace.

    Raises:
        InputError: no finished training of this recipe, or nothing that can be measured.
        CheckpointError: the checkpoint cannot be read.
    """
    record, encoder = Record.read(recipe.run), load_deepsim(recipe.out)
    if encoder.fingerprint != record.fingerprint:
        raise InputError(
            f"The checkpoint {recipe.out} is not the one that {recipe.run} has trained, so nobody "
            "knows which tracks it has not heard; train again with this configuration."
        )
    if encoder.network.config.tags != OUTPUTS:
        raise InputError(f"The checkpoint {recipe.out} has other tags than this taxonomy.")
    table = read_table(recipe.table)
    corpus, unreadable = load_corpus(table, record.held_out, recipe)
    confidences, embedded = _hear(encoder, corpus)
    scores = score_tags(confidences, corpus, _trained_on(table, record))
    if not scores:
        raise InputError(
            f"No tag has both a positive and a negative among the {len(corpus.tracks)} held-out "
            "tracks; hold back more ('held_out_share')."
        )
    groups = {"all": scores} | {c: [s for s in scores if s.category == c] for c in CATEGORIES}
    measured = {score.tag for score in scores}
    return {
        "trained_on": len(record.train),
        "held_out": len(corpus.tracks),
        "unreadable": unreadable,
        "macro": {
            name: asdict(macro(group, confidences, corpus))
            for name, group in groups.items()
            if group
        },
        "tags": [asdict(score) for score in scores],
        "not_measured": [tag for tag in OUTPUTS if tag not in measured],
        "triplets": score_triplets(embedded, TripletSampler(corpus, recipe.train)),
    }


def as_table(report: dict[str, Any]) -> str:
    """The report as Markdown."""
    told = [
        f"{report['held_out']} held-out tracks, {report['trained_on']} trained on. Chance has a "
        "ROC-AUC of 0.5, and the prevalence as PR-AUC.",
        "",
        "| tags | number | ROC-AUC (95%) | PR-AUC (95%) | prevalence |",
        "|---|---|---|---|---|",
    ]
    for name, row in report["macro"].items():
        cells = [_interval(row[key]) for key in ("roc_auc", "pr_auc")]
        told.append(f"| {name} | {row['tags']} | {' | '.join(cells)} | {row['prevalence']:.3f} |")
    told += [
        "",
        "| tag | of | trained on | positives | ROC-AUC | PR-AUC | prevalence |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in report["tags"]:
        counts = f"{row['trained_on']} | {row['positives']}"
        values = f"{row['roc_auc']:.3f} | {row['pr_auc']:.3f} | {row['prevalence']:.3f}"
        told.append(f"| {row['tag']} | {row['category']} | {counts} | {values} |")
    told += ["", f"Not measured: {', '.join(report['not_measured']) or 'none'}."]
    return "\n".join(told + _triplet_lines(report["triplets"]))


def _triplet_lines(triplets: dict[str, dict[str, float]]) -> list[str]:
    """Rows: the dimension in which a triplet was drawn; columns: the subspace that is asked."""
    if not triplets:
        return []
    spaces = list(next(iter(triplets.values())))
    lines = [
        "",
        f"Share of triplets ({TRIPLETS} a row) whose positive is nearer; chance is 0.5.",
        "",
        f"| drawn by | {' | '.join(spaces)} |",
        "|---" * (len(spaces) + 1) + "|",
    ]
    for name, row in triplets.items():
        lines.append(f"| {name} | {' | '.join(f'{value:.3f}' for value in row.values())} |")
    return lines


def _interval(value: dict[str, float]) -> str:
    return f"{value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})"


def _hear(encoder: DeepSimEncoder, corpus: TaggedCorpus) -> tuple[FloatArray, FloatArray]:
    """Confidences (N, 89) and embeddings (N, 256), each track the mean of its windows of 3 s."""
    confidences, embedded = [], []
    for track in range(len(corpus.tracks)):
        show_progress("Listening", track / len(corpus.tracks))
        heard = encoder.listen(corpus.spectrum(track))
        confidences.append(heard.confidences.mean(axis=0))
        embedded.append(heard.embedded.mean(axis=0))
    show_progress("Listened\n")
    return np.stack(confidences), np.stack(embedded)


def _trained_on(table: Table, record: Record) -> np.ndarray:
    """(89,) tracks that have each tag among those that were trained on."""
    heard = set(record.train)
    tracks = [track for track in table.tracks if track.path in heard]
    return np.array([sum(tag in track.tags for track in tracks) for tag in OUTPUTS], np.int64)
