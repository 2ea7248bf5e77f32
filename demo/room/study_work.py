"""The study that the form asks for: its file, its media, the study itself, and its links."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.jobs import Job
from demo.services import Services
from demo.study.checking import check_study
from demo.study.making import make_study
from demo.study.tokens import Signer
from viml_core.errors import StorageError

PLAN_FILE = "study.json"


@dataclass(frozen=True)
class Sources:
    """What a study asks with. words: one line for each question about each clip or track.

    tracks: of a music-to-video study alone, which ranks the clips for them.
    """

    clips: tuple[Path, ...]
    tracks: tuple[Path, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class MadeStudy:
    """What came of the form. tokens: of the raters' links, by code."""

    folder: Path
    pairs: int
    tokens: dict[str, str]
    problems: tuple[str, ...]


def making(
    plan: dict[str, Any], sources: Sources, services: Services
) -> Callable[[Job[MadeStudy]], None]:
    """The work that makes a study of every clip or track with every line of words, and checks it.

    The study file and its media stay beside the study, so that it can be made again.
    """

    def work(job: Job[MadeStudy]) -> None:
        recommender = services.engine.recommender(job.progress, job.cancel)
        slug = re.sub(r"[^a-z0-9]+", "-", plan["title"].lower()).strip("-")[:40] or "study"
        name = f"{slug}-{time.strftime('%Y%m%d-%H%M%S')}"
        folder = services.settings.studies / name
        source = folder.with_name(f"{name}-plan")
        try:
            source.mkdir(parents=True)
            file = write_plan(plan, sources, source)
        except OSError as error:
            raise StorageError(
                f"The study cannot be written to {source} ({error.strerror}); make room there."
            ) from error
        try:
            manifest = make_study(file, folder, job.progress, recommender)
        except BaseException:
            shutil.rmtree(source, ignore_errors=True)
            raise
        checked, signer = check_study(folder, job.progress), Signer(folder)
        tokens = {one.rater: signer.token(one.rater) for one in manifest.lists}
        job.emit(MadeStudy(folder, len(manifest.pair_ids), tokens, checked.problems))

    return work


def write_plan(plan: dict[str, Any], sources: Sources, folder: Path) -> Path:
    """The study file in a folder, with copies of all that it names beside it; its path."""
    clips = _kept(sources.clips, folder / "clips")
    asked = {"clip": clips}
    if plan["task"] == "music-to-video":
        plan = plan | {"clips": "clips"}
        asked = {"track": _kept(sources.tracks, folder / "tracks")}
    lines = [line.strip() for line in sources.words.splitlines() if line.strip()] or [""]
    queries = [
        {kind: str(path.relative_to(folder)), "text": line}
        for kind, paths in asked.items()
        for path in paths
        for line in lines
    ]
    file = folder / PLAN_FILE
    file.write_text(json.dumps(plan | {"queries": queries}, indent=2), encoding="utf-8")
    return file


def _kept(files: Sequence[Path], folder: Path) -> list[Path]:
    """Copies; files of one name are told apart."""
    folder.mkdir()
    kept: list[Path] = []
    for file in files:
        names = (f"{file.stem}{f'-{n}' if n else ''}{file.suffix}" for n in range(len(files)))
        kept.append(folder / next(name for name in names if not (folder / name).exists()))
        shutil.copyfile(file, kept[-1])
    return kept
