"""The tab "Listening room": one clip and one text, several models in columns, one playhead."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.gallery.preparing import (
    MODELS,
    Gallery,
    K,
    Prepared,
    read_examples,
)
from demo.jobs import Job, Step
from demo.player.component import build_player, showing
from demo.room import columns
from demo.room.study_form import StudyForm
from demo.room.work import Shown, comparing, preparing
from demo.services import HEAVY, Services
from demo.settings import EXAMPLES_DIR
from demo.telling import Updates, telling
from viml_core.errors import InputError

ROOM = "room"  # the kind of job that a newer comparison stops
MOST_TRACKS = 5
GALLERY_URL = "gallery"  # beside the page: see `demo.page.launch_options`
# On a narrow screen the results lie below the form.
SCROLL_TO_RESULTS = """(...asked) => {
    const results = document.querySelector("#room-status");
    const { top } = results.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) results.scrollIntoView({behavior: "smooth"});
    return asked;
}"""


class ListeningRoom:
    """Builds the tab inside the current `gr.Blocks` and answers its events."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.gallery = Gallery(services.settings.gallery)
        self.examples = {example.name: example for example in read_examples(EXAMPLES_DIR)}
        with gr.Row(elem_classes="vm-columns"):
            with gr.Column(elem_classes="vm-ask", min_width=320):
                self._build_form()
            with gr.Column(elem_classes="vm-results vm-room", min_width=320):
                self.status = gr.HTML(
                    columns.nothing_yet(), elem_id="room-status", apply_default_css=False
                )
                self.player = build_player(elem_id="room-player")
        self._connect()

    def _build_form(self) -> None:
        settings = self.services.settings
        gr.HTML(cards.note(texts.ROOM_PREPARED), apply_default_css=False)
        self.tiles: dict[str, gr.Button] = {}
        with gr.Row(elem_id="room-examples", elem_classes="vm-examples"):
            for name, example in self.examples.items():
                picture = example.clip.with_suffix(".jpg")
                self._add_tile(name, example.title, picture)
            for found in self.gallery.all():
                if found.name not in self.examples:
                    self._add_tile(found.name, found.title, None)
        self.clip = gr.Video(
            label=texts.CLIP, sources=["upload"], elem_id="room-clip", height=160, buttons=[]
        )
        self.text = gr.Textbox(
            label=texts.WORDS,
            info=texts.ROOM_WORDS_HINT,
            placeholder=texts.WORDS_PLACEHOLDER,
            max_length=settings.limits.max_text_chars,
            elem_id="room-words",
        )
        names = [(label, name) for name, label in texts.MODELS.items()]
        none = (texts.ROOM_NO_MODEL, "")
        self.models = [
            gr.Dropdown(
                [none, *names] if n >= len(MODELS) else names,
                value=MODELS[n] if n < len(MODELS) else "",
                label=label,
                filterable=False,
                elem_id=f"room-model-{n}",
            )
            for n, label in enumerate(texts.ROOM_COLUMNS)
        ]
        self.count = gr.Slider(
            1, MOST_TRACKS, K, step=1, label=texts.ROOM_COUNT, elem_id="room-count", buttons=[]
        )
        self.go = gr.Button(texts.ROOM_COMPARE, variant="primary", elem_id="room-go")
        # On a page that is open to others nobody but its owner makes studies: see the command line.
        if not settings.hosted:
            StudyForm(self.services, self.models[:2])

    @property
    def _opened(self) -> list[Any]:
        """What an example that is opened changes."""
        return [self.status, self.player, self.clip, self.text, *self.models]

    def _add_tile(self, name: str, title: str, picture: Path | None) -> None:
        self.tiles[name] = gr.Button(title, icon=picture, elem_classes="vm-example", min_width=80)

    def _connect(self) -> None:
        shown = [self.status, self.player]
        common: dict[str, Any] = {
            "js": SCROLL_TO_RESULTS,
            "show_progress": "minimal",
            "show_progress_on": self.status,
            "trigger_mode": "multiple",
            "api_visibility": "private",
        }
        gr.on(
            [self.go.click, self.text.submit],
            self.show,
            [self.clip, self.text, *self.models, self.count],
            shown,
            concurrency_id=HEAVY,
            concurrency_limit=self.services.settings.heavy_jobs,
            api_name="compare",
            **common,
        )
        for name, tile in self.tiles.items():
            tile.click(
                self._opening(name),
                outputs=self._opened,
                # What is prepared waits for nobody, and the gallery makes one at a time.
                concurrency_limit=None,
                api_name=f"room_{name.replace('-', '_')}",
                **common,
            )

    def connect_links(self, page: gr.Blocks, tabs: gr.Tabs, tab_id: str) -> None:
        """Open the example that the page's address names: `?example=NAME`."""

        def choose(request: gr.Request) -> Any:
            return gr.Tabs(selected=tab_id) if request.query_params.get("example") else gr.skip()

        async def show(request: gr.Request) -> AsyncIterator[Updates]:
            name = request.query_params.get("example")
            if not name:
                yield gr.skip()
                return
            async for updates in self.open(request, str(name)):
                yield updates

        private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.load(choose, outputs=tabs, queue=False, api_name="room_choose", **private).then(
            show,
            outputs=self._opened,
            concurrency_limit=None,
            api_name="room_link",
            **private,
        )

    def _opening(self, name: str) -> Callable[[gr.Request], AsyncIterator[Updates]]:
        async def show(request: gr.Request) -> AsyncIterator[Updates]:
            async for updates in self.open(request, name):
                yield updates

        return show

    async def open(self, request: gr.Request, name: str) -> AsyncIterator[Updates]:
        """A prepared example: at once where it is there, and made where it is missing or stale."""
        session = self.services.sessions.get(request.session_hash)
        session.stop(ROOM)

        async def opened() -> AsyncIterator[Updates]:
            found, example = self.gallery.find(name), self.examples.get(name)
            if found is None and example is None:
                raise InputError(texts.ERROR_NO_EXAMPLE)
            asked = {self.clip: str(example.clip), self.text: example.text} if example else {}
            if found:
                yield asked | self._prepared(found)
            if example is None or (found and self.services.engine.ready() is None):
                return  # nothing to make it anew from, or models that are still loading
            if not found:
                yield {self.status: cards.working(Step(texts.STEP_STARTING))} | asked
            job = Job(preparing(self.gallery, example, found, session, self.services))
            async with session.running(job, ROOM):
                async for item in job.results():
                    if isinstance(item, Prepared) and item != found:
                        yield self._prepared(item)
                    elif isinstance(item, Step) and not found:
                        yield {self.status: cards.working(item)}

        async for updates in telling(self.status, opened(), self._stopped):
            yield updates

    async def show(
        self,
        request: gr.Request,
        clip: str | None,
        text: str,
        first: str,
        second: str,
        third: str,
        count: float,
    ) -> AsyncIterator[Updates]:
        """Compare, sound by sound. A newer comparison of the same visitor takes over."""
        session = self.services.sessions.get(request.session_hash)
        session.stop(ROOM)

        async def compared() -> AsyncIterator[Updates]:
            if not clip:
                raise InputError(texts.ERROR_ROOM_NO_CLIP)
            if not 1 <= (count or 0) <= MOST_TRACKS:
                raise InputError(texts.count_out_of_range(count or 0, MOST_TRACKS))
            yield {self.status: cards.working(Step(texts.STEP_STARTING))}
            ask = (Path(clip), text or "", (first, second, third), int(count))
            job = Job(comparing(*ask, session, self.services))
            last = None
            async with session.running(job, ROOM):
                async for item in job.results():
                    if isinstance(item, Shown):
                        last = item
                    elif last is None:
                        yield {self.status: cards.working(item)}
                        continue
                    yield self._filled(last, item if isinstance(item, Step) else None)
            if last:
                yield self._filled(last, None)

        async for updates in telling(self.status, compared(), self._stopped):
            yield updates

    def _stopped(self) -> Updates:
        return gr.skip()  # only a newer comparison stops one, and that has the page

    def _prepared(self, found: Prepared) -> Updates:
        folder = f"{GALLERY_URL}/{found.name}"
        shown = Shown(
            found.comparison, f"{folder}/{found.picture}", lambda file: f"{folder}/{file}"
        )
        link = f'<p><a href="?example={found.name}">{texts.ROOM_LINK}</a></p>'
        names = [column.model for column in found.comparison.columns]
        models = dict(zip(self.models, [*names, ""][: len(self.models)], strict=False))
        return self._filled(shown, None, link) | {self.text: found.comparison.text} | models

    def _filled(self, shown: Shown, step: Step | None, note: str = "") -> Updates:
        items = columns.items(shown.comparison, shown.picture, shown.place)
        return {
            self.status: columns.summary(shown.comparison, step, note),
            self.player: gr.update(value=showing(items, texts.ROOM_PLAYER)),
        }
