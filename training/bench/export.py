"""`python -m training.bench export`: what finishing a 30 s clip costs beside bare ffmpeg.

Ours: `mix_sound` and `export_clip` (the finished mp4, the music as WAV, the papers), as after a
preview, when the track's beats are known. Bare: one ffmpeg command that writes the same two files
from the same clip and track, with the fades, the gain and the limiter; the gain is given to it, so
it may skip what we measure. Bare, two passes: the same after a pass that measures the loudness, as
whoever has to reach a target must. Preview: a changed mix heard again, from the slider to the file.
Medians of CPU seconds of this process and its children, each way in turn.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from training.bench.cost import Cost, measured
from viml_core.config import STARTER_LIBRARY
from viml_core.finishing.export import AUDIO_KBPS, export_clip
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.mix import Mix
from viml_core.finishing.mixing import mix_sound
from viml_core.library.catalogue import Catalogue
from viml_core.media.ffmpeg import ffmpeg_path
from viml_core.media.probe import probe
from viml_core.types import ClipFeatures, Track

CLIP_S = 30
TARGET_RATIO = 1.3
START_S = 8.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--own-sound", choices=["mute", "keep"], default="mute")


def report(args: argparse.Namespace) -> dict[str, Any]:
    """Median CPU and wall seconds of each way, and the ratios."""
    with tempfile.TemporaryDirectory(prefix="viml-bench-") as name:
        folder = Path(name)
        clip = _clip(folder / "clip.mp4", args.size)
        track = _track()
        mix, finisher = Mix(start_s=START_S, own_sound=args.own_sound), Finisher()
        grid, own = finisher.grid(track), finisher.hear(clip.info)
        costs: dict[str, list[Cost]] = {
            "ours": [],
            "bare": [],
            "bare_two_passes": [],
            "preview": [],
        }
        for run in range(args.runs + 1):
            with measured() as ours:
                mixed = mix_sound(track, grid, own, mix, clip.info.duration_s)
                export_clip(clip, track, mix, mixed, folder / "ours")
            with measured() as bare:
                _run(_bare(clip, track, mix, folder))
            with measured() as measuring:
                _run(_measuring(track))
            both = Cost(0.0, bare.cpu_s + measuring.cpu_s, bare.wall_s + measuring.wall_s)
            changed = replace(mix, music_level_db=-0.5 * run)
            with measured() as preview:
                finisher.preview(clip, track, changed, folder / "preview.mp4")
            for way, cost in zip(costs, (ours, bare, both, preview), strict=True):
                costs[way].append(cost)
    cpu = {way: statistics.median(c.cpu_s for c in kept[1:]) for way, kept in costs.items()}
    wall = {way: statistics.median(c.wall_s for c in kept[1:]) for way, kept in costs.items()}
    return {
        "clip_s": CLIP_S,
        "own_sound": args.own_sound,
        "runs": args.runs,
        "cpu_s": {way: round(seconds, 3) for way, seconds in cpu.items()},
        "wall_s": {way: round(seconds, 3) for way, seconds in wall.items()},
        "ratio_to_bare": round(cpu["ours"] / cpu["bare"], 3),
        "ratio_to_bare_two_passes": round(cpu["ours"] / cpu["bare_two_passes"], 3),
        "target_ratio": TARGET_RATIO,
    }


def _clip(path: Path, size: str) -> ClipFeatures:
    """Moving pictures and a tone."""
    _run(
        [
            *("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration={CLIP_S}"),
            *("-f", "lavfi", "-i", f"sine=frequency=330:duration={CLIP_S}"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path)),
        ]
    )
    return ClipFeatures(probe(path), np.zeros((1, 1), np.float32), (), None)


def _track() -> Track:
    return Catalogue(STARTER_LIBRARY, read_only=True).tracks()[0]


def _bare(clip: ClipFeatures, track: Track, mix: Mix, folder: Path) -> list[str]:
    fades = f"afade=in:d={mix.fade_in_s},afade=out:st={CLIP_S - mix.fade_out_s}:d={mix.fade_out_s}"
    graph = f"[1:a]{fades},volume=-2dB,asplit[wav][music];"
    if mix.own_sound == "keep":
        graph += "[0:a]volume=-3dB[own];[own][music]amix=normalize=0,alimiter=limit=0.79[out]"
    else:
        graph += "[music]alimiter=limit=0.79[out]"
    return [
        *("-i", str(clip.info.path), "-ss", str(START_S), "-t", str(CLIP_S), "-i", str(track.path)),
        *("-filter_complex", graph, "-map", "0:V:0", "-map", "[out]", "-c:v", "copy"),
        *("-c:a", "aac", "-aac_coder", "fast", "-b:a", f"{AUDIO_KBPS}k", "-ar", "48000"),
        *("-t", str(CLIP_S), "-movflags", "+faststart", str(folder / "bare.mp4")),
        *("-map", "[wav]", "-c:a", "pcm_f32le", "-ar", "48000", str(folder / "bare.wav")),
    ]


def _measuring(track: Track) -> list[str]:
    passage = ["-ss", str(START_S), "-t", str(CLIP_S), "-i", str(track.path)]
    return [*passage, "-af", "ebur128=peak=true", "-f", "null", "-"]


def _run(arguments: list[str]) -> None:
    subprocess.run([ffmpeg_path(), "-nostdin", "-v", "error", "-y", *arguments], check=True)
