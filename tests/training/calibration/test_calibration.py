"""Fitting and judging a calibration, on judgements whose true chances are known."""

from __future__ import annotations

import numpy as np
import pytest

from training.calibrate import fit_all
from training.calibration.fitting import fit_isotonic, fit_platt, fit_share, held_out
from training.calibration.judgements import SHARES, Judged, Single, blends, judged
from training.calibration.reliability import brier, nothing_fits, reliability
from training.calibration.table import as_markdown
from viml_core.models.scoring import parse_ranking

SLOPE, INTERCEPT = 6.0, -1.5
VIML_MT = parse_ranking("viml&mt", 0.5)


def world(clips: int = 60, tracks: int = 40, seed: int = 0) -> Judged:
    """Raw scores whose chance is known exactly; a third of the pairs is judged by nobody."""
    rng = np.random.default_rng(seed)
    raw = rng.uniform(-0.5, 1.0, (clips, tracks))
    fits = rng.uniform(size=raw.shape) < 1 / (1 + np.exp(-(SLOPE * raw + INTERCEPT)))
    verdict = np.where(fits, 1, -1) * (rng.uniform(size=raw.shape) < 0.67)
    return Judged(raw, verdict.astype(np.int8))


def test_platt_finds_the_curve_that_the_judgements_were_drawn_from():
    pairs = world()
    curve = fit_platt(pairs.raw[pairs.mask], pairs.fits[pairs.mask])
    assert curve.slope == pytest.approx(SLOPE, rel=0.12)
    assert curve.intercept == pytest.approx(INTERCEPT, rel=0.12)


def test_scores_that_mislead_are_not_turned_upside_down():
    pairs = world()
    curve = fit_platt(-pairs.raw[pairs.mask], pairs.fits[pairs.mask])
    assert curve.slope == 0.0
    share = float(pairs.fits[pairs.mask].mean())
    assert curve(np.array([-1.0, 1.0])).tolist() == pytest.approx([share, share])


def test_held_out_chances_beat_the_base_rate_and_lie_on_the_diagonal():
    pairs = world()
    chances = held_out(pairs, fit_platt)
    found = reliability(chances, pairs)
    assert found.judgements == int(pairs.mask.sum()) >= 200
    assert sum(b.count for b in found.bins) == found.judgements
    assert found.ece < 0.04
    assert found.brier < 0.8 * brier(held_out(pairs, fit_share), pairs)
    inside = [b.observed.low <= b.predicted <= b.observed.high for b in found.bins]
    assert sum(inside) >= len(inside) - 1
    assert brier(held_out(pairs, fit_isotonic), pairs) == pytest.approx(found.brier, abs=0.01)


def test_overconfident_chances_are_found_out():
    pairs = world()
    certain = np.round(held_out(pairs, fit_platt))
    assert reliability(certain, pairs).ece > 0.1


def test_a_clips_own_judgements_never_reach_its_prediction():
    """One clip's labels are turned round: every prediction may change but those of its own."""
    pairs = world()
    other = pairs.verdict.copy()
    other[0] = -other[0]
    before = held_out(pairs, fit_platt)
    after = held_out(Judged(pairs.raw, other), fit_platt)
    assert np.array_equal(before[0], after[0])
    assert not np.array_equal(before[1], after[1])


def test_intervals_are_over_clips_and_not_over_judgements():
    """Every clip's forty judgements agree: as much as one, not as forty."""
    rng = np.random.default_rng(1)
    verdict = np.repeat(rng.choice([-1, 1], (30, 1)), 40, axis=1).astype(np.int8)
    pairs = Judged(rng.uniform(size=verdict.shape), verdict)
    found = reliability(np.full(verdict.shape, 0.5), pairs)
    widest = max(b.observed.high - b.observed.low for b in found.bins)
    assert widest > 0.25


def test_nothing_fits_is_said_of_misfits_and_hardly_ever_of_a_library_that_has_a_fit():
    pairs = world(clips=80)
    separable = np.where(pairs.verdict == 1, 0.9, np.where(pairs.verdict == -1, 0.2, 0.3))
    clear = nothing_fits(separable, pairs)
    assert clear.below > 0.2
    assert clear.hit_rate == 1.0
    assert clear.false_alarms == clear.false_alarms_same_size == 0.0
    blind = nothing_fits(np.random.default_rng(9).uniform(size=pairs.raw.shape), pairs)
    assert blind.hit_rate < 0.3
    assert max(blind.false_alarms, blind.false_alarms_same_size) <= 0.05


def test_every_blend_of_the_app_is_fitted_where_its_models_can_answer():
    rng = np.random.default_rng(0)
    table, both = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    singles = {
        "viml": Single(table, both),
        "mvpt+": Single(table, table),
        "mt": Single(None, both, rng.normal(size=(4, 4))),
    }
    found = [(tuple(weights), mode) for weights, mode in blends(singles)]
    assert found.count((("mt",), "text")) == 1
    assert found.count((("viml", "mt"), "video+text")) == len(SHARES)
    assert (("mt",), "video") not in found
    verdict = rng.choice([-1, 0, 1], (3, 4)).astype(np.int8)
    blended = judged(singles, verdict, {"mvpt+": 0.25, "mt": 0.75}, "video+text").raw
    np.testing.assert_allclose(blended, 0.25 * table + 0.75 * both)
    alone = judged(singles, verdict, {"viml": 1.0}, "video").raw
    np.testing.assert_allclose(alone, table)


def test_all_that_is_fitted_is_served_and_reported():
    pairs = world(clips=12, tracks=20)
    singles = {"mt": Single(None, pairs.raw, pairs.raw), "viml": Single(pairs.raw, pairs.raw)}
    found = fit_all(singles, pairs.verdict, "a world", {"mt": "1", "viml": "2"}, VIML_MT)
    for mode in ("video", "text", "video+text"):
        weights = VIML_MT.weights(mode)
        score_map = found.calibration.score_map(weights, mode, {"mt": "1", "viml": "2"})
        assert score_map(0.25) == pytest.approx(0.5, abs=0.15)  # where the true chance is a half
    table = as_markdown(found.report)
    assert table.count("| score | mean predicted |") == 3
    assert "| 0.50 viml + 0.50 mt | video+text |" in table
