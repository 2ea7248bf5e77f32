"""`python -m training.bench main-job`: what the whole job costs, as ratios from one run.

The job: a 30 s 1080p clip and a few words to five previews. Beside it run the *floor* (a bare
ffmpeg decode at 6 frames a second, the bare forward pass of the picture encoder, five stream
copies) and the *obvious way* (moviepy's frames, moviepy's `write_videofile` per track). Seconds are
CPU seconds of this process and its children; on a shared machine only the ratios mean something.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from training.bench.cost import Cost, measured
from viml_core.config import STARTER_LIBRARY
from viml_core.features.efficientnet import load_efficientnet
from viml_core.library import Library
from viml_core.media.ffmpeg import ffmpeg_path
from viml_core.models.scoring import parse_ranking
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, Suggestion

K = 5
CLIP_SECONDS = 30
WORDS = ("warm acoustic guitar, hopeful", "dark driving techno, night")
FRAMES_6FPS = "fps=6:start_time=0:round=up"
TO_224 = "scale=224:224:force_original_aspect_ratio=increase,crop=224:224"


@dataclass(frozen=True)
class Bench:
    """What all measurements share."""

    recommender: Recommender
    library: Library
    clip: Path
    scratch: Path

    def first_request(self) -> tuple[dict[str, Cost], ClipFeatures]:
        """The whole job, split in its steps."""
        scratch = Path(tempfile.mkdtemp(dir=self.scratch))
        with measured() as look:
            clip = self.recommender.understand(self.clip, scratch)
        with measured() as query:
            results = self.ask(clip, WORDS[0], K)
        with measured() as previews:
            self.render(clip, results, scratch)
        decode = Cost(children_s=look.children_s, wall_s=look.wall_s)
        features = Cost(own_s=look.own_s)
        return {"decode": decode, "features": features, "query": query, "previews": previews}, clip

    def second_request(self, clip: ClipFeatures) -> tuple[Cost, Cost]:
        """Other words and another k on a known clip: the query, and the query with new previews."""
        with measured() as query:
            results = self.ask(clip, WORDS[1], K - 1)
        with measured() as previews:
            self.render(clip, results, Path(tempfile.mkdtemp(dir=self.scratch)))
        total = Cost(
            query.own_s + previews.own_s,
            query.children_s + previews.children_s,
            query.wall_s + previews.wall_s,
        )
        return query, total

    def ask(self, clip: ClipFeatures, words: str, k: int) -> tuple[Suggestion, ...]:
        ranking = parse_ranking("viml")
        return self.recommender.suggest(self.library, ranking, k, clip=clip, text=words).results

    def render(self, clip: ClipFeatures, results: tuple[Suggestion, ...], folder: Path) -> None:
        for suggestion in results:
            self.recommender.preview(clip, suggestion, folder / f"{suggestion.rank}.mp4")

    def floor(self) -> dict[str, Cost]:
        """The least that could be done with these tools."""
        ffmpeg = [ffmpeg_path(), "-v", "error", "-nostdin", "-y", "-i", str(self.clip)]
        raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
        with measured() as decode:
            subprocess.run(
                [*ffmpeg, "-an", "-vf", f"{FRAMES_6FPS},{TO_224}", *raw],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        network, frames = load_efficientnet(), np.zeros((8, 224, 224, 3), np.uint8)
        with measured() as forward, torch.inference_mode():
            for _ in range(0, CLIP_SECONDS * 6, len(frames)):
                network(torch.tensor(frames))
        with measured() as copies:
            for i in range(K):
                out = self.scratch / f"copy-{i}.mp4"
                subprocess.run([*ffmpeg, "-c", "copy", "-an", str(out)], check=True)
        return {"decode": decode, "forward": forward, "copies": copies}

    def obvious(self, previews: int) -> dict[str, Cost]:
        """The same job with moviepy alone; `previews` are written and scaled up to five."""
        from moviepy import AudioFileClip, VideoFileClip

        network = load_efficientnet()
        with measured() as features, VideoFileClip(str(self.clip)) as video, torch.inference_mode():
            for frame in video.resized((224, 224)).iter_frames(fps=6):
                network(torch.from_numpy(frame.copy()).unsqueeze(0))
        with measured() as writing:
            for track in self.library.rankable()[:previews]:
                with (
                    VideoFileClip(str(self.clip)) as video,
                    AudioFileClip(str(track.path)) as music,
                ):
                    sound = music.subclipped(0, min(video.duration, music.duration))
                    video.with_audio(sound).write_videofile(
                        str(self.scratch / "obvious.mp4"),
                        logger=None,
                        temp_audiofile_path=str(self.scratch),
                    )
        scale = K / previews
        writing = Cost(writing.own_s * scale, writing.children_s * scale, writing.wall_s * scale)
        return {"features": features, "previews": writing}


def make_clip(path: Path) -> Path:
    """30 s of moving, noisy 1080p at 12 Mb/s: x264's defaults, so B-frames and their pyramid."""
    graph = "testsrc2=s=1920x1080:r=30,noise=alls=6:allf=t,format=yuv420p[out]"
    command = [ffmpeg_path(), "-v", "error", "-nostdin", "-y", "-filter_complex", graph]
    command += ["-f", "lavfi", "-i", "sine=frequency=220", "-map", "[out]", "-map", "0:a"]
    command += ["-t", str(CLIP_SECONDS), "-c:v", "libx264", "-b:v", "12M", "-c:a", "aac"]
    subprocess.run([*command, str(path)], check=True)
    return path


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """The options of `main-job`."""
    verb.add_argument("--clip", type=Path, help="a clip of your own instead of the made one")
    verb.add_argument("--library", type=Path, default=STARTER_LIBRARY)
    verb.add_argument("--repeat", type=int, default=3)
    verb.add_argument("--requests", type=int, default=10, help="repeats for the resident memory")
    verb.add_argument(
        "--obvious", type=int, default=1, help="previews that moviepy writes, scaled to 5; 0: none"
    )


