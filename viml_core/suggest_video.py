"""`python -m viml_core suggest-video`: the clips of a folder that suit a track."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.models.scoring import DEFAULT_RANKING, Ranking, parse_ranking
from viml_core.sources import choose_model, place

if TYPE_CHECKING:
    from viml_core.music_to_video import ClipSuggestion, HeardTrack
    from viml_core.recommender import Recommender


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments, and what runs them."""
    parser.add_argument("track", type=Path, help="the music")
    parser.add_argument("--clips", type=Path, required=True, metavar="DIR")
    parser.add_argument("--text", default="", help="what it should be like; may stay empty")
    parser.add_argument("-k", type=int, default=5, help="number of clips (default 5)")
    parser.add_argument("--model", help=f"viml, mvpt+ or an ensemble (default {DEFAULT_RANKING})")
    parser.add_argument("--alpha", type=float, help="weight of the words in an ensemble, 0..1")
    parser.add_argument(
        "--checkpoints", type=place, metavar="DIR", help="default: the shipped ones"
    )
    parser.add_argument("--previews", type=Path, metavar="OUT_DIR", help="render one mp4 a clip")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    """Rank the clips of a folder for one track; files that are no clips are named on stderr."""
    from viml_core.music_to_video import listen, look_through, suggest_clips
    from viml_core.recommender import Recommender

    choice = choose_model(args.model, args.checkpoints)
    ranking = parse_ranking(choice.ranking, args.alpha)
    if ranking.name == "mt":
        raise InputError("The model 'mt' does not look at pictures; choose 'viml' or 'mvpt+'.")
    recommender = Recommender.load(checkpoints=choice.source, progress=show_progress)
    ranking = ranking.tuned(recommender.alphas)
    heard = listen(recommender, args.track)
    with tempfile.TemporaryDirectory(prefix="viml-") as scratch:
        found = look_through(recommender, args.clips, Path(scratch), progress=show_progress)
        for path, reason in found.skipped:
            print(f"skipped {path}: {reason}", file=sys.stderr)
        best = suggest_clips(recommender, heard, found.clips, ranking, args.k, text=args.text)
        previews = _render(recommender, heard, best, args.previews)
    answer = _answer(args, recommender, ranking, heard, best, previews)
    print(json.dumps(answer, ensure_ascii=False) if args.json else _as_text(answer))


def _render(
    recommender: Recommender,
    heard: HeardTrack,
    best: tuple[ClipSuggestion, ...],
    folder: Path | None,
) -> dict[int, Path]:
    """Each clip with the track under it, by rank."""
    from viml_core.media.preview import render_preview

    if folder is None:
        return {}
    outs = {s.rank: folder / f"{s.rank:02d}-{s.clip.info.path.stem}.mp4" for s in best}
    return {s.rank: render_preview(s.clip, heard.track, outs[s.rank]) for s in best}


def _answer(
    args: argparse.Namespace,
    recommender: Recommender,
    ranking: Ranking,
    heard: HeardTrack,
    best: tuple[ClipSuggestion, ...],
    previews: dict[int, Path],
) -> dict[str, Any]:
    mode = "music+text" if args.text.strip() else "music"
    weights = ranking.weights("video+text" if args.text.strip() else "video")
    marks = {name: recommender.embedders[name].fingerprint for name in weights}
    return {
        "query": {"track": str(args.track), "text": args.text, "mode": mode},
        "title": heard.track.title,
        "model": {"name": ranking.name, "alpha": ranking.alpha, "checkpoints": marks},
        "clips": str(args.clips),
        "results": [
            {
                "rank": s.rank,
                "path": str(s.clip.info.path),
                "score": s.score,
                "duration_s": s.clip.info.duration_s,
                "seen": list(s.clip.seen),
                "preview": str(previews[s.rank]) if s.rank in previews else None,
            }
            for s in best
        ],
    }


def _as_text(answer: dict[str, Any]) -> str:
    lines = []
    for r in answer["results"]:
        seen = ", ".join(r["seen"]) or "nothing that has a name"
        lines.append(f"{r['rank']:3d}. {r['path']}")
        lines.append(f"     score {r['score']:.3f}; seen: {seen}")
        if r["preview"]:
            lines.append(f"     preview {r['preview']}")
    model = answer["model"]
    marks = ", ".join(f"{name} {mark[:8]}" for name, mark in model["checkpoints"].items())
    lines.append(f"Served by {model['name']} ({marks}).")
    return "\n".join(lines)
