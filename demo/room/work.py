"""The room's long work: to compare under a visitor's clip, and to make a prepared example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from demo import listening, texts
from demo.gallery.preparing import MODELS, Answering, Example, Gallery, K, Prepared
from demo.jobs import Job
from demo.player.component import Media
from demo.room import columns
from demo.room.comparing import Comparison, Sound, at_right_moment, compare, parse_models
from demo.services import Services
from demo.sessions import Session
from demo.settings import Settings
from demo.shelf import STARTER
from viml_core.errors import InputError, LimitError
from viml_core.finishing.placing import Placer
from viml_core.models.scoring import Ranking

MOST_TRACKS = 5


@dataclass(frozen=True)
class Shown:
    """A comparison as far as it is ready, and where its media are."""

    comparison: Comparison
    picture: Media
    place: columns.Place


def preparing(
    gallery: Gallery,
    example: Example,
    found: Prepared | None,
    session: Session,
    services: Services,
) -> Callable[[Job[Prepared]], None]:
    """The work that makes an example where it is missing or stale: it emits `Prepared`.

    What is found says which words and models were wanted, however it was built.
    """
    wanted = found.comparison if found else None
    models = [column.model for column in wanted.columns] if wanted else MODELS
    k = wanted.k if wanted else K
    asked = replace(example, text=wanted.text) if wanted else example

    def work(job: Job[Prepared]) -> None:
        recommender = services.engine.recommender(job.progress, job.cancel)
        library = services.shelf.open(STARTER, session, recommender)
        answering = Answering(recommender, library, models, k)
        job.emit(gallery.prepare(answering, asked, job.progress, job.cancel))

    return work


@dataclass(frozen=True)
class Ask:
    """A question that was checked. music: which of the visitor's libraries, as in the main tab."""

    clip: Path
    text: str
    rankings: tuple[Ranking, ...]
    k: int
    music: str


def check(
    settings: Settings,
    clip: str | None,
    text: str | None,
    first: str,
    second: str,
    third: str,
    count: float | None,
    music: str,
) -> Ask:
    """What the page sent, as a question.

    Raises:
        InputError, LimitError: something is missing or out of its range.
    """
    words, most = (text or "").strip(), settings.limits.max_text_chars
    if not clip:
        raise InputError(texts.ERROR_ROOM_NO_CLIP)
    if len(words) > most:
        raise LimitError(texts.words_too_long(len(words), most))
    if not 1 <= (count or 0) <= MOST_TRACKS:
        raise InputError(texts.count_out_of_range(count or 0, MOST_TRACKS))
    rankings = parse_models((first, second, third), words)
    return Ask(Path(clip), words, rankings, int(count or 0), music)


def comparing(ask: Ask, session: Session, services: Services) -> Callable[[Job[Shown]], None]:
    """The work that compares: it emits `Shown` when the tracks are ranked, and for each sound."""

    def work(job: Job[Shown]) -> None:
        recommender = services.engine.recommender(job.progress, job.cancel)
        library = services.shelf.open(ask.music, session, recommender)
        seen = session.look_at(recommender, session.keep_clip(ask.clip), job)
        job.progress(texts.STEP_RANKING)
        compared = compare(recommender, library, seen, ask.text, ask.rankings, ask.k)
        folder, comparison, picture = session.new_answer(), compared.comparison, None
        job.emit(Shown(comparison, None, folder.joinpath))
        count = len(compared.to_render)
        placer = Placer(session.finisher, recommender, seen, ask.text)
        for number, suggestion in enumerate(compared.to_render):
            job.progress(texts.step_preview(number + 1, count), number / count)
            placed = at_right_moment(placer, library, suggestion)
            preview = session.preview(recommender, seen, placed, folder, job)
            sound = listening.sound_of(preview, job.cancel)
            picture = picture or preview
            file, drawing = str(sound.relative_to(folder)), listening.drawn(placed.track)
            heard = Sound(file, placed.start_s, drawing)
            comparison = comparison.with_sound(placed.track.track_id, heard)
            job.emit(Shown(comparison, picture, folder.joinpath))

    return work
