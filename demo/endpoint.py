"""The endpoint for programs, `/suggest`:

    from gradio_client import Client, handle_file
    client = Client("http://127.0.0.1:7860")
    answer = client.predict(handle_file("clip.mp4"), "warm acoustic guitar", api_name="/suggest")

Its inputs are, in this order, `clip` (a file, or None for words alone), `text`, `picture_only`,
`k`, `music` ("starter", or "own" after `/add_music` in the same session), `model`, `alpha`,
`filters` (an object with some of the fields of `viml_core.filters.Filters`) and `on_beat`; all but
the clip have defaults. The answer is one JSON object of the form in `viml_core.answers`; it grows
while the previews are made. Each `preview` is a file that gradio_client downloads: what it returns
there is a path on the caller's own disk. No path of the server is told: `path` is null, and `video`
and `library` are names.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import gradio as gr
from gradio import FileData
from gradio_client.utils import encode_file_path

from demo.answered import Found, Rendered
from demo.asking import Ask, answering, check
from demo.jobs import Job, Step
from demo.services import ENDPOINT, HEAVY, Services
from demo.shelf import STARTER
from demo.tools import FILE_ROUTE, as_object, taking_addresses
from viml_core.answers import Json, answer_json
from viml_core.errors import VimlError
from viml_core.filters import Filters
from viml_core.models.scoring import DEFAULT_ALPHA, DEFAULT_RANKING


def add_endpoint(services: Services) -> None:
    """Add `/suggest` to the page that is being built.

    Its inputs are hidden ones of its own: those of the page refuse what lies outside their choices
    with a traceback in the log, where a client should get a sentence.
    """

    async def suggest(
        clip: str | None = None,  # a default of None: programs may leave it out
        text: str = "",
        picture_only: bool = False,
        k: float | None = None,
        music: str = STARTER,
        model: str = DEFAULT_RANKING,
        alpha: float | None = None,
        filters: Json | None = None,
        on_beat: float | None = None,
        request: gr.Request = None,  # type: ignore[assignment]  # Gradio always gives it
    ) -> AsyncIterator[Json]:
        """The tracks that suit a clip and some words, best first, and the clip under each.

        Parameters:
            clip: the video; leave it out to ask by words alone
            text: what the music should be like; empty for the picture alone
            picture_only: whether to ignore the words
            k: how many tracks
            music: always "starter"
            model: which ranking: viml, mvpt+ (picture only), mt (words only), viml&mt
            alpha: the weight of the words in a ranking of two models, 0 to 1
            filters: what every track must be: use, voice, min_bpm, max_bpm, include, exclude
            on_beat: how much the clip's cuts on the beat count among the best 50 tracks, 0 to 1
        """
        try:
            settings = services.settings
            wanted = Filters.from_json(filters or {})
            asked = (clip, text, picture_only, k, music, model, alpha, wanted)
            ask = check(settings, *asked, on_beat=on_beat)
            session = services.sessions.get(request.session_hash)
            job = Job(answering(ask, session, services))
            async with session.running(job, ENDPOINT):
                async for answer in _answers(ask, job):
                    yield answer
        except VimlError as error:
            raise gr.Error(str(error), print_exception=False) from error

    gr.on(
        [],
        suggest,
        [
            taking_addresses(gr.Video(visible=False, label="clip")),
            gr.Textbox("", visible=False, label="text"),
            gr.Checkbox(False, visible=False, label="picture_only"),
            gr.Number(services.settings.default_results, visible=False, label="k"),
            gr.Textbox(STARTER, visible=False, label="music"),
            gr.Textbox(DEFAULT_RANKING, visible=False, label="model"),
            gr.Number(DEFAULT_ALPHA, visible=False, label="alpha"),
            as_object(gr.JSON({}, visible=False, label="filters")),
            gr.Number(0, visible=False, label="on_beat"),
        ],
        gr.JSON(visible=False, label="answer"),
        concurrency_id=HEAVY,
        concurrency_limit=services.settings.heavy_jobs,
        api_name="suggest",
    )


async def _answers(ask: Ask, job: Job[Found | Rendered]) -> AsyncIterator[Json]:
    """The growing answer of `/suggest`."""
    found: Found | None = None
    previews: dict[int, Path] = {}
    async for item in job.results():
        if isinstance(item, Found):
            found = item
        elif found and isinstance(item, Rendered) and item.preview:
            previews[item.suggestion.rank] = item.preview
            found = _placed(found, item)
        if found and not isinstance(item, Step):
            yield _public(answer_json(found.answer, found.recommender, previews), ask)
    if found:  # once more, because the timings are complete only now
        yield _public(answer_json(found.answer, found.recommender, previews), ask)


def _placed(found: Found, rendered: Rendered) -> Found:
    """The answer with the start that a preview has."""
    fresh = rendered.suggestion
    results = tuple(fresh if old.rank == fresh.rank else old for old in found.answer.results)
    return replace(found, answer=replace(found.answer, results=results))


def _public(answer: Json, ask: Ask) -> Json:
    """An answer without paths of the server, its previews as files that a client can fetch.

    Gradio takes every object with a `path` for a file to fetch, one more reason not to give one.
    """
    query = {**answer["query"], "video": ask.clip.name if ask.clip else None}
    results = [
        {
            **result,
            "path": None,
            "preview": _file(result["preview"]) if result["preview"] else None,
        }
        for result in answer["results"]
    ]
    return {**answer, "query": query, "library": ask.music, "results": results}


def _file(path: str) -> Json:
    """A file to fetch; whoever answers completes its address."""
    return FileData(path=path, url=FILE_ROUTE + encode_file_path(path)).model_dump()
