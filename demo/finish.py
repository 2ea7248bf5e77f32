"""The panel that finishes one result: its mix, heard at once under the clip, and the export."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, get_args

import gradio as gr

from demo import cards, texts
from demo.answered import Answered, Rendered
from demo.finish_said import about, told
from demo.finish_work import exporting, folder_of, preview_mix, zipped
from demo.jobs import Job, Step
from demo.services import HEAVY, Services
from demo.sessions import Session
from demo.telling import Updates, telling
from viml_core.errors import InputError, VimlError
from viml_core.finishing.export import Exported
from viml_core.finishing.mix import DUCK_DEPTHS_DB, Fit, Mix, OwnSound
from viml_core.types import ClipFeatures, Track

EXPORT = "export"  # the kind of its jobs
LONGEST_TRACK_S = 3600


class FinishPanel:
    """Start, fades, level, own sound, loudness and fit of the chosen result.

    The script of the player puts it under the picture; the style sheet shows it once `about` says
    what is being finished.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        with gr.Column(elem_id="finish"):
            self.about = gr.HTML("", elem_id="finish-about", apply_default_css=False)
            self.fields = self._build_fields()
            with gr.Row():
                self.preview_button = gr.Button(texts.MIX_PREVIEW, elem_id="mix-preview")
                self.export_button = gr.Button(
                    texts.MIX_EXPORT, variant="primary", elem_id="mix-export"
                )
                self.close_button = gr.Button(texts.MIX_CLOSE, elem_id="mix-close")
            self.note = gr.HTML("", elem_id="finish-note", apply_default_css=False)
            self.files = gr.File(
                label=texts.MIX_FILES, interactive=False, file_count="multiple", elem_id="mix-files"
            )

    def _build_fields(self) -> list[Any]:
        mix = Mix()
        own = [(texts.OWN_SOUNDS[value], value) for value in get_args(OwnSound)]
        depths = [(texts.duck_depth(value), value) for value in DUCK_DEPTHS_DB]
        fits = [(texts.FITS[value], value) for value in get_args(Fit)]
        start = _slider(0, LONGEST_TRACK_S, 0, 0.01, texts.MIX_START, "mix-start")
        with gr.Row():
            fade_in = _slider(0, 10, mix.fade_in_s, 0.1, texts.MIX_FADE_IN, "mix-fade-in")
            fade_out = _slider(0, 10, mix.fade_out_s, 0.1, texts.MIX_FADE_OUT, "mix-fade-out")
        with gr.Row():
            level = _slider(-24, 12, mix.music_level_db, 0.5, texts.MIX_LEVEL, "mix-level")
            loudness = _slider(-30, -8, mix.loudness_lufs, 0.5, texts.MIX_LOUDNESS, "mix-loudness")
        with gr.Row():
            own_sound = gr.Radio(own, value=mix.own_sound, label=texts.MIX_OWN, elem_id="mix-own")
            depth = gr.Radio(
                depths, value=mix.duck_depth_db, label=texts.MIX_DUCK, elem_id="mix-duck"
            )
        fit = gr.Radio(fits, value=mix.fit, label=texts.MIX_FIT, elem_id="mix-fit")
        return [start, fade_in, fade_out, level, own_sound, depth, loudness, fit]

    def connect(self, player: gr.HTML, listed: Callable[[Answered], Updates]) -> None:
        """Tie the events; listed: the updates that show the list with what is ready of it."""
        self.listed = listed
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        opened = [self.about, self.note, self.files, *self.fields]
        player.finish(self.open, None, opened, queue=False, api_name="finish", **private)
        heard = [self.about, self.note, self.files, player]
        mixing: dict[str, Any] = {
            "trigger_mode": "always_last",
            "concurrency_id": "mixing",
            "concurrency_limit": self.services.settings.heavy_jobs,
            **private,
        }
        changed = [field.input for field in self.fields] + [self.preview_button.click]
        gr.on(changed, self.preview, self.fields, heard, api_name="mix", **mixing)
        player.mark(
            self.start_at,
            self.fields,
            [*heard, self.fields[0]],
            api_name="mix_start",
            **mixing,
        )
        self.export_button.click(
            self.export,
            self.fields,
            [self.note, self.files],
            concurrency_id=HEAVY,
            concurrency_limit=self.services.settings.heavy_jobs,
            api_name="export",
            **private,
        )
        self.close_button.click(
            lambda: "", outputs=self.about, queue=False, api_name="close_finish", **private
        )

    def open(self, request: gr.Request, event: gr.EventData) -> Updates:
        """Finish a result: the fields as they were left, else from the right moment on."""
        session = self.services.sessions.get(request.session_hash)
        answered = session.answered
        ready = answered.ready.get(getattr(event, "key", "")) if answered else None
        if answered is None or ready is None or answered.found.clip is None:
            return {self.about: cards.failed(texts.ERROR_TITLE, texts.ERROR_NOT_READY)}
        track = ready.suggestion.track
        answered.finishing = track.track_id
        start_s = round(ready.suggestion.start_s, 2)
        mix = session.mixes.get(_key(answered.found.clip, track)) or Mix(start_s=start_s)
        fields = zip(self.fields, _values(mix), strict=True)
        return {
            self.about: about(ready, answered.found.clip, mix.start_s, None),
            self.note: "",
            self.files: None,
            **{field: gr.update(value=value) for field, value in fields},
            self.fields[0]: gr.update(value=mix.start_s, maximum=round(track.duration_s, 2)),
        }

    def preview(self, request: gr.Request, *values: Any) -> Updates:
        """The mix under the clip's picture, in the player; the picture is not encoded again."""
        session = self.services.sessions.get(request.session_hash)
        try:
            answered, ready, clip = _chosen(session)
            mix = _mix(*values)
            mixed = preview_mix(session.finisher, answered, ready, clip, mix)
            session.mixes[_key(clip, ready.suggestion.track)] = mix
        except VimlError as error:
            return {self.note: cards.failed(texts.ERROR_TITLE, str(error))}
        measured = about(ready, clip, mix.start_s, mixed)
        return {self.about: measured, self.note: "", self.files: None, **self.listed(answered)}

    def start_at(self, request: gr.Request, event: gr.EventData, *values: Any) -> Updates:
        """The visitor pointed at a place of the waveform, while its track is being finished."""
        answered = self.services.sessions.get(request.session_hash).answered
        start_s = getattr(event, "start_s", None)
        chosen = answered.finishing if answered else None
        if chosen is None or getattr(event, "key", "") != chosen or start_s is None:
            return gr.skip()
        start_s = round(float(start_s), 2)
        return {**self.preview(request, start_s, *values[1:]), self.fields[0]: start_s}

    async def export(self, request: gr.Request, *values: Any) -> AsyncIterator[Updates]:
        """Write the files, told step by step."""
        session = self.services.sessions.get(request.session_hash)

        async def exported() -> AsyncIterator[Updates]:
            answered, ready, clip = _chosen(session)
            mix = _mix(*values)
            folder = folder_of(answered, ready) / "finished"
            job: Job[Exported] = Job(exporting(session.finisher, ready, clip, mix, folder))
            yield {self.note: cards.working(Step(texts.STEP_EXPORT)), self.files: None}
            async with session.running(job, EXPORT):
                async for item in job.results():
                    if isinstance(item, Exported):
                        files = [str(path) for path in (zipped(item), *item.files)]
                        yield {self.note: told(item), self.files: gr.update(value=files)}

        def stopped() -> Updates:
            return {self.note: cards.stopped()}

        async for updates in telling(self.note, exported(), stopped):
            yield updates


