"""Several clips with one style: the best track under each, all results in one archive."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.asking import Ask, check
from demo.filtering import read_filters
from demo.jobs import Job, Step
from demo.services import HEAVY, Services
from demo.sessions import Session
from demo.telling import Updates, telling
from viml_core.errors import InputError, LimitError, VimlError
from viml_core.finishing.mix import Mix
from viml_core.finishing.placing import Placer

BATCH = "batch"  # the kind of its jobs
MAX_CLIPS = 20
COLUMNS = ("clip", "file", "track_id", "title", "artist", "license", "score", "start_s", "error")
Row = dict[str, Any]


@dataclass(frozen=True)
class Batched:
    """The archive, and a row for each clip with the keys of `COLUMNS`."""

    archive: Path
    rows: tuple[Row, ...]


class BatchPanel:
    """Takes the words, the music, the model and the filters from the form that it stands in."""

    def __init__(self, services: Services) -> None:
        self.services = services
        with gr.Accordion(texts.BATCH, open=False, elem_classes="vm-advanced", elem_id="batch"):
            gr.HTML(cards.note(texts.batch_hint(MAX_CLIPS)), apply_default_css=False)
            self.clips = gr.File(
                label=texts.BATCH_CLIPS, file_count="multiple", height=150, elem_id="batch-clips"
            )
            self.begin = gr.Button(texts.BATCH_BEGIN, elem_id="batch-begin")
            self.stop = gr.Button(texts.STOP, variant="stop", elem_id="batch-stop")
            self.report = gr.HTML("", elem_id="batch-report", apply_default_css=False)
            self.archive = gr.File(
                label=texts.BATCH_ARCHIVE, interactive=False, elem_id="batch-archive"
            )

    def connect(self, asked: list[Any]) -> None:
        """asked: the fields for words, picture only, music, model, alpha, and the filters."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        self.begin.click(
            self.show,
            [self.clips, *asked],
            [self.report, self.archive],
            concurrency_id=HEAVY,
            concurrency_limit=self.services.settings.heavy_jobs,
            api_name="batch",
            **private,
        )
        self.stop.click(
            self.stop_batch, outputs=self.report, queue=False, api_name="stop_batch", **private
        )

    async def show(
        self,
        request: gr.Request,
        clips: list[str] | None,
        text: str,
        picture_only: bool,
        music: str,
        model: str,
        alpha: float,
        *filters: Any,
    ) -> AsyncIterator[Updates]:
        """Make the clips of the batch, told step by step."""
        session = self.services.sessions.get(request.session_hash)

        async def made() -> AsyncIterator[Updates]:
            wanted, settings = read_filters(*filters), self.services.settings
            given = _checked(clips)
            asks = [
                check(settings, clip, text, picture_only, 1, music, model, alpha, wanted)
                for clip in given
            ]
            yield {self.report: cards.working(Step(texts.STEP_STARTING)), self.archive: None}
            job = Job(batching(asks, session, self.services))
            async with session.running(job, BATCH):
                async for item in job.results():
                    if isinstance(item, Step):
                        yield {self.report: cards.working(item)}
                    else:
                        file = gr.update(value=str(item.archive))
                        yield {self.report: cards.batched(item.rows), self.archive: file}

        def stopped() -> Updates:
            return {self.report: cards.stopped()}

        async for updates in telling(self.report, made(), stopped):
            yield updates

    def stop_batch(self, request: gr.Request) -> str:
        """Stop the visitor's batch."""
        self.services.sessions.get(request.session_hash).stop(BATCH)
        return cards.stopped()


def batching(
    asks: Sequence[Ask], session: Session, services: Services
) -> Callable[[Job[Batched]], None]:
    """The work on a batch: it emits one `Batched`. A clip that fails has its error in its row."""

    def work(job: Job[Batched]) -> None:
        folder = session.new_answer()
        archive = folder / "viml-batch.zip"
        rows = []
        try:
            for number, ask in enumerate(asks):
                job.progress(texts.step_batch(number + 1, len(asks)), number / len(asks))
                rows.append(_made(ask, folder / f"{number + 1:02d}", session, services, job))
            _write_archive(archive, folder, rows)
        finally:
            for made in folder.iterdir():
                if made != archive:
                    shutil.rmtree(made, ignore_errors=True)
            if not archive.exists():
                shutil.rmtree(folder, ignore_errors=True)
        job.emit(Batched(archive, tuple(rows)))

    return work


def _made(ask: Ask, folder: Path, session: Session, services: Services, job: Job[Batched]) -> Row:
    row = dict.fromkeys(COLUMNS)
    row["clip"] = ask.clip.name if ask.clip else None
    try:
        return row | _finished(ask, folder, session, services, job)
    except VimlError as error:
        if job.cancel.is_set():
            raise
        return row | {"error": str(error)}


def _finished(
    ask: Ask, folder: Path, session: Session, services: Services, job: Job[Batched]
) -> Row:
    """The best track under one clip, from its right moment on; the row's values."""
    assert ask.clip is not None  # a batch is made of clips
    recommender = services.engine.recommender(job.progress, job.cancel)
    library = services.shelf.open(ask.music, session, recommender)
    clip = session.look_at(recommender, session.keep_clip(ask.clip), job)
    answer = recommender.suggest(
        library, ask.ranking, 1, clip=clip, text=ask.text, filters=ask.filters
    )
    if not answer.results:
        raise InputError(texts.BATCH_NOTHING)
    placer = Placer(session.finisher, recommender, clip, ask.text)
    placed = placer.place(answer.library, answer.results[0])
    best = placed.suggestion if placed else answer.results[0]
    folder.mkdir(parents=True)
    mix = Mix(start_s=best.start_s)
    exported = session.finisher.export(clip, best.track, mix, folder, cancel=job.cancel)
    return {
        "file": f"{folder.name}/{exported.video.name}",
        "track_id": best.track.track_id,
        "title": best.track.title,
        "artist": best.track.artist,
        "license": best.track.license,
        "score": round(best.score, 4),
        "start_s": round(best.start_s, 3),
    }


def _checked(clips: list[str] | None) -> list[str]:
    if not clips:
        raise InputError(texts.BATCH_NO_CLIPS)
    if len(clips) > MAX_CLIPS:
        raise LimitError(texts.batch_too_many(len(clips), MAX_CLIPS))
    return clips


def _write_archive(archive: Path, folder: Path, rows: Sequence[Row]) -> None:
    """The finished clips with their credits, and the rows as JSON and as CSV."""
    table = folder / "results.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    files = sorted(path for path in folder.glob("*/*") if "-finished." in path.name)
    files += sorted(folder.glob("*/*-credits.txt"))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zipped:
        for path in files:
            zipped.write(path, path.relative_to(folder))
        zipped.write(table, table.name)
        zipped.writestr("results.json", json.dumps(list(rows), indent=2))
    table.unlink()
