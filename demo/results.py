"""The answers' side of the tab: status, player with its cards, and what re-ranks them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.answered import Answered, Found, Rendered
from demo.asking import listening_for_beats, rendering
from demo.filtering import read_filters
from demo.finish import FinishPanel
from demo.jobs import Job, Step
from demo.player.component import build_player, showing
from demo.result_items import player_item
from demo.services import HEAVY, Services
from demo.sessions import Session
from demo.strip import build_strip, looked_at
from demo.telling import Updates, telling
from viml_core.beat_term import CANDIDATES
from viml_core.errors import InputError, VimlError
from viml_core.rerank import balance_of, balance_weights
from viml_core.similar import BUTS

PLAYER_ID = "player"
SUGGEST = "suggest"  # the kind of job that the page's stop button stops
SETTLE_S = 0.4  # a slider that is still moving makes no previews


class ResultsPanel:
    """Shows an `Answered`, and changes it without asking anew.

    The style sheet hides what does not apply, by the class of the status. Gradio's own `visible` is
    not used for what changes often: a component that is mounted only when it becomes visible misses
    updates that follow fast on that one.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self.status = gr.HTML(cards.nothing_yet(), elem_id="status", apply_default_css=False)
        self.strip = build_strip(PLAYER_ID)
        with gr.Column(elem_id="tuning"):
            self.balance = gr.Slider(
                0,
                1,
                0.5,
                step=0.05,
                label=texts.BALANCE,
                info=texts.BALANCE_HINT,
                elem_id="balance",
                buttons=[],
            )
            self.on_beat = gr.Slider(
                0,
                1,
                0,
                step=0.05,
                label=texts.ON_BEAT,
                info=texts.on_beat_hint(CANDIDATES),
                elem_id="on-beat",
                buttons=[],
            )
            self.changes = gr.HTML(elem_id="changes", apply_default_css=False)
            self.back = gr.Button(texts.BACK, size="sm", elem_id="back")
        self.finish = FinishPanel(services)
        self.player = build_player(elem_id=PLAYER_ID)

    @property
    def shown(self) -> list[Any]:
        """What `emptied` and `filled` update."""
        tuning = [self.balance, self.on_beat, self.changes]
        return [self.status, self.strip, self.player, *tuning, self.finish.about]

    def connect(self, diverse: gr.Checkbox, filters: list[Any]) -> None:
        """Tie the events; diverse, filters: the fields that say what may be in the list."""
        self.finish.connect(self.player, self.listed)
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        quick: dict[str, Any] = {"queue": False, "trigger_mode": "always_last", **private}
        inputs = [self.balance, self.on_beat, diverse, *filters]
        retuned = [
            gr.on(
                [self.balance.input, self.on_beat.input, self.back.click],
                self.retune,
                inputs,
                self.shown,
                api_name="retune",
                **quick,
            ),
            gr.on(
                [field.input for field in (diverse, *filters)],
                self.retune,
                inputs,
                self.shown,
                api_name="refilter",
                **quick,
            ),
            self.player.action(
                self.find_alike, filters, self.shown, api_name="find_alike", **quick
            ),
        ]
        for number, event in enumerate(retuned):
            event.then(
                self.make_ready,
                outputs=self.shown,
                trigger_mode="multiple",
                concurrency_id=HEAVY,
                concurrency_limit=self.services.settings.heavy_jobs,
                api_name=f"make_ready_{number}",
                **private,
            )

    def emptied(self) -> Updates:
        """Updates that take the list away."""
        nothing = gr.update(value=showing([], texts.PLAYER))
        pictures = gr.update(value=looked_at(None, PLAYER_ID))
        return {self.player: nothing, self.strip: pictures, self.changes: "", self.finish.about: ""}

    def began(self, answered: Answered) -> Updates:
        """Updates that show a fresh answer, with the sliders where its ranking lies."""
        balance = balance_of(answered.found.answer.ranking)
        moved: Updates = {self.on_beat: 0}
        if balance is not None:
            moved[self.balance] = gr.update(value=round(balance, 2))
        pictures = gr.update(value=looked_at(answered.found.clip, PLAYER_ID))
        return self.filled(answered, Step(texts.STEP_STARTING)) | {self.strip: pictures} | moved

    def filled(self, answered: Answered, step: Step | None) -> Updates:
        """Updates that show the list as it is now, with the step that is still going on."""
        return {
            self.status: cards.summary(answered, step),
            **self.listed(answered),
            self.changes: cards.changed(answered.changes()),
        }

    def listed(self, answered: Answered) -> Updates:
        """Updates that show the results and what is ready of them.

        Files travel inside an update: as bare values they would be emptied by the next chunk, which
        the page applies as a difference to this one.
        """
        items = [player_item(answered, rank) for rank in range(1, len(answered.results) + 1)]
        words = texts.PLAYER
        if answered.found.clip is None:
            words = words | {"download": texts.DOWNLOAD_SOUND}
        return {self.player: gr.update(value=showing(items, words))}

    def retune(
        self, request: gr.Request, balance: float, on_beat: float, diverse: bool, *filters: Any
    ) -> Updates:
        """Another blend or other filters: the list changes at once, from the scores kept."""
        session = self.services.sessions.get(request.session_hash)
        answered = session.answered
        if answered is None:
            return gr.skip()  # the filters of a question that is still to be asked
        _take_over(session)
        weights = answered.weights
        if answered.can_blend:
            weights = balance_weights(balance)
        try:
            answered.reweigh(weights, read_filters(*filters), diverse=diverse, on_beat=on_beat)
        except VimlError as error:
            return self._failed(str(error))
        return self.filled(answered, None)

    def find_alike(self, request: gr.Request, event: gr.EventData, *filters: Any) -> Updates:
        """More like a track of the list, or like it but ...; the event says which."""
        session = self.services.sessions.get(request.session_hash)
        key, but = getattr(event, "key", ""), getattr(event, "action", "")
        _take_over(session)
        try:
            if session.answered is None or but not in BUTS:
                raise InputError(texts.ERROR_NO_ANSWER)
            session.answered.filters = read_filters(*filters)
            session.answered.show_alike(key, but)
        except VimlError as error:
            return self._failed(str(error))
        return self.filled(session.answered, None)

    async def make_ready(self, request: gr.Request) -> AsyncIterator[Updates]:
        """Hear the beats and make the previews that a changed list lacks, once it has settled."""
        session = self.services.sessions.get(request.session_hash)
        turn, answered = session.turn, session.answered
        await asyncio.sleep(SETTLE_S)
        if answered is None or session.turn != turn or not answered.lacks():
            yield gr.skip()
            return

        async def made() -> AsyncIterator[Updates]:
            async for updates in self._hearing(answered, session):
                yield updates
            work = rendering(answered.found, answered.missing(), session, to_listen=True)
            job = Job(work)
            async with session.running(job, SUGGEST):
                async for updates in self.following(answered, job.results()):
                    yield updates

        def stopped() -> Updates:
            return gr.skip() if session.turn != turn else {self.status: cards.stopped()}

        async for updates in telling(self.status, made(), stopped):
            yield updates

    async def _hearing(self, answered: Answered, session: Session) -> AsyncIterator[Updates]:
        """The beats of the tracks that cuts on the beat may move, then the list by them."""
        unheard, placer = answered.unheard(), answered.found.placer
        if not unheard or placer is None:
            return
        job = Job(listening_for_beats(answered.found, placer, unheard))
        async with session.running(job, SUGGEST):
            async for step in job.results():
                if isinstance(step, Step):
                    yield {self.status: cards.summary(answered, step)}
        answered.rank_again()
        yield self.filled(answered, Step(texts.STEP_STARTING))

    async def following(
        self, answered: Answered, items: AsyncIterator[Step | Found | Rendered]
    ) -> AsyncIterator[Updates]:
        """The list while a job makes its previews."""
        step = Step(texts.STEP_STARTING)
        async for item in items:
            if isinstance(item, Rendered):
                answered.note(item)
                yield self.filled(answered, step)
            elif isinstance(item, Step):
                step = item
                yield {self.status: cards.summary(answered, step)}
        yield self.filled(answered, None)

    def _failed(self, message: str) -> Updates:
        return {self.status: cards.failed(texts.ERROR_TITLE, message)}


def _take_over(session: Session) -> None:
    """Whatever is being made for the list as it was is not wanted any more."""
    session.stop(SUGGEST)
    session.turn += 1
