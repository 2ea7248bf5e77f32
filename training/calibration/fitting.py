"""The map from raw scores to chances: Platt's curve, beside isotonic regression for comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.calibration.judgements import Judged
from training.metrics import FloatMatrix

FOLDS = 10
RAREST = 0.01  # isotonic regression claims certainty otherwise
Chances = NDArray[np.float64]
Fit = Callable[[FloatMatrix, NDArray[np.bool_]], Callable[[FloatMatrix], Chances]]


@dataclass(frozen=True)
class Curve:
    """Chance = 1 / (1 + exp(-(slope * raw + intercept))); the slope is not negative."""

    slope: float
    intercept: float

    def __call__(self, raw: FloatMatrix) -> Chances:
        """Chances of raw scores, of the same shape."""
        return np.asarray(0.5 * (1 + np.tanh(0.5 * (self.slope * raw + self.intercept))))


def fit_platt(raw: FloatMatrix, fits: NDArray[np.bool_]) -> Curve:
    """Logistic regression (Platt, 1999): raw (n,), fits (n,). Flat where a fall would fit best."""
    from sklearn.linear_model import LogisticRegression

    centre, spread = float(raw.mean()), max(float(raw.std()), 1e-9)
    model = LogisticRegression(C=1e6).fit(((raw - centre) / spread)[:, None], fits)
    slope = float(model.coef_[0, 0]) / spread
    if slope < 0:
        share = float(fits.mean())
        return Curve(0.0, float(np.log(share / (1 - share))))
    return Curve(slope, float(model.intercept_[0]) - slope * centre)


def fit_isotonic(raw: FloatMatrix, fits: NDArray[np.bool_]) -> Callable[[FloatMatrix], Chances]:
    """The best rising map of any form: raw (n,), fits (n,)."""
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression(y_min=RAREST, y_max=1 - RAREST, out_of_bounds="clip")
    model.fit(raw, fits)
    return lambda values: np.asarray(model.predict(values))


def fit_share(raw: FloatMatrix, fits: NDArray[np.bool_]) -> Callable[[FloatMatrix], Chances]:
    """The base rate, whatever the score: what a calibration must beat."""
    return lambda values: np.full(np.shape(values), float(fits.mean()))


def held_out(judged: Judged, fit: Fit) -> Chances:
    """(C, N): every pair's chance by a fit that never saw its clip."""
    chances = np.empty(judged.raw.shape)
    fold = np.arange(len(chances)) % FOLDS
    for number in np.unique(fold):
        seen = judged.mask & (fold != number)[:, None]
        predict = fit(judged.raw[seen], judged.fits[seen])
        rows = judged.raw[fold == number]
        chances[fold == number] = predict(rows.ravel()).reshape(rows.shape)
    return chances
