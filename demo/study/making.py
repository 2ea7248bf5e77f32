"""`new`: from a study file to a folder that can be served as it is."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.study.asking import Candidate, Models
from demo.study.assignment import assign
from demo.study.manifest import (
    MEDIA_FOLDER,
    Manifest,
    Pair,
    versioned,
    write_manifest,
)
from demo.study.plan import StudyPlan, read_plan
from demo.study.rendering import render_pair, spoilt_music, spoilt_picture
from demo.study.tokens import make_secret
from viml_core.errors import InputError, StorageError
from viml_core.recommender import Recommender
from viml_core.types import Progress


@dataclass(frozen=True)
class _Drawn:
    """A pair before it is rendered."""

    pair_id: str
    query: int
    rank: int
    candidates: tuple[Candidate, Candidate]


def make_study(
    file: Path, folder: Path, progress: Progress, recommender: Recommender | None = None
) -> Manifest:
    """Asks both models, renders every preview, draws up all lists. The folder appears when done.

    recommender: one that is loaded already; else the shipped models are.

    Raises:
        InputError: the study file is wrong, the folder is taken, or too few answers differ.
        VimlError: a model, the library or a file is at fault.
    """
    plan = read_plan(file)
    if folder.exists():
        raise InputError(f"The folder {folder} is there already; choose a new one for the study.")
    with _building(folder) as partial, tempfile.TemporaryDirectory(prefix="viml-") as scratch:
        models = Models(plan, Path(scratch), progress, recommender)
        drawn, agreed = _draw(plan, models, progress)
        media = partial / MEDIA_FOLDER
        media.mkdir()
        pairs = [_rendered(plan, one, "pair", media, progress) for one in drawn]
        spoilt = _checks(plan, drawn, models, Path(scratch))
        checks = [_rendered(plan, one, "check", media, progress) for one in spoilt]
        lists = assign(
            [pair.pair_id for pair in pairs],
            [check.pair_id for check in checks],
            plan.raters,
            plan.pairs_per_rater,
            plan.seed,
        )
        served = models.served()
        manifest = Manifest("", plan, served, (*pairs, *checks), tuple(agreed), lists)
        manifest = versioned(manifest)
        write_manifest(manifest, partial)
        make_secret(partial)
    return manifest


@contextmanager
def _building(folder: Path) -> Iterator[Path]:
    """A private folder beside the final one, which takes its place when all is well."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise StorageError(
            f"The study's folder {folder} cannot be made ({error.strerror}); choose another."
        ) from error
    try:
        yield partial
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _draw(plan: StudyPlan, models: Models, progress: Progress) -> tuple[list[_Drawn], list[str]]:
    """The pairs of differing answers, and the questions that both models answer alike."""
    drawn, agreed = [], []
    for number, query in enumerate(plan.queries):
        progress("Asking both models", number / len(plan.queries))
        first, second = models.answers(query)
        for rank, pair in enumerate(zip(first, second, strict=True), start=1):
            pair_id = f"{number + 1:03d}.{rank}"
            if pair[0].subject == pair[1].subject and pair[0].start_s == pair[1].start_s:
                agreed.append(pair_id)
            else:
                drawn.append(_Drawn(pair_id, number, rank, pair))
    if len(drawn) < plan.pairs_per_rater:
        raise InputError(
            f"Both models give the same answer to {len(agreed)} of {len(agreed) + len(drawn)} "
            f"questions, so {len(drawn)} pairs are left and pairs_per_rater is "
            f"{plan.pairs_per_rater}; add queries or ranks, or lower it."
        )
    return drawn, agreed


def _checks(
    plan: StudyPlan, drawn: list[_Drawn], models: Models, scratch: Path
) -> Iterator[_Drawn]:
    """Answers beside a spoilt copy of themselves; of either model by turns."""
    rng = random.Random(f"{plan.seed}/checks")
    for number in range(plan.attention_checks):
        one = rng.choice(drawn)
        real = one.candidates[number % 2]
        if plan.task == "video-to-music":
            spoilt = spoilt_music(real, scratch)
        else:
            spoilt = spoilt_picture(real, models.recommender, scratch)
        yield _Drawn(f"check.{number + 1}", one.query, one.rank, (real, spoilt))


def _rendered(plan: StudyPlan, one: _Drawn, kind: str, media: Path, progress: Progress) -> Pair:
    progress(f"Rendering {one.pair_id}")
    query = plan.queries[one.query]
    previews = render_pair(one.candidates, media)
    for preview in previews:
        if preview.duration_s < plan.min_listen_s:
            raise InputError(
                f"The preview of '{plan.query_name(query)}' with '{preview.subject}' lasts "
                f"{preview.duration_s:.1f} s and at least {plan.min_listen_s:g} s must be heard; "
                "take longer clips."
            )
    item, name = plan.item_name(query), plan.query_name(query)
    return Pair(one.pair_id, kind, name, item, query.text.strip(), one.rank, previews)
