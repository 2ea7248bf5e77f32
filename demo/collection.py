"""The tab for the library itself: what is in it, how it is, and where its tracks lie.

Tracks are listened to in the starter library and in one's own music; only the latter can be edited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
from gradio import FileData

from demo import cards, collection_report, collection_view, texts
from demo.files import link
from demo.libraries import MusicPanel
from demo.listening import sound_alone
from demo.services import Services
from demo.sessions import Session
from demo.shelf import OWN, STARTER
from viml_core.errors import InputError, VimlError
from viml_core.library import Library
from viml_core.library.curation import Details
from viml_core.library.health import check_up
from viml_core.library.statistics import statistics

FOLDER = Path(__file__).parent
PLACE = "library-"
KEPT_SOUNDS = 20
# By suffix: the one under which a browser takes it. What is not here is encoded anew.
PLAYED_AS = {
    ".flac": ".flac", ".m4a": ".m4a", ".mp3": ".mp3", ".oga": ".ogg", ".ogg": ".ogg",
    ".opus": ".ogg", ".wav": ".wav",
}  # fmt: skip
Updates = dict[Any, Any]


class LibraryTab:
    """Builds the tab inside `tab` and answers its events."""

    def __init__(self, services: Services, tab: gr.Tab) -> None:
        self.services = services
        script = FOLDER / "collection.js"
        with gr.Row(elem_classes="vm-columns"):
            with gr.Column(elem_classes="vm-ask", min_width=320):
                self.music = MusicPanel(services, PLACE)
                gr.HTML(cards.note(texts.LIBRARY_HINT), apply_default_css=False)
            with gr.Column(elem_classes="vm-results", min_width=320):
                self.status = gr.HTML(elem_id="library-status", apply_default_css=False)
                self.heard = gr.HTML(
                    html_template="",
                    js_on_load=(FOLDER / "collection_heard.js").read_text("utf-8"),
                    elem_id="library-heard",
                    apply_default_css=False,
                )
                self.table = gr.HTML(
                    html_template="",
                    js_on_load=script.read_text("utf-8"),
                    elem_id="library-table",
                    apply_default_css=False,
                )
            with gr.Column(elem_classes="vm-ask vm-reports", min_width=320):
                self.report = gr.HTML(elem_id="library-report", apply_default_css=False)
        self._connect(tab)

    @property
    def shown(self) -> list[Any]:
        """What is updated whenever the library or the choice of it has changed."""
        return [self.status, self.table, self.report, self.heard]

    def emptied(self) -> Updates:
        """Updates that show no library."""
        nothing = gr.update(value=collection_view.empty())
        return {
            self.status: "",
            self.table: nothing,
            self.report: "",
            self.heard: gr.update(value={}),
        }

    def _connect(self, tab: gr.Tab) -> None:
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        choice = self.music.choice
        looks = [tab.select, choice.input, *(event.then for event in self.music.added)]
        for number, look in enumerate(looks):
            look(self.show, choice, self.shown, api_name=f"show_library_{number}", **private)
        told = [self.heard, self.status]
        self.table.listen(self.listen, choice, told, api_name="listen", **private)
        self.table.curate(self.curate, choice, self.shown, api_name="curate", **private)

    async def show(self, choice: str, request: gr.Request) -> Updates:
        """The chosen library as it is now."""
        return await self._answered(request, lambda session: self._view(choice, session))

    async def listen(self, choice: str, request: gr.Request, event: gr.EventData) -> Updates:
        """Make a track ready to be heard; the page plays it."""
        key = str(getattr(event, "key", ""))
        return await self._answered(request, lambda session: self._sound(choice, key, session))

    async def curate(self, choice: str, request: gr.Request, event: gr.EventData) -> Updates:
        """Correct or remove a track of one's own music, or let removed ones come back."""
        return await self._answered(request, lambda session: self._curated(choice, event, session))

    async def _answered(self, request: gr.Request, work: Callable[[Session], Updates]) -> Updates:
        """The updates that some work in a thread gives, or the message of what went wrong."""
        session = self.services.sessions.get(request.session_hash)
        try:
            await asyncio.shield(asyncio.wrap_future(self.services.engine.start()))
            return await asyncio.to_thread(work, session)
        except VimlError as error:
            return {self.status: cards.failed(texts.ERROR_TITLE, str(error))}

    def _library(self, choice: str, session: Session) -> Library:
        recommender = self.services.engine.ready()
        if recommender is None:
            raise InputError(texts.LOADING)
        return self.services.shelf.look_into(choice, session, recommender)

    def _view(self, choice: str, session: Session, message: str = "") -> Updates:
        if choice == OWN and session.own_library is None:
            return self.emptied() | {self.status: cards.note(texts.OWN_EMPTY)}
        library = self._library(choice, session)
        recommender = self.services.engine.ready()
        view = collection_view.view(library, recommender, session.answered, own=choice == OWN)
        told = cards.note(message or texts.library_size(len(library), choice == STARTER))
        return {
            self.status: told,
            self.table: gr.update(value=view),
            self.report: collection_report.report(
                check_up(library), statistics(library.tracks()), own=choice == OWN
            ),
        }

    def _sound(self, choice: str, key: str, session: Session) -> Updates:
        track = self._library(choice, session).track(key)
        folder = session.folder / "listening"
        folder.mkdir(exist_ok=True)
        kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_ctime_ns)
        for old in kept[: max(0, len(kept) - KEPT_SOUNDS)]:
            old.unlink(missing_ok=True)
        suffix = PLAYED_AS.get(track.path.suffix.lower(), ".m4a")
        sound = folder / f"{track.track_id}{suffix}"
        if track.path.suffix.lower() in PLAYED_AS:
            link(track.path, sound)
        else:
            sound_alone(track, sound)
        told = {
            "key": key,
            "name": f"{track.title} · {track.artist}",
            "sound": FileData(path=str(sound)).model_dump(),
            "label": texts.COLLECTION["heard"],
        }
        return {self.heard: gr.update(value=told)}

    def _curated(self, choice: str, event: gr.EventData, session: Session) -> Updates:
        if choice != OWN or session.own_library is None:
            raise InputError(texts.ERROR_NOT_YOURS)
        library = self._library(choice, session)
        key, action = str(getattr(event, "key", "")), getattr(event, "action", "")
        if action == "edit":
            typed = {name: str(getattr(event, name, "")) for name in ("title", "artist", "license")}
            tags = tuple(str(getattr(event, "tags", "")).split(","))
            message = texts.corrected(library.correct(key, Details(**typed, tags=tags)).title)
        elif action == "remove":
            title = library.track(key).title
            for path in library.remove(key):
                if path.is_relative_to(session.folder):  # an upload; other files are the visitor's
                    path.unlink(missing_ok=True)
            for sound in (session.folder / "listening").glob(f"{key}.*"):
                sound.unlink(missing_ok=True)
            message = texts.removed(title)
        else:
            message = texts.put_back(library.forget_removed())
        return self._view(choice, session, message)
