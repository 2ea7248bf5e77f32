"""One request: what was asked, checked, and the work that answers it."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from demo import listening, texts
from demo.answered import Found, Rendered
from demo.jobs import Job
from demo.services import Services
from demo.sessions import Session
from demo.settings import Settings
from viml_core.beat_term import CANDIDATES, BeatTerm, check_weight
from viml_core.errors import InputError, LimitError
from viml_core.filters import Filters
from viml_core.finishing.placing import Placer
from viml_core.library import Library
from viml_core.models.scoring import ENSEMBLES, Ranking, parse_ranking
from viml_core.recommender import Stopwatch
from viml_core.session import preview_name
from viml_core.types import Suggestion, Track


@dataclass(frozen=True)
class Ask:
    """A request that was checked. `text` is what counts: empty under "picture only"."""

    clip: Path | None
    text: str
    k: int
    music: str
    ranking: Ranking
    filters: Filters
    diverse: bool = True
    on_beat: float = 0.0


def check(
    settings: Settings,
    clip: str | None,
    text: str | None,
    picture_only: bool,
    k: float | None,
    music: str,
    model: str,
    alpha: float | None,
    filters: Filters | None = None,
    diverse: bool = True,
    on_beat: float | None = None,
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
    weight = on_beat or 0.0
    check_weight(weight)
    if clip is None and weight:
        raise InputError(texts.ERROR_NO_CUTS)
    kept = Path(clip) if clip else None
    return Ask(kept, words, int(k), music, ranking, filters or Filters(), diverse, weight)


def answering(
    ask: Ask, session: Session, services: Services, *, to_listen: bool = False
) -> Callable[[Job[Found | Rendered]], None]:
    """The work that answers a request: it emits `Found`, then `Rendered` per track, best first.

    to_listen: the player's needs are met as well, and there is something to hear without a clip.
    """

    def work(job: Job[Found | Rendered]) -> None:
        watch = Stopwatch()
        recommender = services.engine.recommender(job.progress, job.cancel)
        library = services.shelf.open(ask.music, session, recommender)
        clip = None
        if ask.clip:
            with watch.step("clip"):
                kept = session.keep_clip(ask.clip)
                clip = session.look_at(recommender, kept, job)
        placer = Placer(session.finisher, recommender, clip, ask.text) if clip else None
        job.progress(texts.STEP_RANKING)
        answer = recommender.suggest(
            library,
            ask.ranking,
            ask.k,
            clip=clip,
            text=ask.text,
            diverse=ask.diverse,
            filters=ask.filters,
            beats=_beats(ask, placer, library, job),
        )
        answer.timings_s.update(watch.seconds)
        found = Found(answer, clip, recommender, session.new_answer(), placer)
        job.emit(found)
        try:
            rendering(found, answer.results, session, to_listen=to_listen)(job)
        finally:
            if not any(found.folder.iterdir()):
                shutil.rmtree(found.folder, ignore_errors=True)

    return work


def rendering(
    found: Found, suggestions: Sequence[Suggestion], session: Session, *, to_listen: bool
) -> Callable[[Job[Found | Rendered]], None]:
    """The work that makes some suggestions ready: it emits `Rendered` for each, in their order.

    Under a clip each starts at its right moment.
    """

    def work(job: Job[Found | Rendered]) -> None:
        if not (found.clip or to_listen):
            return
        found.folder.mkdir(exist_ok=True)
        watch, count = Stopwatch(), len(suggestions)
        step = texts.step_preview if found.clip else texts.step_sound
        with watch.step("previews"):
            for number, suggestion in enumerate(suggestions):
                job.progress(step(number + 1, count), number / count)
                job.emit(_rendered(found, suggestion, session, job, to_listen))
        found.answer.timings_s.update(watch.seconds)

    return work


def _beats(
    ask: Ask, placer: Placer | None, library: Library, job: Job[Found | Rendered]
) -> BeatTerm | None:
    """The term for cuts on the beat, which listens to the tracks that it is asked for."""
    if placer is None or not ask.on_beat:
        return None
    tracks, numbers = library.snapshot(), itertools.count(1)

    def lift_of(track: Track) -> float:
        number = min(next(numbers), CANDIDATES)
        job.progress(texts.step_beats(number, CANDIDATES), number / CANDIDATES)
        return placer.lift(tracks, track)

    return BeatTerm(ask.on_beat, lift_of)


def listening_for_beats(
    found: Found, placer: Placer, tracks: Sequence[Track]
) -> Callable[[Job[None]], None]:
    """The work that finds out how the clip's cuts fall on the beats of tracks."""

    def work(job: Job[None]) -> None:
        for number, track in enumerate(tracks):
            job.progress(texts.step_beats(number + 1, len(tracks)), number / len(tracks))
            placer.lift(found.answer.library, track)

    return work


def _rendered(
    found: Found,
    suggestion: Suggestion,
    session: Session,
    job: Job[Found | Rendered],
    to_listen: bool,
) -> Rendered:
    track, preview, sound = suggestion.track, None, None
    placed = found.placer.place(found.answer.library, suggestion) if found.placer else None
    suggestion = placed.suggestion if placed else suggestion
    if found.clip:
        preview = session.preview(found.recommender, found.clip, suggestion, found.folder, job)
        sound = listening.sound_of(preview, job.cancel) if to_listen else None
    else:
        alone = found.folder / track.track_id / preview_name(suggestion)
        sound = listening.sound_alone(track, alone.with_suffix(".m4a"), job.cancel)
    peaks = listening.drawn(track) if to_listen else ()
    return Rendered(suggestion, preview, sound, peaks, placed)
