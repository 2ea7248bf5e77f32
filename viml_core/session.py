"""A recommender, a library and the clips seen so far: many questions for the price of one look."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from viml_core.answers import Json, answer_json
from viml_core.beat_term import CANDIDATES, BeatTerm, check_weight
from viml_core.clips import ClipCache
from viml_core.config import Limits
from viml_core.errors import InputError, StorageError
from viml_core.filters import Filters
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.placing import Placer
from viml_core.library import Library
from viml_core.models.scoring import Ranking, parse_ranking
from viml_core.recommender import Answer, Recommender, Stopwatch
from viml_core.sources import find_library
from viml_core.types import ClipFeatures, Progress, Suggestion, Track, no_progress


@dataclass
class Session:
    """Everything that stays the same from one question to the next."""

    recommender: Recommender
    library: Library
    ranking: Ranking
    clips: ClipCache
    progress: Progress = no_progress
    diverse: bool = True
    filters: Filters = field(default_factory=Filters)
    on_beat: float = 0.0
    finisher: Finisher = field(default_factory=Finisher)

    @classmethod
    def open(
        cls,
        library: str | Path,
        *,
        ranking: str,
        alpha: float | None,
        checkpoints: str | Path | None,
        scratch: Path,
        progress: Progress = no_progress,
        diverse: bool = True,
        filters: Filters | None = None,
        on_beat: float = 0.0,
    ) -> Session:
        """Load everything that a question needs.

        on_beat: how much cuts on the beat count, 0..1.

        Raises:
            VimlError: the ranking's name, the library, the weights or the checkpoints are at fault.
        """
        check_weight(on_beat)
        parsed = parse_ranking(ranking, alpha)
        recommender = Recommender.load(checkpoints=checkpoints, progress=progress)
        music = recommender.preset.music.fingerprint
        folder = find_library(library, progress)
        opened = Library.open(folder, music_encoder_fingerprint=music)
        clips = ClipCache(recommender, scratch)
        wanted = filters or Filters()
        return cls(recommender, opened, parsed, clips, progress, diverse, wanted, on_beat)

    def answer(
        self, video: Path | None, text: str, k: int, previews: Path | None, limits: Limits
    ) -> Json:
        """One question answered as JSON, with the previews rendered where a folder is given.

        The first results start at the right moment: at a bar line in previews and where cuts on
        the beat count, for which the tracks are decoded anyway, else at the beginning of a segment.
        """
        watch = Stopwatch()
        with watch.step("clip"):
            clip = (
                self.clips.look_at(video, limits=limits, progress=self.progress) if video else None
            )
        placer = Placer(self.finisher, self.recommender, clip, text) if clip else None
        answer = self.recommender.suggest(
            self.library,
            self.ranking,
            k,
            clip=clip,
            text=text,
            diverse=self.diverse,
            filters=self.filters,
            beats=self._beats(placer),
        )
        if placer:
            with watch.step("moments"):
                snapped = bool(previews or self.on_beat)
                placed = placer.place_first(self.library, answer.results, snapped=snapped)
            answer = replace(answer, results=placed)
        answer.timings_s.update(watch.seconds)
        rendered: dict[int, Path] = {}
        if previews and clip:
            with watch.step("previews"):
                rendered = self.render(answer, clip, previews)
            answer.timings_s.update(watch.seconds)
        return answer_json(answer, self.recommender, rendered)

    def _beats(self, placer: Placer | None) -> BeatTerm | None:
        """The term for cuts on the beat, which says its steps: the tracks are listened to."""
        if not self.on_beat:
            return None
        if placer is None:
            raise InputError("There is no clip whose cuts could fall on beats; give a VIDEO.")
        library, heard = self.library.snapshot(), 0

        def lift_of(track: Track) -> float:
            nonlocal heard
            self.progress("Listening for beats", heard / CANDIDATES)
            heard += 1
            return placer.lift(library, track)

        return BeatTerm(self.on_beat, lift_of)

    def render(self, answer: Answer, clip: ClipFeatures, folder: Path) -> dict[int, Path]:
        """One preview per result, by rank; the names sort in the order of the ranks."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The folder {folder} for the previews cannot be made ({error.strerror}); "
                "choose another with --previews."
            ) from error
        rendered = {}
        for suggestion in answer.results:
            self.progress("Rendering previews", (suggestion.rank - 1) / len(answer.results))
            out = folder / preview_name(suggestion)
            rendered[suggestion.rank] = self.recommender.preview(clip, suggestion, out)
        return rendered


def preview_name(suggestion: Suggestion) -> str:
    """A file name that is safe everywhere and says rank and title: `01-morning-light.mp4`."""
    slug = re.sub(r"[^a-z0-9]+", "-", suggestion.track.title.lower()).strip("-")
    return f"{suggestion.rank:02d}-{slug[:60] or suggestion.track.track_id}.mp4"
