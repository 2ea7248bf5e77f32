"""The run behind `python -m training.evaluate taste`: real tracks and clips through every model."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.evaluation import taste_table
from training.evaluation.alphas import choose_alphas
from training.evaluation.asking import (
    Answers,
    Questions,
    Verdicts,
    blended,
    cold_answers,
    model_answers,
)
from training.evaluation.media import load_music, load_pictures
from training.evaluation.steering import MEASURES, steerability, summarise_steering
from training.evaluation.taste import (
    TOP,
    Figures,
    clip_to_music,
    read_clips,
    read_tracks,
    summarise_clips,
    summarise_words,
    text_to_track,
)
from training.metrics import CUTS
from viml_core.config import CHECKPOINTS_DIR
from viml_core.console import show_progress
from viml_core.errors import CheckpointError
from viml_core.features.base import Preset
from viml_core.features.presets import DEFAULT_PRESET, load_preset
from viml_core.models.alphas import read_alphas, write_alphas
from viml_core.models.checkpoint import Embedder, check_preset, load_checkpoint
from viml_core.models.scoring import ENSEMBLES, SINGLE_MODELS, parse_ranking
from viml_core.sources import find_checkpoints

Report = dict[str, Any]
Row = dict[str, Any]
CHANCE, COLD_START = "chance", "cold start"

as_table = taste_table.as_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--tracks", type=Path, required=True, metavar="CSV")
    parser.add_argument("--clips", type=Path, required=True, metavar="CSV")
    parser.add_argument("--music", type=Path, metavar="ROOT", help="default: beside TRACKS.csv")
    parser.add_argument(
        "--pictures", type=Path, nargs="+", metavar="ROOT", help="default: beside CLIPS.csv"
    )
    parser.add_argument(
        "--checkpoints",
        type=Path,
        nargs="+",
        metavar="DIR",
        help="one or more folders of checkpoints, to be compared; default: the shipped ones",
    )
    parser.add_argument(
        "--alphas",
        action="store_true",
        help="tune the ensembles on these clips and write the choice into each folder",
    )
    parser.add_argument("--work", type=Path, default=Path("build/taste"), metavar="DIR")


def report(args: argparse.Namespace) -> Report:
    """Chance, the cold start, and every model and ensemble of each folder of checkpoints.

    The preset is that of the first checkpoints. The cold start is one of the preset `embedded`,
    whose encoders put everything into the text's space.
    """
    folders = args.checkpoints or [CHECKPOINTS_DIR / DEFAULT_PRESET]
    preset = load_preset(find_checkpoints(folders[0]).preset, show_progress)
    models = {folder: load_models(folder, preset) for folder in folders}
    asked = ask(args, preset)
    verdicts = asked.verdicts()
    rows = {CHANCE: chance_row(verdicts)}
    if preset.name == DEFAULT_PRESET:
        rows[COLD_START] = row(cold_answers(asked), verdicts)
    tuned: dict[str, Any] = {}
    for folder, embedders in models.items():
        prefix = "" if len(folders) == 1 else f"{folder.name}: "
        singles = {name: model_answers(e, asked) for name, e in embedders.items()}
        if args.alphas:
            choice = choose_alphas(singles, verdicts)
            write_alphas(folder, {name: table.alpha for name, table in choice.items()})
            tuned |= {prefix + name: table.as_dict() for name, table in choice.items()}
        for name, answers in rankings(singles, read_alphas(folder)).items():
            rows[prefix + name] = row(answers, verdicts)
    return {
        "tracks": len(asked.music.tracks),
        **{kind: len(asked.pictures[kind].clips) for kind in asked.pictures},
        "rows": rows,
        **({"alphas": tuned} if tuned else {}),
    }


def load_models(folder: Path, preset: Preset) -> dict[str, Embedder]:
    """The models that have a folder in `folder`, by name.

    Raises:
        CheckpointError: there is none, or one of them cannot be read or has other features.
    """
    models = {n: load_checkpoint(folder / n) for n in SINGLE_MODELS if (folder / n).is_dir()}
    if not models:
        raise CheckpointError(f"There is no checkpoint in {folder}; name a folder of checkpoints.")
    for name, model in models.items():
        check_preset(model, preset, folder / name)
    return models


def ask(args: argparse.Namespace, preset: Preset) -> Questions:
    """The two tables with their files as features, from --work where they were seen before."""
    tracks, clips = read_tracks(args.tracks), read_clips(args.clips)
    music = load_music(tracks, args.music or args.tracks.parent, preset, args.work)
    seen = load_pictures(clips, args.pictures or [args.clips.parent], preset, args.work)
    return Questions.of(music, seen, preset.text)


def rankings(singles: Mapping[str, Answers], alphas: Mapping[str, float]) -> dict[str, Answers]:
    """Every model and every ensemble whose models are there, with the app's alphas."""
    names = [n for n in (*SINGLE_MODELS, *ENSEMBLES) if set(n.split("&")) <= set(singles)]
    return {name: blended(parse_ranking(name).tuned(alphas), singles) for name in names}


def row(answers: Answers, verdicts: Verdicts) -> Row:
    """All figures of one way of ranking; what it cannot be asked is absent."""
    figures: Row = {}
    if answers.words is not None:
        figures["text_to_track"] = summarise_words(text_to_track(answers.words))
    for kind, verdict in verdicts.items():
        if kind in answers.alone:
            figures[kind] = summarise_clips(clip_to_music(answers.alone[kind], verdict))
        figures[f"{kind}_and_words"] = summarise_clips(clip_to_music(answers.both(kind), verdict))
        if steering := steerability(answers.crossed[kind], verdict):
            figures[f"{kind}_steering"] = summarise_steering(steering)
    return figures


def chance_row(verdicts: Verdicts) -> Row:
    """What random scores give in the long run, in closed form."""
    tracks = next(iter(verdicts.values())).shape[1]
    words = {f"R@{k}": min(1.0, k / tracks) for k in CUTS} | {"MR": (tracks + 1) / 2}
    figures: Row = {"text_to_track": words}
    for kind, verdict in verdicts.items():
        figures[kind] = figures[f"{kind}_and_words"] = _chance_of_clips(verdict)
        figures[f"{kind}_steering"] = dict.fromkeys(MEASURES, 0.5)
    return figures


def _chance_of_clips(verdict: NDArray[np.int8]) -> Figures:
    judged = verdict[(verdict == 1).any(axis=1) & (verdict == -1).any(axis=1)]
    top = min(TOP, verdict.shape[1])
    return {
        "AUC": 0.5,
        "fit_in_top5": top * float(np.mean(judged == 1)),
        "misfit_in_top5": top * float(np.mean(judged == -1)),
    }
