"""Answers as JSON: the contract that scripts and other people's tools read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from viml_core.recommender import Answer, Recommender
from viml_core.types import Query, Suggestion

Json = dict[str, Any]


def query_json(query: Query) -> Json:
    """What was asked."""
    video = str(query.video) if query.video else None
    return {"video": video, "text": query.text, "mode": query.mode}


def model_json(answer: Answer, recommender: Recommender) -> Json:
    """Which model, checkpoints and encoders served the answer."""
    preset, weights = recommender.preset, answer.ranking.weights(answer.query.mode)
    return {
        "name": answer.ranking.name,
        "alpha": answer.ranking.alpha,
        "weights": weights,
        "preset": preset.name,
        "source": recommender.source,
        "encoders": {
            "visual": preset.visual.name,
            "text": preset.text.name,
            "music": preset.music.name,
        },
        "checkpoints": {name: recommender.embedders[name].fingerprint for name in weights},
        "calibration": answer.calibration,
        "diversity": answer.diverse,
        "on_beat": answer.on_beat,
    }


def suggestion_json(suggestion: Suggestion, preview: Path | None) -> Json:
    """One result."""
    track = suggestion.track
    return {
        "rank": suggestion.rank,
        "track_id": track.track_id,
        "path": str(track.path),
        "title": track.title,
        "artist": track.artist,
        "license": track.license,
        "score": suggestion.score,
        "raw_score": suggestion.raw_score,
        "video_score": suggestion.video_score,
        "text_score": suggestion.text_score,
        "start_s": suggestion.start_s,
        "beat_lift": suggestion.beat_lift,
        "tags": list(track.tags),
        "bpm": track.bpm,
        "preview": str(preview) if preview else None,
    }


def answer_json(
    answer: Answer, recommender: Recommender, previews: Mapping[int, Path] | None = None
) -> Json:
    """The whole answer. previews: the rendered files by rank."""
    previews = previews or {}
    return {
        "query": query_json(answer.query),
        "model": model_json(answer, recommender),
        "library": str(answer.library.folder),
        "filters": {**asdict(answer.filters), "left_out": answer.left_out()},
        "clip": {"has_music": answer.has_music} if answer.query.video else None,
        "nothing_fits": answer.nothing_fits,
        "results": [suggestion_json(s, previews.get(s.rank)) for s in answer.results],
        "timings_s": {step: round(seconds, 4) for step, seconds in answer.timings_s.items()},
    }
