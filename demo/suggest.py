"""The tab for the main job: a clip and a few words in, playing suggestions out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.answered import Answered, Found, Rendered
from demo.asking import Ask, answering, check
from demo.batch import BatchPanel
from demo.endpoint import add_endpoint
from demo.fields import clip_field, scroll_to, words_field
from demo.filtering import FilterPanel, read_filters
from demo.jobs import Job, Step
from demo.libraries import MusicPanel
from demo.project import ProjectPanel
from demo.results import SUGGEST, ResultsPanel
from demo.services import HEAVY, Services
from demo.sessions import Session
from demo.settings import EXAMPLES_DIR
from demo.telling import Updates, telling
from viml_core.models.scoring import DEFAULT_ALPHA, DEFAULT_RANKING, ENSEMBLES


class SuggestTab:
    """Builds the tab inside the current `gr.Blocks` and answers its events."""

    def __init__(self, services: Services) -> None:
        self.services = services
        with gr.Row(elem_classes="vm-columns"):
            with gr.Column(elem_classes="vm-ask", min_width=320):
                self._build_form()
            with gr.Column(elem_classes="vm-results", min_width=320, elem_id="results"):
                self.results = ResultsPanel(services)
        self._connect()

    def _build_form(self) -> None:
        settings = self.services.settings
        self.clip = clip_field("clip", height=220)
        gr.HTML(cards.note(texts.EXAMPLES), apply_default_css=False)
        with gr.Row(elem_id="examples"):
            for path in sorted(EXAMPLES_DIR.glob("*.mp4")):
                self._build_example(path)
        self.text = words_field("words", texts.WORDS_HINT, settings.limits)
        self.picture_only = gr.Checkbox(
            label=texts.PICTURE_ONLY, info=texts.PICTURE_ONLY_HINT, elem_id="picture-only"
        )
        self.find = gr.Button(texts.FIND, variant="primary", elem_id="find")
        self.stop = gr.Button(texts.STOP, variant="stop", elem_id="stop")
        self.count = gr.Slider(
            1, settings.max_results, settings.default_results, step=1, label=texts.COUNT, buttons=[]
        )
        self.music = MusicPanel(self.services)
        self.filters = FilterPanel()
        self._build_advanced()
        self.batch = BatchPanel(self.services)
        self.project = ProjectPanel(self.services)
        limits = f"{texts.limits_line(settings.limits)} {texts.PRIVACY}"
        gr.HTML(cards.note(limits), apply_default_css=False)

    def _build_example(self, path: Path) -> None:
        tile = gr.Button(
            texts.EXAMPLE_NAMES.get(path.name, path.stem),
            icon=path.with_suffix(".jpg"),
            elem_classes="vm-example",
            min_width=80,
        )
        tile.click(
            lambda: str(path),
            outputs=self.clip,
            show_progress="hidden",
            queue=False,
            api_name=f"example_{path.stem.replace('-', '_')}",
            api_visibility="private",
        )

    def _build_advanced(self) -> None:
        with gr.Accordion(texts.ADVANCED, open=False, elem_classes="vm-advanced"):
            choices = [(label, name) for name, label in texts.MODELS.items()]
            self.model = gr.Dropdown(
                choices, value=DEFAULT_RANKING, label=texts.MODEL, filterable=False
            )
            self.alpha = gr.Slider(
                0,
                1,
                DEFAULT_ALPHA,
                step=0.05,
                label=texts.ALPHA,
                info=texts.ALPHA_HINT,
                visible=DEFAULT_RANKING in ENSEMBLES,
            )
            self.diverse = gr.Checkbox(
                True, label=texts.DIVERSE, info=texts.DIVERSE_HINT, elem_id="diverse"
            )
        self.model.change(
            lambda model: gr.Slider(visible=model in ENSEMBLES),
            self.model,
            self.alpha,
            queue=False,
            api_name="choose_model",
            api_visibility="private",
        )

    def _connect(self) -> None:
        asked = [self.clip, self.text, self.picture_only, self.count]
        settings = [self.music.choice, self.model, self.alpha]
        asked += [*settings, self.diverse, *self.filters.fields]
        status = self.results.status
        gr.on(
            [self.find.click, self.text.submit],
            self.show,
            asked,
            self.results.shown,
            js=scroll_to("#results"),
            show_progress="minimal",  # the place in the queue, where there is one
            show_progress_on=status,
            trigger_mode="multiple",
            concurrency_id=HEAVY,
            concurrency_limit=self.services.settings.heavy_jobs,
            api_name="show",
            api_visibility="private",
        )
        self.stop.click(
            self.stop_showing,
            outputs=status,
            show_progress="hidden",
            queue=False,
            api_name="stop",
            api_visibility="private",
        )
        self.results.connect(self.diverse, self.filters.fields)
        self.batch.connect([self.text, self.picture_only, *settings, *self.filters.fields])
        self.project.connect(self.clip, asked[1:])
        add_endpoint(self.services)

    async def show(
        self,
        request: gr.Request,
        clip: str | None,
        text: str,
        picture_only: bool,
        k: float,
        music: str,
        model: str,
        alpha: float,
        diverse: bool,
        *filters: Any,
    ) -> AsyncIterator[Updates]:
        """Answer on the page, result by result. A newer request of the same visitor takes over."""
        session = self.services.sessions.get(request.session_hash)
        session.stop(SUGGEST)
        session.turn += 1
        turn = session.turn
        session.answered = None
        status = self.results.status
        yield {status: cards.working(Step(texts.STEP_STARTING))} | self.results.emptied()

        async def answered() -> AsyncIterator[Updates]:
            settings = self.services.settings
            wanted = read_filters(*filters)
            ask = check(settings, clip, text, picture_only, k, music, model, alpha, wanted, diverse)
            job = Job(answering(ask, session, self.services, to_listen=True))
            async with session.running(job, SUGGEST):
                async for updates in self._updates(ask, job, session):
                    yield updates

        def stopped() -> Updates:
            taken_over = session.turn != turn  # the newer request has the page
            return gr.skip() if taken_over else {status: cards.stopped()}

        async for updates in telling(status, answered(), stopped):
            yield updates

    async def _updates(
        self, ask: Ask, job: Job[Found | Rendered], session: Session
    ) -> AsyncIterator[Updates]:
        """The steps until the tracks are ranked, then the list while its previews are made."""
        items = job.results()
        async for item in items:
            if isinstance(item, Step):
                yield {self.results.status: cards.working(item)}
            elif isinstance(item, Found):
                session.answered = Answered.of(
                    item, ask.k, ask.text, ask.filters, diverse=ask.diverse
                )
                yield self.results.began(session.answered)
                break
        if session.answered:
            async for updates in self.results.following(session.answered, items):
                yield updates

    def stop_showing(self, request: gr.Request) -> str:
        """Stop the visitor's request."""
        self.services.sessions.get(request.session_hash).stop(SUGGEST)
        return cards.stopped()
