"""Names of rankings and how they weigh the models."""

from __future__ import annotations

import pytest

from viml_core.errors import InputError
from viml_core.models.scoring import parse_ranking


@pytest.mark.parametrize(
    ("name", "alpha", "mode", "weights"),
    [
        ("viml", None, "video+text", {"viml": 1.0}),
        ("viml", None, "video", {"viml": 1.0}),
        ("viml", None, "text", {"mt": 1.0}),
        ("MVPT+", None, "video+text", {"mvpt+": 1.0}),
        ("ens:viml,mt", 0.25, "video+text", {"viml": 0.75, "mt": 0.25}),
        ("mt&viml", 0.25, "video+text", {"viml": 0.75, "mt": 0.25}),
        ("viml&mvpt+", 0.25, "video+text", {"mvpt+": 0.75, "viml": 0.25}),
        ("ens:mvpt+,mt", 1.0, "video+text", {"mvpt+": 0.0, "mt": 1.0}),
        ("mt&mvpt+", 0.9, "video", {"mvpt+": 1.0}),
        ("viml&mt", 0.9, "video", {"viml": 1.0}),
    ],
)
def test_weights(name, alpha, mode, weights):
    assert parse_ranking(name, alpha).weights(mode) == pytest.approx(weights)


@pytest.mark.parametrize(
    ("name", "alpha", "says"),
    [
        ("clip", None, "no model 'clip'"),
        ("viml&clip", None, "no model"),
        ("viml", 0.5, "ens:viml,mt"),
        ("viml&mt", 1.5, "between 0 and 1"),
        ("viml&mt", float("nan"), "between 0 and 1"),
    ],
)
def test_a_bad_name_or_alpha_is_refused_with_a_sentence(name, alpha, says):
    with pytest.raises(InputError, match=says):
        parse_ranking(name, alpha)
