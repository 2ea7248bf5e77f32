"""A blind study from the page: a form that writes a study file, and the links of what it made."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from html import escape
from pathlib import Path
from shlex import quote
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.jobs import Job, Step
from demo.room.study_work import MadeStudy, Sources, making
from demo.services import HEAVY, Services
from demo.sessions import Session
from demo.study.plan import StudyPlan
from demo.telling import Updates, telling
from viml_core.errors import InputError

STUDY = "study"  # the kind of job
STUDY_URL = "study"  # beside the page: see `demo.room.mounting`
VIDEO_TO_MUSIC, MUSIC_TO_VIDEO = "video-to-music", "music-to-video"


class StudyForm:
    """Builds the form inside the current `gr.Blocks`.

    models: the fields that name both models; music: the one that names the library; uploads: its
    fields that visitors put files into.
    """

    def __init__(self, services: Services, models: Sequence[gr.Dropdown], music: gr.Radio) -> None:
        self.services = services
        with gr.Accordion(texts.STUDY_MAKE, open=False, elem_classes="vm-advanced"):
            fields = self._build()
            self.make = gr.Button(texts.STUDY_GO, elem_id="study-make")
            self.report = gr.HTML(elem_id="study-report", apply_default_css=False)
        self.make.click(
            self.show,
            [*fields, *models, music],
            self.report,
            show_progress="hidden",
            concurrency_id=HEAVY,
            concurrency_limit=services.settings.heavy_jobs,
            api_name="make_study",
            api_visibility="private",
        )

    def _build(self) -> list[Any]:
        """The fields, in the order in which `show` takes them."""
        gr.HTML(cards.note(texts.STUDY_HINT), apply_default_css=False)
        title = gr.Textbox(label=texts.STUDY_TITLE, elem_id="study-title")
        task = gr.Radio(
            [(label, name) for name, label in texts.STUDY_TASKS.items()],
            value=VIDEO_TO_MUSIC,
            label=texts.STUDY_TASK,
            elem_id="study-task",
        )
        clips, tracks = (
            gr.File(
                label=label, file_count="multiple", file_types=[kind], height=120, elem_id=elem_id
            )
            for label, kind, elem_id in (
                (texts.STUDY_CLIPS, "video", "study-clips"),
                (texts.STUDY_TRACKS, "audio", "study-tracks"),
            )
        )
        self.uploads = [clips, tracks]
        words = gr.Textbox(
            label=texts.STUDY_WORDS, info=texts.STUDY_WORDS_HINT, lines=3, elem_id="study-words"
        )
        with gr.Row():
            pairs, raters = (
                gr.Number(value, label=label, precision=0, minimum=1, min_width=90, elem_id=elem_id)
                for value, label, elem_id in (
                    (StudyPlan.pairs_per_rater, texts.STUDY_PAIRS, "study-pairs"),
                    (StudyPlan.raters, texts.STUDY_RATERS, "study-raters"),
                )
            )
        choice = gr.Radio(
            [(label, name) for name, label in texts.STUDY_CHOICES.items()],
            value=StudyPlan.choice,
            label=texts.STUDY_CHOICE,
        )
        return [title, task, clips, tracks, words, pairs, raters, choice]

    async def show(
        self,
        request: gr.Request,
        title: str,
        task: str,
        clips: list[str] | None,
        tracks: list[str] | None,
        words: str,
        pairs: float,
        raters: float,
        choice: str,
        *models_and_music: str,
    ) -> AsyncIterator[Updates]:
        """Make the study, and give its links."""
        session = self.services.sessions.get(request.session_hash)
        *models, music = models_and_music

        async def made() -> AsyncIterator[Updates]:
            sources = _sources(task, clips, tracks, words)
            plan = {
                "title": title.strip() or texts.STUDY_MAKE,
                "task": task,
                "models": models,
                "choice": choice,
                "seed": secrets.randbits(31),
                "raters": int(raters or 0),
                "pairs_per_rater": int(pairs or 0),
            } | self._library(task, music, session)
            job = Job(making(plan, sources, self.services))
            async with session.running(job, STUDY):
                async for item in job.results():
                    shown = cards.working(item) if isinstance(item, Step) else made_html(item)
                    yield {self.report: shown}

        def stopped() -> Updates:
            return {self.report: cards.stopped()}

        async for updates in telling(self.report, made(), stopped):
            yield updates

    def _library(self, task: str, music: str, session: Session) -> dict[str, str]:
        """Where the music is that the models choose from."""
        if task != VIDEO_TO_MUSIC:
            return {}
        return {"library": str(self.services.shelf.folder(music, session).resolve())}


def _sources(
    task: str, clips: Sequence[str] | None, tracks: Sequence[str] | None, words: str | None
) -> Sources:
    """What was added to the form.

    Raises:
        InputError: something that the task needs is missing.
    """
    if not clips:
        raise InputError(texts.ERROR_STUDY_NO_CLIPS)
    if task == MUSIC_TO_VIDEO and not tracks:
        raise InputError(texts.ERROR_STUDY_NO_TRACKS)
    return Sources(tuple(map(Path, clips)), tuple(map(Path, tracks or ())), words or "")


def made_html(made: MadeStudy) -> str:
    """What was made, a link for each rater, and how raters elsewhere are served."""
    folder = quote(str(made.folder))
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in made.problems)
    links = "".join(
        f'<li><a href="{STUDY_URL}/r/{token}/" target="_blank">{rater}</a></li>'
        for rater, token in made.tokens.items()
    )
    verbs = ("links", "serve", "report")
    commands = "\n".join(f"python -m demo.study {verb} {folder}" for verb in verbs)
    return (
        f'<div class="vm-status" role="status"><h2>{texts.STUDY_MADE}</h2>'
        f"<p>{escape(texts.study_made(made.pairs, len(made.tokens), not made.problems))}</p>"
        f"{f'<ul>{problems}</ul>' if problems else ''}<p>{texts.STUDY_LINKS}</p>"
        f'<ol class="vm-links">{links}</ol>'
        f"<p>{texts.STUDY_SERVE}</p><pre>{escape(commands)}</pre></div>"
    )
