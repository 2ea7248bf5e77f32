"""The numbers of a training run. Sources: ViML (CVPR 2023); "not stated" marks our own choices."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from viml_core.errors import InputError
from viml_core.models.config import ModelName

Loss = Literal["infonce", "siglip", "triplet"]
MissingText = Literal["empty", "zeros"]
Precision = Literal["fp32", "bf16"]

STRONG_TAU = 0.03  # ViML; MVPt+ is MVPt with this temperature
WEAK_TAU = 0.3  # not stated for MVPt: the weak setting that MVPt+ improves on


@dataclass(frozen=True)
class TrainConfig:
    """How a model is fitted to a corpus of triplets."""

    seed: int = 0
    epochs: int = 20  # not stated
    batch_size: int = 2048  # ViML
    chunk_size: int | None = None  # rows embedded at once, which bounds memory; None: the batch
    learning_rate: float = 1e-3  # ViML: cosine annealing from here to 0
    weight_decay: float = 0.01  # not stated: AdamW's default
    warmup_share: float = 0.05  # not stated: linear, of all steps
    precision: Precision = "fp32"  # of the networks; bf16 is autocast, the loss stays in fp32
    patience: int | None = None  # epochs without a better validation R@10; None: never stop early
    loss: Loss | None = None  # None: the model's own, triplet for Pretet and else InfoNCE
    tau: float | None = None  # None: the model's own, WEAK_TAU for MVPt and else STRONG_TAU
    learn_tau: bool = False  # not in the papers; `tau` is then where it starts
    hard_negatives: int | None = None  # not in the papers: InfoNCE against the hardest only
    margin: float = 0.1  # Pretet et al. (2021)
    structure_weight: float = 0.2  # not stated there; VM-NET's own code has 0.2
    text_dropout: float = 0.8  # ViML; 0.8 to 0.95 work best
    dropped_text: MissingText = "empty"  # ViML: the embedding of "", or zeros, which work similarly
    # How a teacher (`training/teacher.py`) is followed; not in the papers.
    teacher_weight: float = 10.0  # of the distance to what it asks for, against the loss
    picture_share: float = 0.3  # of the picture's brief where there are words as well
    feature_noise: float = 0.0  # not stated: Gaussian, relative to each feature's own spread
    save_every_s: float = 60.0  # how much of a killed run may have to be done again

    def __post_init__(self) -> None:
        """Refuse what no run can be.

        Raises:
            InputError: a number out of its range.
        """
        counts = ("epochs", "batch_size", "chunk_size", "patience", "hard_negatives")
        self._check(counts, "has to be at least 1", lambda value: value >= 1)
        positive = ("learning_rate", "tau")
        self._check(positive, "has to be above 0", lambda value: 0.0 < value < math.inf)
        weights = ("weight_decay", "structure_weight", "teacher_weight", "picture_share")
        others = ("seed", "margin", "feature_noise", "save_every_s")
        not_negative = (*weights, *others)
        self._check(not_negative, "has to be 0 or more", lambda value: 0.0 <= value < math.inf)
        shares = ("text_dropout", "warmup_share")
        self._check(shares, "lies between 0 and 1", lambda value: 0.0 <= value <= 1.0)

    def _check(self, names: Iterable[str], rule: str, holds: Callable[[float], bool]) -> None:
        for name in names:
            if (value := getattr(self, name)) is not None and not holds(value):
                raise InputError(f"'{name}' is {value}, but {rule}.")

    def for_model(self, name: ModelName) -> TrainConfig:
        """The same with the model's own loss and temperature where none is given."""
        own_loss: Loss = "triplet" if name == "pretet" else "infonce"
        own_tau = WEAK_TAU if name == "mvpt" else STRONG_TAU
        return replace(
            self,
            loss=self.loss or own_loss,
            tau=own_tau if self.tau is None else self.tau,
        )
