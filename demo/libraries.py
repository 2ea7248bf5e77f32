"""The choice of music on the page, and the visitor's own music: added, listened to, reported.

For programs, `/add_music` takes audio files and makes them the `own` music of the session.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import gradio as gr

from demo import cards, texts
from demo.jobs import Job, Step
from demo.services import ENDPOINT, HEAVY, Services
from demo.sessions import Session
from demo.shelf import OWN, STARTER, Added
from demo.telling import Updates, telling
from demo.tools import visibility_of_own
from viml_core.errors import VimlError

LISTENING = "listening"  # the kind of job that the panel's stop button stops
Work = Callable[[Job[Added]], None]
T = TypeVar("T")


class MusicPanel:
    """Starter library or own music; for the latter the means to add it.

    A page may have several of them: `place` is the beginning of the ids of the parts of this one.
    `added` are its events after which there may be more music.
    """

    def __init__(self, services: Services, place: str = "") -> None:
        self.services = services
        self.place = place
        self.added: list[Any] = []
        self.choice = gr.Radio(
            [(texts.STARTER, STARTER), (texts.OWN, OWN)],
            value=STARTER,
            label=texts.MUSIC,
            elem_id=self.place + "music",
        )
        with gr.Column(elem_classes="vm-own", elem_id=self.place + "own"):
            self._build_own()
        self._connect()

    def _build_own(self) -> None:
        settings = self.services.settings
        self.upload = gr.File(
            label=texts.OWN_UPLOAD,
            file_count="multiple",
            elem_id=self.place + "own-files",
            height=120,
        )
        limits = texts.own_limits_line(settings.limits, settings.max_upload_tracks)
        gr.HTML(cards.note(limits), apply_default_css=False)
        # A page that is open to others has no field for a path, and no event that would read one.
        if not settings.hosted:
            self.folder = gr.Textbox(
                label=texts.OWN_FOLDER,
                placeholder=texts.OWN_FOLDER_PLACEHOLDER,
                elem_id=self.place + "own-folder",
            )
            self.add_folder = gr.Button(
                texts.OWN_FOLDER_BUTTON, size="sm", elem_id=self.place + "add-folder"
            )
        self.report = gr.HTML(
            cards.note(texts.OWN_EMPTY), elem_id=self.place + "own-report", apply_default_css=False
        )
        self.stop = gr.Button(
            texts.OWN_STOP, variant="stop", size="sm", elem_id=self.place + "own-stop"
        )

    def _connect(self) -> None:
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        heavy: dict[str, Any] = {
            "concurrency_id": HEAVY,
            "concurrency_limit": self.services.settings.heavy_jobs,
        }
        shown = [self.report, self.upload]
        uploaded = self.upload.upload(
            self.show_uploads,
            self.upload,
            shown,
            api_name=self._api_name("show_uploads"),
            **heavy,
            **private,
        )
        self.added.append(uploaded)
        if not self.services.settings.hosted:
            given = gr.on(
                [self.add_folder.click, self.folder.submit],
                self.show_folder,
                self.folder,
                shown,
                api_name=self._api_name("show_folder"),
                **heavy,
                **private,
            )
            self.added.append(given)
        self.stop.click(
            self.stop_listening,
            outputs=self.report,
            queue=False,
            api_name=self._api_name("stop_listening"),
            **private,
        )
        if not self.place:  # programs need it once
            gr.on(
                [],
                self.add_music,
                self.upload,
                gr.JSON(visible=False, label="report"),
                api_name="add_music",
                api_visibility=visibility_of_own(),
                **heavy,
            )

    def _api_name(self, name: str) -> str:
        return self.place.replace("-", "_") + name

    async def show_uploads(
        self, uploads: list[str] | None, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Add uploaded files, with progress on the page."""
        session = self.services.sessions.get(request.session_hash)
        async for updates in self._show(session, self.services.shelf.adding_uploads, uploads or []):
            yield updates

    async def show_folder(self, typed: str, request: gr.Request) -> AsyncIterator[Updates]:
        """Add a folder of this computer, with progress on the page."""
        session = self.services.sessions.get(request.session_hash)
        async for updates in self._show(session, self.services.shelf.adding_folder, typed):
            yield updates

    async def _show(
        self, session: Session, adding: Callable[[T, Session], Work], sources: T
    ) -> AsyncIterator[Updates]:
        yield {self.report: cards.working(Step(texts.STEP_STARTING))}

        async def added() -> AsyncIterator[Updates]:
            job = Job(adding(sources, session))
            async with session.running(job, LISTENING):
                async for item in job.results():
                    if isinstance(item, Step):
                        yield {self.report: cards.working(item)}
                    else:
                        yield {self.report: cards.added(item), self.upload: None}

        def stopped() -> Updates:
            return {self.report: cards.note(texts.OWN_STOPPED)}

        async for updates in telling(self.report, added(), stopped):
            yield updates

    def stop_listening(self, request: gr.Request) -> str:
        """Stop adding; the tracks that are finished stay."""
        self.services.sessions.get(request.session_hash).stop(LISTENING)
        return cards.note(texts.OWN_STOPPED)

    async def add_music(self, files: list[str], request: gr.Request) -> dict[str, Any]:
        """Add audio files to the `own` music of this session; says what was left out and why."""
        session = self.services.sessions.get(request.session_hash)
        try:
            job = Job(self.services.shelf.adding_uploads(files or [], session))
            async with session.running(job, ENDPOINT):
                results = [item async for item in job.results() if isinstance(item, Added)]
        except VimlError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return results[-1].as_json()
