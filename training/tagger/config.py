"""What decides a tagger. Sources: DeepSim (ICASSP 2020); "not stated" marks our own choices."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from training.config import Precision
from training.settings import checked, read_object
from viml_core.errors import InputError

RUNS = Path("build/runs")


@dataclass(frozen=True)
class TaggerConfig:
    """How the network is fitted. A batch has four windows of 3 s for each triplet."""

    seed: int = 0
    width: float = 1.0  # of the network, see `DeepSimConfig`
    steps: int = 20_000  # not stated
    triplets: int = 16  # in a batch; not stated
    learning_rate: float = 1e-3  # not stated: cosine annealing from here to 0
    weight_decay: float = 1e-4  # not stated
    warmup_share: float = 0.05  # not stated: linear, of all steps
    margin: float = 0.1  # not stated: of the cosine
    triplet_weight: float = 1.0  # of the conditional triplets, against the tags' cross-entropy
    track_weight: float = 0.5  # not stated: of the triplets from one track
    same_tempo: float = 0.05  # not stated: tempi that differ by less (1 is double) are alike
    other_tempo: float = 0.2  # not stated: and by more, unlike; between the two they are neither
    precision: Precision = "fp32"
    save_every_s: float = 60.0  # how much of a killed run may have to be done again

    def __post_init__(self) -> None:
        """Refuse what no run can be.

        Raises:
            InputError: a number out of its range.
        """
        for name in ("steps", "triplets"):
            if (count := getattr(self, name)) < 1:
                raise InputError(f"'{name}' is {count}, but has to be at least 1.")
        for name in ("width", "learning_rate", "same_tempo", "other_tempo"):
            if not 0.0 < (value := getattr(self, name)) < math.inf:
                raise InputError(f"'{name}' is {value}, but has to be above 0.")
        for name in ("weight_decay", "margin", "triplet_weight", "track_weight"):
            if not 0.0 <= (value := getattr(self, name)) < math.inf:
                raise InputError(f"'{name}' is {value}, but may not be below 0.")
        if not 0.0 <= self.warmup_share <= 1.0:
            raise InputError(f"'warmup_share' is {self.warmup_share}, but lies between 0 and 1.")


@dataclass(frozen=True)
class Recipe:
    """A run of the tagger: what it learns from, where it goes, and how.

    table: CSV, TSV or the composer's renderings.jsonl; audio: the folder its paths are relative to;
    out: the checkpoint; cache: the spectrograms, made once by so many workers; run: the state to
    go on from.
    """

    table: Path
    audio: Path
    out: Path
    cache: Path
    run: Path
    held_out_share: float = 0.2  # of the groups (artists, seeds), which are never trained on
    workers: int = 1
    train: TaggerConfig = field(default_factory=TaggerConfig)

    @classmethod
    def read(cls, path: Path) -> Recipe:
        """Parse the JSON file; paths in it are relative to the working directory.

        Raises:
            InputError: unreadable, a key that is not known, or a value that cannot be.
        """
        values = {"run": str(RUNS / path.stem)} | read_object(path)
        recipe = cls(**checked(cls, values, str(path)))
        if not 0 < recipe.held_out_share < 1:
            raise InputError(
                f"'held_out_share' of {path} is {recipe.held_out_share}; it lies between 0 and 1."
            )
        if recipe.workers < 1:
            raise InputError(f"'workers' of {path} is {recipe.workers}; it is at least 1.")
        return recipe
