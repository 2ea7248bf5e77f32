"""A blind study from the page: a form that writes a study file, and how to serve what it made."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from shlex import quote
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.jobs import Job, Step
from demo.services import HEAVY, Services
from demo.study.checking import check_study
from demo.study.making import make_study
from demo.study.plan import StudyPlan
from demo.telling import Updates, telling
from viml_core.errors import InputError, StorageError

STUDY = "study"  # the kind of job
PLAN_FILE = "study.json"


@dataclass(frozen=True)
class MadeStudy:
    """What came of the form."""

    folder: Path
    pairs: int
    raters: int
    problems: tuple[str, ...]


class StudyForm:
    """Builds the form inside the current `gr.Blocks`; models: the fields that name both models."""

    def __init__(self, services: Services, models: Sequence[gr.Dropdown]) -> None:
        self.services = services
        with gr.Accordion(texts.STUDY_MAKE, open=False, elem_classes="vm-advanced"):
            gr.HTML(cards.note(texts.STUDY_HINT), apply_default_css=False)
            self.title = gr.Textbox(label=texts.STUDY_TITLE, elem_id="study-title")
            self.clips = gr.File(
                label=texts.STUDY_CLIPS,
                file_count="multiple",
                file_types=["video"],
                height=120,
                elem_id="study-clips",
            )
            self.words = gr.Textbox(
                label=texts.STUDY_WORDS,
                info=texts.STUDY_WORDS_HINT,
                lines=3,
                elem_id="study-words",
            )
            self.pairs = gr.Number(
                StudyPlan.pairs_per_rater, label=texts.STUDY_PAIRS, precision=0, minimum=1
            )
            self.raters = gr.Number(StudyPlan.raters, label=texts.STUDY_RATERS, precision=0)
            self.choice = gr.Radio(
                [(label, name) for name, label in texts.STUDY_CHOICES.items()],
                value=StudyPlan.choice,
                label=texts.STUDY_CHOICE,
            )
            self.make = gr.Button(texts.STUDY_GO, elem_id="study-make")
            self.report = gr.HTML(elem_id="study-report", apply_default_css=False)
        self.make.click(
            self.show,
            [self.title, self.clips, self.words, *models, self.pairs, self.raters, self.choice],
            self.report,
            show_progress="hidden",
            concurrency_id=HEAVY,
            concurrency_limit=services.settings.heavy_jobs,
            api_name="make_study",
            api_visibility="private",
        )

    async def show(
        self,
        request: gr.Request,
        title: str,
        clips: list[str] | None,
        words: str,
        first: str,
        second: str,
        pairs: float,
        raters: float,
        choice: str,
    ) -> AsyncIterator[Updates]:
        """Make the study and say how it is served."""
        session = self.services.sessions.get(request.session_hash)

        async def made() -> AsyncIterator[Updates]:
            if not clips:
                raise InputError(texts.ERROR_STUDY_NO_CLIPS)
            plan = {
                "title": title.strip() or texts.STUDY_MAKE,
                "task": "video-to-music",
                "models": [first, second],
                "choice": choice,
                "seed": secrets.randbits(31),
                "raters": int(raters or 0),
                "pairs_per_rater": int(pairs or 0),
                "library": str(Path(self.services.settings.starter_library).resolve()),
            }
            job = Job(making(plan, [Path(clip) for clip in clips], words or "", self.services))
            async with session.running(job, STUDY):
                async for item in job.results():
                    shown = cards.working(item) if isinstance(item, Step) else _made(item)
                    yield {self.report: shown}

        def stopped() -> Updates:
            return {self.report: cards.stopped()}

        async for updates in telling(self.report, made(), stopped):
            yield updates


def making(
    plan: dict[str, Any], clips: Sequence[Path], words: str, services: Services
) -> Callable[[Job[MadeStudy]], None]:
    """The work that makes a study of every clip with every line of words, and checks it.

    The study file and the clips stay beside the study, so that it can be made again.
    """

    def work(job: Job[MadeStudy]) -> None:
        recommender = services.engine.recommender(job.progress, job.cancel)
        slug = re.sub(r"[^a-z0-9]+", "-", plan["title"].lower()).strip("-")[:40] or STUDY
        name = f"{slug}-{time.strftime('%Y%m%d-%H%M%S')}"
        source = services.settings.studies / f"{name}-plan"
        lines = [line.strip() for line in words.splitlines() if line.strip()] or [""]
        try:
            source.mkdir(parents=True)
            names = [_kept(clip, source) for clip in clips]
            queries = [{"clip": clip, "text": line} for clip in names for line in lines]
            file = source / PLAN_FILE
            file.write_text(json.dumps(plan | {"queries": queries}, indent=2), encoding="utf-8")
        except OSError as error:
            raise StorageError(
                f"The study cannot be written to {source} ({error.strerror}); make room there."
            ) from error
        try:
            folder = services.settings.studies / name
            manifest = make_study(file, folder, job.progress, recommender)
        except BaseException:
            shutil.rmtree(source, ignore_errors=True)
            raise
        checked = check_study(folder, job.progress)
        job.emit(MadeStudy(folder, len(manifest.pair_ids), len(manifest.lists), checked.problems))

    return work


def _kept(clip: Path, folder: Path) -> str:
    """The name of a clip's copy; clips of one name are told apart."""
    name, number = clip.name, 1
    while (folder / name).exists():
        number += 1
        name = f"{clip.stem}-{number}{clip.suffix}"
    shutil.copyfile(clip, folder / name)
    return name


def _made(made: MadeStudy) -> str:
    folder = quote(str(made.folder))
    commands = "\n".join(f"python -m demo.study {verb} {folder}" for verb in ("serve", "links"))
    beside = f"VIML_STUDY={folder} python app.py"
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in made.problems)
    return (
        f'<div class="vm-status" role="status"><h2>{texts.STUDY_MADE}</h2>'
        f"<p>{escape(texts.study_made(made.pairs, made.raters, not made.problems))}</p>"
        f"{f'<ul>{problems}</ul>' if problems else ''}<p>{texts.STUDY_SERVE}</p>"
        f"<pre>{escape(commands)}</pre><p>{texts.STUDY_BESIDE}</p><pre>{escape(beside)}</pre></div>"
    )
