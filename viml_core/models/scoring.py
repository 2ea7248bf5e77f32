"""Which models answer a query and how their scores are blended.

score = (1 - alpha) * s(video side) + alpha * s(text side): the ensembles of ViML's supplement
(section D). The text side is MT where there is one, else ViML. A single model is its own blend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from viml_core.errors import InputError
from viml_core.types import Mode

SINGLE_MODELS = ("viml", "mvpt+", "mt", "mvpt", "pretet")
ENSEMBLES = {
    "viml&mt": ("viml", "mt"),
    "viml&mvpt+": ("mvpt+", "viml"),
    "mt&mvpt+": ("mvpt+", "mt"),
}
DEFAULT_ALPHA = 0.5  # of checkpoints for which none was tuned
DEFAULT_RANKING = "viml&mt"  # best of all on the development set, as in the paper's supplement


@dataclass(frozen=True)
class Ranking:
    """The ranking model of one request. alpha weighs the text side; 0 for a single model.

    usual: nobody chose the alpha, so one that was tuned for the checkpoints in use replaces it.
    """

    name: str
    video_side: str
    text_side: str
    alpha: float
    usual: bool = False

    def tuned(self, alphas: Mapping[str, float]) -> Ranking:
        """With the alpha tuned for it, by `read_alphas`, unless a person chose another."""
        return replace(self, alpha=alphas.get(self.name, self.alpha)) if self.usual else self

    def weights(self, mode: Mode) -> dict[str, float]:
        """Weight by single model. Words alone are MT's; without words the text side is silent."""
        if mode == "text":
            return {"mt": 1.0}
        if self.video_side == self.text_side:
            return {self.video_side: 1.0}
        if mode == "video":
            return {_side_without_words(self): 1.0}
        return {self.video_side: 1.0 - self.alpha, self.text_side: self.alpha}


def parse_ranking(name: str, alpha: float | None = None) -> Ranking:
    """A name as typed (`viml`, `mt`, `viml&mt`, or `ens:viml,mt` for shells) to a ranking.

    Without an `alpha` an ensemble takes DEFAULT_ALPHA, until it is `tuned`.

    Raises:
        InputError: unknown name, or an alpha outside 0..1 or without an ensemble.
    """
    wanted = name.strip().lower().removeprefix("ens:").replace(",", "&")
    if alpha is not None and not 0.0 <= alpha <= 1.0:
        raise InputError(f"alpha is {alpha:g}, but the weight of the words lies between 0 and 1.")
    if wanted in SINGLE_MODELS:
        if alpha is not None:
            raise InputError(f"alpha blends two models and '{wanted}' is one; try 'ens:viml,mt'.")
        return Ranking(wanted, wanted, wanted, 0.0)
    for canonical, (video_side, text_side) in ENSEMBLES.items():
        if set(wanted.split("&")) == {video_side, text_side}:
            weight = DEFAULT_ALPHA if alpha is None else alpha
            return Ranking(canonical, video_side, text_side, weight, usual=alpha is None)
    known = ", ".join((*SINGLE_MODELS, *ENSEMBLES))
    raise InputError(f"There is no model '{name}'; choose one of {known}.")


def _side_without_words(ranking: Ranking) -> str:
    return ranking.video_side if ranking.video_side != "mt" else ranking.text_side
