"""The study file: what is asked, of which models, and every rule, fixed before the first vote.

    {
      "title": "blend beside picture only",            // for you; raters never see it
      "task": "video-to-music",                        // or "music-to-video"
      "models": ["viml&mt", "mvpt+"],
      "queries": [{"clip": "sea.mp4", "text": "calm"}], // music-to-video: {"track": "a.flac"}
      "library": "my-library",                         // video-to-music; default: the starter one
      "clips": "my-clips",                             // music-to-video: the folder to choose from
      "choice": "forced",                              // or "four-way": A, B, tie, both bad
      "seed": 1
    }

Paths are relative to the file. The other fields are those of `StudyPlan`, with their defaults.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from demo.study.clustering import By
from viml_core.config import STARTER_LIBRARY
from viml_core.errors import InputError
from viml_core.models.scoring import parse_ranking

Task = Literal["video-to-music", "music-to-video"]
Choice = Literal["forced", "four-way"]
FEWEST_ITEMS = 5  # by default fewer do not stand for other clips: their interval would say nothing
_MODEL_NAMES = re.compile(r"\b(viml|mvpt|pretet)\b", re.IGNORECASE)
STRICT = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, config=STRICT)
class StudyQuery:
    """One question to both models: a clip (video-to-music) or a track (music-to-video), and words.

    The words are shown to the raters, who judge how well the answer suits them, too.
    """

    clip: Path | None = None
    track: Path | None = None
    text: str = ""


@dataclass(frozen=True, config=STRICT)
class StudyPlan:
    """A study as its author wrote it. Defaults follow MVPt's user study where it says something."""

    title: str
    task: Task
    models: tuple[str, str]
    queries: tuple[StudyQuery, ...]
    seed: int
    library: Path = STARTER_LIBRARY
    clips: Path | None = None
    choice: Choice = "forced"  # MVPt
    ranks: int = 1  # the r-th answers are paired for r = 1..ranks; 1: the best answers alone
    raters: int = 30  # as many links are made
    pairs_per_rater: int = 20  # MVPt
    attention_checks: int = 2  # pairs of which one is plainly spoilt, on top of the others
    exclude_from_failures: int = 1  # so many failed checks exclude a rater from the report
    headline: By | None = None  # the interval that counts; None: see `_with_headline`
    min_listen_s: float = 5.0  # of each, before a vote counts

    def asked(self, query: StudyQuery) -> Path:
        """The file that a query asks with."""
        path = query.clip if self.task == "video-to-music" else query.track
        if path is None:
            raise ValueError("a plan that was checked has a file for each query")
        return path

    @property
    def items(self) -> set[Path]:
        """The different clips or tracks that are asked with."""
        return {self.asked(query) for query in self.queries}

    def item_name(self, query: StudyQuery) -> str:
        """How the report calls what is asked with: with its folder where two are of one name."""
        asked = self.asked(query)
        alone = sum(other.name == asked.name for other in self.items) == 1
        return asked.name if alone else f"{asked.parent.name}/{asked.name}"

    def query_name(self, query: StudyQuery) -> str:
        """How the report calls a question."""
        item, words = self.item_name(query), query.text.strip()
        return f"{item} “{words}”" if words else item


_PLAN = TypeAdapter(StudyPlan)


def read_plan(path: Path) -> StudyPlan:
    """Reads and checks a study file; its paths become absolute.

    Raises:
        InputError: it is missing, no such JSON, or asks for something that cannot be.
    """
    try:
        plan = _PLAN.validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"The study file {path} cannot be read ({error.strerror}); check the path."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InputError(
            f"The study file {path} is wrong at {where}: {first['msg'].lower()}; "
            "demo/study/plan.py lists the fields."
        ) from error
    plan = _resolved(plan, path.resolve().parent)
    try:
        _check_numbers(plan)
        _check_models(plan)
        _check_queries(plan)
        return _with_headline(plan)
    except InputError as error:
        raise InputError(f"The study file {path} is wrong: {error}") from error


def _resolved(plan: StudyPlan, folder: Path) -> StudyPlan:
    queries = tuple(
        replace(
            query,
            clip=folder / query.clip if query.clip else None,
            track=folder / query.track if query.track else None,
        )
        for query in plan.queries
    )
    clips = folder / plan.clips if plan.clips else None
    return replace(plan, queries=queries, library=folder / plan.library, clips=clips)


def _check_numbers(plan: StudyPlan) -> None:
    least = {
        "ranks": 1,
        "raters": 1,
        "pairs_per_rater": 1,
        "attention_checks": 0,
        "exclude_from_failures": 1,
        "min_listen_s": 1,
    }
    for name, lowest in least.items():
        value = getattr(plan, name)
        if not value >= lowest:
            raise InputError(f"{name} is {value:g}, but it must be at least {lowest}.")
    most = len(plan.queries) * plan.ranks
    if plan.pairs_per_rater > most:
        raise InputError(
            f"{len(plan.queries)} queries and {plan.ranks} ranks make at most {most} pairs, and "
            f"pairs_per_rater is {plan.pairs_per_rater}; add queries or ranks, or lower it."
        )


def _check_models(plan: StudyPlan) -> None:
    names = [parse_ranking(name).name for name in plan.models]
    if names[0] == names[1]:
        raise InputError(f"both models are '{names[0]}', so there is nothing to compare.")
    if "mt" in names and plan.task == "music-to-video":
        raise InputError("the model 'mt' does not look at pictures and cannot choose a clip.")
    if "mt" in names and not all(query.text.strip() for query in plan.queries):
        raise InputError("the model 'mt' ranks by words alone, and a query has none.")


def _check_queries(plan: StudyPlan) -> None:
    wanted, other = ("clip", "track") if plan.task == "video-to-music" else ("track", "clip")
    for number, query in enumerate(plan.queries, start=1):
        if getattr(query, wanted) is None or getattr(query, other) is not None:
            raise InputError(f"query {number} of a {plan.task} study must have a {wanted} only.")
        if not plan.asked(query).is_file():
            raise InputError(f"query {number} asks with {plan.asked(query)}, which is no file.")
        if named := _MODEL_NAMES.search(query.text):
            raise InputError(f"the words of query {number} name '{named[0]}', a model, to raters.")
    if len(set(plan.queries)) < len(plan.queries):
        raise InputError("a query is there twice, so a rater could see a pair twice.")
    if plan.task == "music-to-video" and not (plan.clips and plan.clips.is_dir()):
        raise InputError("a music-to-video study needs 'clips', a folder of clips to choose from.")


def _with_headline(plan: StudyPlan) -> StudyPlan:
    """The interval that will count, fixed here, before anybody has voted.

    A preference is claimed for other people and for other clips, so raters and items count, where
    there are items enough to say something of others; else it holds for these clips alone.
    """
    if plan.headline == "rater and item" and len(plan.items) < 2:
        raise InputError("headline is 'rater and item', but a single one is asked with.")
    enough = len(plan.items) >= FEWEST_ITEMS
    return replace(plan, headline=plan.headline or ("rater and item" if enough else "rater"))
