"""The run behind `python -m training.evaluate taste`: real tracks and clips through every model."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from training.data.stills import pan
from training.evaluation.taste import (
    LabelledClip,
    LabelledTrack,
    Scorer,
    clip_to_music,
    read_clips,
    read_tracks,
    summarise_clips,
    text_to_track,
)
from training.metrics import summarise_ranks
from viml_core.clips import ClipCache
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.features.cold_start import music_vector, query_vector
from viml_core.library import Library
from viml_core.models.scoring import ENSEMBLES, SINGLE_MODELS, parse_ranking
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, FloatArray

STILL_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--tracks", type=Path, required=True, metavar="CSV")
    parser.add_argument("--clips", type=Path, required=True, metavar="CSV")
    parser.add_argument("--music", type=Path, metavar="ROOT")
    parser.add_argument("--pictures", type=Path, nargs="+", metavar="ROOT")
    parser.add_argument("--checkpoints", type=Path, metavar="DIR")
    parser.add_argument("--work", type=Path, default=Path("build/taste"), metavar="DIR")


def report(args: argparse.Namespace) -> dict[str, dict[str, object]]:
    """All measures for the cold start, every model and every ensemble of the checkpoint."""
    recommender = Recommender.load(checkpoints=args.checkpoints, progress=show_progress)
    tracks, library = _library(args, recommender)
    clips = _clips(args, recommender)
    moving = [(label, clip) for label, clip in clips if not _is_still(label)]
    still = [(label, clip) for label, clip in clips if _is_still(label)]
    rows: dict[str, dict[str, object]] = {}
    for name, scorer in scorers(recommender, library, tracks, args.music).items():
        row: dict[str, object] = {"text_to_track": summarise_ranks(text_to_track(scorer, tracks))}
        for group, members in (("clips", moving), ("stills", still)):
            for typed in (False, True):
                outcomes = clip_to_music(scorer, members, tracks, typed=typed)
                if outcomes:
                    row[f"{group}{'_and_words' if typed else ''}"] = summarise_clips(outcomes)
        rows[name] = row
    return rows


def scorers(
    recommender: Recommender, library: Library, tracks: list[LabelledTrack], root: Path
) -> dict[str, Scorer]:
    """Every way of ranking, by name; each gives scores in the order of `tracks`."""
    row_of = {t.path: i for i, t in enumerate(library.rankable())}
    order = np.array([row_of[(root / t.file).resolve()] for t in tracks])
    cold = np.stack([music_vector(x) for x in library.features()])[order]

    def cold_start(clip: ClipFeatures | None, words: str) -> FloatArray:
        x_t = recommender.preset.text.encode([words])[0] if words else None
        return cold @ query_vector(clip.x_v if clip else None, x_t)

    def trained(name: str) -> Scorer:
        ranking = parse_ranking(name)

        def score(clip: ClipFeatures | None, words: str) -> FloatArray:
            return recommender.scores(library, ranking, clip, words)[order]

        return score

    names = [
        n for n in (*SINGLE_MODELS, *ENSEMBLES) if set(n.split("&")) <= set(recommender.embedders)
    ]
    return {"cold start": cold_start} | {name: trained(name) for name in names}


def _library(
    args: argparse.Namespace, recommender: Recommender
) -> tuple[list[LabelledTrack], Library]:
    args.music = (args.music or args.tracks.parent).resolve()
    tracks = read_tracks(args.tracks)
    preset = recommender.preset
    library = Library.create(
        args.work / "library",
        preset_name=preset.name,
        music_encoder_fingerprint=preset.music.fingerprint,
    )
    files = [args.music / t.file for t in tracks]
    ingested = library.ingest(files, preset.music, progress=show_progress)
    for path, reason in ingested.skipped:
        print(f"left out: {path}: {reason}", file=sys.stderr)
    there = {t.path for t in library.rankable()}
    kept = [t for t, file in zip(tracks, files, strict=True) if file.resolve() in there]
    if len(kept) < 2:
        raise InputError(f"Fewer than two of the tracks of {args.tracks} are under {args.music}.")
    return kept, library


def _clips(
    args: argparse.Namespace, recommender: Recommender
) -> list[tuple[LabelledClip, ClipFeatures]]:
    roots = args.pictures or [args.clips.parent]
    work = args.work / "clips"
    work.mkdir(parents=True, exist_ok=True)
    cache = ClipCache(recommender, work)
    clips = []
    for label in read_clips(args.clips):
        path = next((root / label.file for root in roots if (root / label.file).exists()), None)
        if path is None:
            print(f"left out: {label.file} is under none of the roots", file=sys.stderr)
            continue
        show_progress(f"Looking at {label.file}")
        clips.append((label, _look_at(cache, path, work)))
    return clips


def _look_at(cache: ClipCache, path: Path, work: Path) -> ClipFeatures:
    if path.suffix.lower() not in STILL_SUFFIXES:
        return cache.look_at(path)
    panned = work / f"{path.stem}.mp4"
    return cache.look_at(panned if panned.exists() else pan(path, panned))


def _is_still(label: LabelledClip) -> bool:
    return Path(label.file).suffix.lower() in STILL_SUFFIXES


def as_table(report: dict[str, dict[str, object]]) -> str:
    """The report as a Markdown table."""
    groups = ["clips", "clips_and_words", "stills", "stills_and_words"]
    head = ["model", "words R@1", "R@5", "R@10", "MR", *(f"{g} AUC" for g in groups)]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for name, row in report.items():
        words = row["text_to_track"]
        cells = [f"{words[k]:.2f}" for k in ("R@1", "R@5", "R@10")] + [f"{words['MR']:g}"]
        cells += [f"{row[g]['AUC']:.2f}" if g in row else "-" for g in groups]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    return "\n".join(lines)
