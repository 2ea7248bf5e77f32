"""The tab for the main job: a clip and a few words in, playing suggestions out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.asking import Ask, Found, Rendered, answering, check
from demo.endpoint import add_endpoint
from demo.jobs import Job, Step
from demo.libraries import MusicPanel
from demo.services import HEAVY, Services
from demo.settings import EXAMPLES_DIR
from demo.telling import Updates, telling
from viml_core.models.scoring import DEFAULT_ALPHA, DEFAULT_RANKING, ENSEMBLES

SUGGEST = "suggest"  # the kind of job that the page's stop button stops
# The answer begins at the top of the results, which may lie above or below what is seen.
SCROLL_TO_RESULTS = """(...asked) => {
    const results = document.querySelector("#results"), top = results.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight / 2) results.scrollIntoView({behavior: "smooth"});
    return asked;
}"""


@dataclass(frozen=True)
class Slot:
    """The place of one result.

    The style sheet hides a slot that says nothing, and shows one of the buttons "find" and "stop".
    Gradio's own `visible` is not used for what changes often: a component that is mounted only when
    it becomes visible misses updates that follow fast on that one.
    """

    player: gr.Video
    about: gr.HTML
    download: gr.DownloadButton

    def emptied(self) -> Updates:
        """Updates that take the result away."""
        return {self.player: None, self.about: ""}

    def filled(self, result: Rendered, best_score: float) -> Updates:
        """Updates that show a result of a list whose best score is known.

        Files travel inside an update: as bare values they would be emptied by the next chunk, which
        the page applies as a difference to this one.
        """
        preview = str(result.preview)
        return {
            self.player: gr.Video(value=preview, label=result.suggestion.track.title),
            self.about: cards.card(result.suggestion, best_score),
            self.download: gr.DownloadButton(value=preview),
        }


class SuggestTab:
    """Builds the tab inside the current `gr.Blocks` and answers its events."""

    def __init__(self, services: Services) -> None:
        self.services = services
        with gr.Row(elem_classes="vm-columns"):
            with gr.Column(elem_classes="vm-ask", min_width=320):
                self._build_form()
            with gr.Column(elem_classes="vm-results", min_width=320, elem_id="results"):
                self._build_results()
        self._connect()

    def _build_form(self) -> None:
        settings = self.services.settings
        self.clip = gr.Video(
            label=texts.CLIP, sources=["upload"], elem_id="clip", height=220, buttons=[]
        )
        gr.HTML(cards.note(texts.EXAMPLES), apply_default_css=False)
        with gr.Row(elem_id="examples"):
            for path in sorted(EXAMPLES_DIR.glob("*.mp4")):
                self._build_example(path)
        self.text = gr.Textbox(
            value="",
            label=texts.WORDS,
            info=texts.WORDS_HINT,
            placeholder=texts.WORDS_PLACEHOLDER,
            max_length=settings.limits.max_text_chars,
            elem_id="words",
        )
        self.picture_only = gr.Checkbox(
            label=texts.PICTURE_ONLY, info=texts.PICTURE_ONLY_HINT, elem_id="picture-only"
        )
        self.count = gr.Slider(
            1, settings.max_results, settings.default_results, step=1, label=texts.COUNT, buttons=[]
        )
        self.music = MusicPanel(self.services)
        self._build_advanced()
        self.find = gr.Button(texts.FIND, variant="primary", elem_id="find")
        self.stop = gr.Button(texts.STOP, variant="stop", elem_id="stop")
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
        self.model.change(
            lambda model: gr.Slider(visible=model in ENSEMBLES),
            self.model,
            self.alpha,
            queue=False,
            api_name="choose_model",
            api_visibility="private",
        )

    def _build_results(self) -> None:
        self.status = gr.HTML(cards.nothing_yet(), elem_id="status", apply_default_css=False)
        self.slots = []
        with gr.Row(elem_classes="vm-cards"):
            for rank in range(1, self.services.settings.max_results + 1):
                with gr.Column(elem_classes="vm-card", elem_id=f"result-{rank}", min_width=280):
                    slot = Slot(
                        gr.Video(interactive=False, show_label=False, container=False, buttons=[]),
                        gr.HTML(apply_default_css=False),
                        gr.DownloadButton(texts.DOWNLOAD, size="sm"),
                    )
                self.slots.append(slot)

    def _connect(self) -> None:
        asked = [self.clip, self.text, self.picture_only, self.count]
        asked += [self.music.choice, self.model, self.alpha]
        shown: list[Any] = [self.status]
        for slot in self.slots:
            shown += [slot.player, slot.about, slot.download]
        gr.on(
            [self.find.click, self.text.submit],
            self.show,
            asked,
            shown,
            js=SCROLL_TO_RESULTS,
            show_progress="minimal",  # the place in the queue, where there is one
            show_progress_on=self.status,
            trigger_mode="multiple",
            concurrency_id=HEAVY,
            concurrency_limit=self.services.settings.heavy_jobs,
            api_name="show",
            api_visibility="private",
        )
        self.stop.click(
            self.stop_showing,
            outputs=self.status,
            show_progress="hidden",
            queue=False,
            api_name="stop",
            api_visibility="private",
        )
        add_endpoint(self.services)

    async def show(
        self,
        clip: str | None,
        text: str,
        picture_only: bool,
        k: float,
        music: str,
        model: str,
        alpha: float,
        request: gr.Request,
    ) -> AsyncIterator[Updates]:
        """Answer on the page, result by result. A newer request of the same visitor takes over."""
        session = self.services.sessions.get(request.session_hash)
        session.stop(SUGGEST)
        session.turn += 1
        turn = session.turn
        yield {self.status: cards.working(Step(texts.STEP_STARTING))} | self._no_results()

        async def answered() -> AsyncIterator[Updates]:
            settings = self.services.settings
            ask = check(settings, clip, text, picture_only, k, music, model, alpha)
            job = Job(answering(ask, session, self.services))
            async with session.running(job, SUGGEST):
                async for updates in self._updates(ask, job):
                    yield updates

        def stopped() -> Updates:
            taken_over = session.turn != turn  # the newer request has the page
            return {} if taken_over else {self.status: cards.stopped()}

        async for updates in telling(self.status, answered(), stopped):
            yield updates

    async def _updates(self, ask: Ask, job: Job[Found | Rendered]) -> AsyncIterator[Updates]:
        found, step = None, Step(texts.STEP_STARTING)
        async for item in job.results():
            if isinstance(item, Rendered) and found:
                best_score = found.answer.results[0].score
                yield self.slots[item.suggestion.rank - 1].filled(item, best_score)
            elif isinstance(item, Found):
                found = item
                yield {self.status: cards.summary(ask, found, step)}
            elif isinstance(item, Step):
                step = item
                status = cards.summary(ask, found, step) if found else cards.working(step)
                yield {self.status: status}
        if found:
            yield {self.status: cards.summary(ask, found, None)}

    def stop_showing(self, request: gr.Request) -> str:
        """Stop the visitor's request."""
        self.services.sessions.get(request.session_hash).stop(SUGGEST)
        return cards.stopped()

    def _no_results(self) -> Updates:
        return {part: update for slot in self.slots for part, update in slot.emptied().items()}