def _chosen(session: Session) -> tuple[Answered, Rendered, ClipFeatures]:
    answered = session.answered
    ready = answered.ready.get(answered.finishing or "") if answered else None
    if answered is None or ready is None or answered.found.clip is None:
        raise InputError(texts.ERROR_NOT_READY)
    return answered, ready, answered.found.clip


def _key(clip: ClipFeatures, track: Track) -> tuple[str, str]:
    """By which a session keeps the mix: clips lie in folders named after their content."""
    return clip.info.path.parent.name, track.track_id


def _values(mix: Mix) -> list[Any]:
    """In the order of the fields, as `_mix` reads them."""
    levels = [mix.start_s, mix.fade_in_s, mix.fade_out_s, mix.music_level_db]
    return [*levels, mix.own_sound, mix.duck_depth_db, mix.loudness_lufs, mix.fit]


def _mix(
    start_s: float,
    fade_in_s: float,
    fade_out_s: float,
    music_level_db: float,
    own_sound: OwnSound,
    duck_depth_db: float,
    loudness_lufs: float,
    fit: Fit,
) -> Mix:
    return Mix(
        start_s,
        fade_in_s,
        fade_out_s,
        music_level_db,
        own_sound,
        duck_depth_db,
        loudness_lufs,
        fit,
    )


def _slider(
    least: float, most: float, value: float, step: float, label: str, name: str
) -> gr.Slider:
    return gr.Slider(least, most, value, step=step, label=label, elem_id=name, buttons=[])
