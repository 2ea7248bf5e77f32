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
from demo.room.comparing import Comparison, Sound, compare, parse_models, sound_key
from demo.services import Services
from demo.sessions import Session
from demo.shelf import STARTER


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


def comparing(
    clip: Path,
    text: str,
    models: tuple[str, ...],
    k: int,
    session: Session,
    services: Services,
) -> Callable[[Job[Shown]], None]:
    """The work that compares: it emits `Shown` when the tracks are ranked, and for each sound.

    Raises:
        InputError: the models cannot be compared.
    """
    rankings = parse_models(models, text)

    def work(job: Job[Shown]) -> None:
        recommender = services.engine.recommender(job.progress, job.cancel)
        library = services.shelf.open(STARTER, session, recommender)
        seen = session.look_at(recommender, session.keep_clip(clip), job)
        job.progress(texts.STEP_RANKING)
        compared = compare(recommender, library, seen, text, rankings, k)
        folder, comparison, picture = session.new_answer(), compared.comparison, None
        job.emit(Shown(comparison, None, folder.joinpath))
        count = len(compared.to_render)
        for number, suggestion in enumerate(compared.to_render):
            job.progress(texts.step_preview(number + 1, count), number / count)
            preview = session.preview(recommender, seen, suggestion, folder, job)
            sound = listening.sound_of(preview, job.cancel)
            picture = picture or preview
            heard = Sound(str(sound.relative_to(folder)), listening.drawn(suggestion.track))
            comparison = comparison.with_sound(sound_key(suggestion), heard)
            job.emit(Shown(comparison, picture, folder.joinpath))

    return work
