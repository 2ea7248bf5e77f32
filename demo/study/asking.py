"""What both models answer to a study's questions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from demo.study.manifest import Served
from demo.study.plan import StudyPlan, StudyQuery
from viml_core.clips import ClipCache
from viml_core.errors import InputError
from viml_core.library import Library
from viml_core.library.identity import file_sha256
from viml_core.models.scoring import parse_ranking
from viml_core.music_to_video import ClipFolder, listen, look_through, suggest_clips
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, Progress, Track

FINGERPRINT_CHARS = 16


@dataclass(frozen=True)
class Candidate:
    """A clip and a track that a model put together. subject: what it chose."""

    clip: ClipFeatures
    track: Track
    start_s: float
    subject: str


class Models:
    """The two rankings of a study, and the music or the clips that they choose from."""

    def __init__(
        self,
        plan: StudyPlan,
        scratch: Path,
        progress: Progress,
        recommender: Recommender | None = None,
    ) -> None:
        """Loads everything that is not given.

        Raises:
            VimlError: weights, library or clips are missing or unfit.
        """
        self.plan, self.progress = plan, progress
        self.recommender = recommender or Recommender.load(progress=progress)
        self.rankings = [parse_ranking(name) for name in plan.models]
        self._seen = ClipCache(self.recommender, scratch)
        self._library: Library | None = None
        self._clips = ClipFolder((), ())
        if plan.task == "video-to-music":
            music = self.recommender.preset.music.fingerprint
            self._library = Library.open(plan.library, music_encoder_fingerprint=music)
        elif plan.clips:
            self._clips = look_through(self.recommender, plan.clips, scratch, progress=progress)

    def answers(self, query: StudyQuery) -> tuple[list[Candidate], list[Candidate]]:
        """The best `ranks` answers of either model, best first."""
        return self._ask(query, 0), self._ask(query, 1)

    def served(self) -> Served:
        """Which models and which collection answer."""
        embedders = self.recommender.embedders
        sides = {s for r in self.rankings for s in (r.video_side, r.text_side)}
        return Served(
            models=(self.rankings[0].name, self.rankings[1].name),
            alphas=(self.rankings[0].alpha, self.rankings[1].alpha),
            checkpoints={name: embedders[name].fingerprint for name in sorted(sides)},
            encoders=self.recommender.preset.fingerprints,
            collection=self._collection(),
        )

    def _ask(self, query: StudyQuery, model: int) -> list[Candidate]:
        asked, text, ranking = self.plan.asked(query), query.text, self.rankings[model]
        if self._library is None:
            heard = listen(self.recommender, asked)
            best = suggest_clips(
                self.recommender, heard, self._clips.clips, ranking, self.plan.ranks, text=text
            )
            self.rankings[model] = ranking.tuned(self.recommender.alphas)
            return [Candidate(s.clip, heard.track, 0.0, self._name(s.clip)) for s in best]
        clip = self._seen.look_at(asked, progress=self.progress)
        if clip.info.duration_s < self.plan.min_listen_s:
            raise InputError(
                f"The clip {asked} lasts {clip.info.duration_s:.1f} s and at least "
                f"{self.plan.min_listen_s:g} s must be heard; take a longer one."
            )
        answer = self.recommender.suggest(
            self._library, ranking, self.plan.ranks, clip=clip, text=text, diverse=False
        )
        self.rankings[model] = answer.ranking  # its alpha may be one that was tuned
        return [
            Candidate(clip, s.track, s.start_s, f"{s.track.title} ({s.track.track_id})")
            for s in answer.results
        ]

    def _name(self, clip: ClipFeatures) -> str:
        path = clip.info.path
        return str(path.relative_to(self.plan.clips) if self.plan.clips else path)

    def _collection(self) -> str:
        if self._library is not None:
            marks = sorted(track.track_id for track in self._library.rankable())
        else:
            marks = sorted(file_sha256(clip.info.path) for clip in self._clips.clips)
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:FINGERPRINT_CHARS]
