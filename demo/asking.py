"""One request: what was asked, checked, and the work that answers it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from demo import texts
from demo.jobs import Job
from demo.services import Services
from demo.sessions import Session
from demo.settings import Settings
from viml_core.errors import InputError, LimitError
from viml_core.models.scoring import ENSEMBLES, Ranking, parse_ranking
from viml_core.recommender import Answer, Recommender, Stopwatch
from viml_core.types import ClipFeatures, Suggestion


@dataclass(frozen=True)
class Ask:
    """A request that was checked. `text` is what counts: empty under "picture only"."""

    clip: Path | None
    text: str
    k: int
    music: str
    ranking: Ranking


@dataclass(frozen=True)
class Found:
    """The ranked tracks, before the first preview."""

    answer: Answer
    clip: ClipFeatures | None
    recommender: Recommender


@dataclass(frozen=True)
class Rendered:
    """One preview is ready."""

    suggestion: Suggestion
    preview: Path


def check(
    settings: Settings,
    clip: str | None,
    text: str | None,
    picture_only: bool,
    k: float | None,
    music: str,
    model: str,
    alpha: float | None,
) -> Ask:
    """What the page or a client sent, as a request.

    Raises:
        InputError, LimitError: something is missing or out of its range.
    """
    words = (text or "").strip()
    if len(words) > settings.limits.max_text_chars:
        raise LimitError(texts.words_too_long(len(words), settings.limits.max_text_chars))
    words = "" if picture_only else words
    k = k or 0  # a client's empty number
    if not 1 <= k <= settings.max_results:
        raise InputError(texts.count_out_of_range(k, settings.max_results))
    ranking = parse_ranking(model)
    if ranking.name in ENSEMBLES:
        ranking = parse_ranking(model, alpha)
    if ranking.name == "mt" and not words:
        raise InputError(texts.ERROR_NO_WORDS)
    if clip is None and not words:
        raise InputError(texts.ERROR_NO_CLIP)
    return Ask(Path(clip) if clip else None, words, int(k), music, ranking)


def answering(
    ask: Ask, session: Session, services: Services
) -> Callable[[Job[Found | Rendered]], None]:
    """The work that answers a request: it emits `Found`, then `Rendered` per track, best first."""

    def work(job: Job[Found | Rendered]) -> None:
        watch = Stopwatch()
        recommender = services.engine.recommender(job.progress, job.cancel)
        library = services.shelf.open(ask.music, session, recommender)
        clip = None
        if ask.clip:
            with watch.step("clip"):
                kept = session.keep_clip(ask.clip)
                clip = session.look_at(recommender, kept, job)
        job.progress(texts.STEP_RANKING)
        answer = recommender.suggest(library, ask.ranking, ask.k, clip=clip, text=ask.text)
        answer.timings_s.update(watch.seconds)
        job.emit(Found(answer, clip, recommender))
        if clip:
            _render(answer, clip, recommender, session, job)

    return work


def _render(
    answer: Answer,
    clip: ClipFeatures,
    recommender: Recommender,
    session: Session,
    job: Job[Found | Rendered],
) -> None:
    watch, count = Stopwatch(), len(answer.results)
    folder = session.new_answer()
    try:
        with watch.step("previews"):
            for suggestion in answer.results:
                job.progress(
                    texts.step_preview(suggestion.rank, count), (suggestion.rank - 1) / count
                )
                preview = session.preview(recommender, clip, suggestion, folder, job)
                job.emit(Rendered(suggestion, preview))
    finally:
        answer.timings_s.update(watch.seconds)
        if not any(folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)
