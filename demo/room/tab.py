"""The tab "Listening room": one clip and one text, several models in columns, one playhead."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any
from weakref import WeakKeyDictionary

import gradio as gr

from demo import cards, texts
from demo.fields import scroll_to
from demo.gallery.preparing import Gallery, Prepared, read_examples
from demo.jobs import Job, Step
from demo.player.component import build_player, showing
from demo.room import columns
from demo.room.form import RoomForm
from demo.room.study_form import StudyForm
from demo.room.study_list import StudyList
from demo.room.work import Shown, check, comparing, preparing
from demo.services import HEAVY, Services
from demo.sessions import Session
from demo.settings import EXAMPLES_DIR
from demo.shelf import STARTER
from demo.telling import Updates, telling
from viml_core.errors import InputError

ROOM = "room"  # the kind of job that a newer comparison stops
GALLERY_URL = "gallery"  # beside the page: see `demo.room.mounting`


class ListeningRoom:
    """Builds the tab inside the current `gr.Blocks` and answers its events.

    uploads: its fields that visitors put files into.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self.gallery = Gallery(services.settings.gallery)
        self.examples = {example.name: example for example in read_examples(EXAMPLES_DIR)}
        self._turns: WeakKeyDictionary[Session, object] = WeakKeyDictionary()
        with gr.Row(elem_classes="vm-columns"):
            with gr.Column(elem_classes="vm-ask", min_width=320):
                self.form = RoomForm(services, self.gallery, self.examples)
                self.uploads: list[Any] = [self.form.clip]
                # On a page that is open to others nobody but its owner makes studies, and does so
                # on the command line.
                if not services.settings.hosted:
                    study = StudyForm(services, self.form.models[:2], self.form.music)
                    self.uploads += study.uploads
                    StudyList(services)
            with gr.Column(elem_classes="vm-results vm-room", min_width=320):
                self.status = gr.HTML(
                    columns.nothing_yet(), elem_id="room-status", apply_default_css=False
                )
                self.player = build_player(elem_id="room-player")
        self._connect()

    @property
    def _opened(self) -> list[Any]:
        """What an example that is opened changes."""
        form = self.form
        return [self.status, self.player, form.clip, form.text, form.music, *form.models]

    @property
    def shown(self) -> list[Any]:
        """All that `emptied` changes."""
        return [self.status, self.player, *self.uploads]

    def emptied(self) -> Updates:
        """The room before anything was asked."""
        cleared: Updates = dict.fromkeys(self.uploads)
        nothing = gr.update(value=showing([], texts.ROOM_PLAYER))
        return {self.status: columns.nothing_yet(), self.player: nothing} | cleared

    def _connect(self) -> None:
        form = self.form
        common: dict[str, Any] = {
            "js": scroll_to("#room-status"),
            "show_progress": "minimal",
            "show_progress_on": self.status,
            "trigger_mode": "multiple",
            "api_visibility": "private",
        }
        gr.on(
            [form.go.click, form.text.submit],
            self.show,
            form.asked,
            [self.status, self.player],
            concurrency_id=HEAVY,
            concurrency_limit=self.services.settings.heavy_jobs,
            api_name="compare",
            **common,
        )
        form.stop.click(
            self.stop,
            show_progress="hidden",
            queue=False,
            api_name="stop_comparing",
            api_visibility="private",
        )
        for name, tile in form.tiles.items():
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

    def follow(self, music: gr.Radio) -> None:
        """Take over the library that is chosen in another tab."""
        music.change(
            None,
            music,
            self.form.music,
            js="choice => choice",
            api_name="room_music",
            api_visibility="private",
        )

    def _opening(self, name: str) -> Callable[[gr.Request], AsyncIterator[Updates]]:
        async def show(request: gr.Request) -> AsyncIterator[Updates]:
            async for updates in self.open(request, name):
                yield updates

        return show

    async def open(self, request: gr.Request, name: str) -> AsyncIterator[Updates]:
        """A prepared example: at once where it is there, and made where it is missing or stale."""
        session = self.services.sessions.get(request.session_hash)
        has_the_page = self._take_over(session)
        found, example = self.gallery.find(name), self.examples.get(name)

        async def opened() -> AsyncIterator[Updates]:
            if found is None and example is None:
                raise InputError(texts.ERROR_NO_EXAMPLE)
            form, asked = self.form, {}
            if example:
                asked = {form.clip: str(example.clip), form.text: example.text}
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

        def stopped() -> Updates:
            waited = has_the_page() and not found
            return {self.status: cards.stopped()} if waited else gr.skip()

        async for updates in telling(self.status, opened(), stopped):
            yield updates

    async def show(self, request: gr.Request, *asked: Any) -> AsyncIterator[Updates]:
        """Compare, sound by sound. A newer comparison of the same visitor takes over."""
        session = self.services.sessions.get(request.session_hash)
        has_the_page = self._take_over(session)
        last: Shown | None = None

        async def compared() -> AsyncIterator[Updates]:
            nonlocal last
            ask = check(self.services.settings, *asked)
            yield {self.status: cards.working(Step(texts.STEP_STARTING))}
            job = Job(comparing(ask, session, self.services))
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

        def stopped() -> Updates:
            if not has_the_page():
                return gr.skip()
            note = f"<p>{texts.ROOM_STOPPED}</p>"
            return self._filled(last, None, note) if last else {self.status: cards.stopped()}

        async for updates in telling(self.status, compared(), stopped):
            yield updates

    def stop(self, request: gr.Request) -> None:
        """Stop the visitor's comparison; that says on the page what came of it."""
        self.services.sessions.get(request.session_hash).stop(ROOM)

    def _take_over(self, session: Session) -> Callable[[], bool]:
        """Stop the visitor's comparison before; tells later whether a newer one has the page."""
        session.stop(ROOM)
        turn = self._turns[session] = object()
        return lambda: self._turns.get(session) is turn

    def _prepared(self, found: Prepared) -> Updates:
        folder = f"{GALLERY_URL}/{found.name}"
        shown = Shown(
            found.comparison, f"{folder}/{found.picture}", lambda file: f"{folder}/{file}"
        )
        link = f'<p><a href="?example={found.name}">{texts.ROOM_LINK}</a></p>'
        names = [column.model for column in found.comparison.columns]
        form = self.form
        asked = dict(zip(form.models, [*names, ""][: len(form.models)], strict=False))
        asked |= {form.text: found.comparison.text, form.music: STARTER}
        return self._filled(shown, None, link) | asked

    def _filled(self, shown: Shown, step: Step | None, note: str = "") -> Updates:
        items = columns.items(shown.comparison, shown.picture, shown.place)
        return {
            self.status: columns.summary(shown.comparison, step, note),
            self.player: gr.update(value=showing(items, texts.ROOM_PLAYER)),
        }