def report(args: argparse.Namespace) -> dict[str, object]:
    """Run everything `--repeat` times and report medians."""
    with tempfile.TemporaryDirectory(prefix="viml-bench-") as folder:
        scratch = Path(folder)
        recommender = Recommender.load()
        music = recommender.preset.music.fingerprint
        library = Library.open(args.library, music_encoder_fingerprint=music)
        bench = Bench(recommender, library, args.clip or make_clip(scratch / "clip.mp4"), scratch)
        bench.first_request()  # the first forward pass of a process also allocates
        jobs, floors, seconds = [], [], []
        for _ in range(args.repeat):
            job, clip = bench.first_request()
            jobs.append(job)
            floors.append(bench.floor())
            seconds.append(bench.second_request(clip))
        obvious = bench.obvious(args.obvious) if args.obvious else None
        rss = _resident_after(args.requests, lambda: bench.first_request())
    job, floor = _median(jobs), _median(floors)
    query = statistics.median(q.cpu_s for q, _ in seconds)
    again = statistics.median(t.cpu_s for _, t in seconds)
    figures: dict[str, object] = {
        "job": {name: asdict(cost) for name, cost in job.items()},
        "floor": {name: asdict(cost) for name, cost in floor.items()},
        "job_s": _total(job),
        "floor_s": _total(floor),
        "job / floor": _total(job) / _total(floor),
        "decode / plain decode": job["decode"].cpu_s / floor["decode"].cpu_s,
        "first / second request, query only": _total(job) / query,
        "first / second request, with previews": _total(job) / again,
        "resident_mb": rss,
    }
    if obvious:
        figures["obvious_s"] = _total(obvious)
        figures["obvious / job"] = _total(obvious) / _total(job)
    return figures


def _median(runs: list[dict[str, Cost]]) -> dict[str, Cost]:
    def middle(step: str, field: str) -> float:
        return statistics.median(getattr(run[step], field) for run in runs)

    return {
        step: Cost(middle(step, "own_s"), middle(step, "children_s"), middle(step, "wall_s"))
        for step in runs[0]
    }


def _total(costs: dict[str, Cost]) -> float:
    return sum(cost.cpu_s for cost in costs.values())


def _resident_after(requests: int, request: Callable[[], object]) -> dict[str, float]:
    """Resident memory in MB after ten requests and after all of them."""
    resident = {}
    for number in range(1, requests + 1):
        request()
        if number in (10, requests):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            resident[f"after {number}"] = pages * resource.getpagesize() / 2**20
    return resident
