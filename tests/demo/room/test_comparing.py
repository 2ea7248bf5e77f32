"""Side by side: the ranks that are shown are those that each model gives by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from demo import texts
from demo.room import columns
from demo.room.comparing import Comparison, Sound, compare, parse_models
from viml_core.errors import InputError
from viml_core.types import ClipFeatures, ClipInfo

MODELS = ("viml&mt", "mvpt+", "mt")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def clip(recommender) -> ClipFeatures:
    info = ClipInfo(Path("c.mp4"), "mp4", 1, 5.0, 0.0, 64, 36, 25.0, 0, "h264", "yuv420p", None)
    dim = recommender.embedders["viml"].config.visual_dim
    x_v = np.random.default_rng(0).normal(size=(1, dim)).astype(np.float32)
    return ClipFeatures(info=info, x_v=x_v, seen=(), proxy=None)


@pytest.fixture(scope="module")
def compared(recommender, starter, clip):
    return compare(recommender, starter, clip, "calm piano", parse_models(MODELS, "x"), 4)


def test_every_rank_is_the_models_own(recommender, starter, clip, compared):
    alone = [
        [s.track.track_id for s in recommender.suggest(
            starter, ranking, len(starter.rankable()), clip=clip, text="calm piano", diverse=False
        ).results]
        for ranking in parse_models(MODELS, "x")
    ]  # fmt: skip
    shown = compared.comparison.columns
    assert [[e.track_id for e in column.entries] for column in shown] == [ids[:4] for ids in alone]
    for column in shown:
        for entry in column.entries:
            assert entry.elsewhere == tuple(ids.index(entry.track_id) + 1 for ids in alone)
            assert entry.listed == tuple(entry.track_id in ids[:4] for ids in alone)
    rendered = [s.track.track_id for s in compared.to_render]
    assert sorted(rendered) == sorted({i for ids in alone for i in ids[:4]})


@pytest.mark.parametrize(
    ("names", "text", "says"),
    [
        (("viml",), "x", "2 or 3 models"),
        (("viml", ""), "x", "2 or 3 models"),
        (("viml&mt", "ens:mt,viml"), "x", "twice"),
        (("viml", "mt"), " ", "words alone"),
        (("viml", "gpt"), "x", "no model 'gpt'"),
    ],
)
def test_what_cannot_be_compared_is_said(names, text, says):
    with pytest.raises(InputError, match=says):
        parse_models(names, text)


def test_items_are_in_the_order_of_reading_and_say_what_is_common(compared):
    comparison: Comparison = compared.comparison
    first = comparison.columns[0].entries[0]
    comparison = comparison.with_sound(first.track_id, Sound("a.m4a", 12.5, (1,)))
    items = columns.items(comparison, "clip.mp4", lambda file: f"media/{file}")
    assert [item.label for item in items[:5]] == ["A1", "B1", "C1", "A2", "B2"]
    assert (items[0].sound, items[0].start_s) == ("media/a.m4a", 12.5)
    assert len({item.key for item in items}) == len(items)
    common = {e.track_id for e in comparison.columns[0].entries}
    for column in comparison.columns[1:]:
        common &= {e.track_id for e in column.entries}
    marked = [item for item in items if texts.ROOM_COMMON in item.details]
    assert len(marked) == 3 * len(common) == 3 * comparison.common()
    entries = {(n, e.rank): e for n, c in enumerate(comparison.columns) for e in c.entries}
    for item in items:
        entry = entries["ABC".index(item.label[0]), int(item.label[1:])]
        others = [
            name
            for name, there in zip("ABC", entry.listed, strict=True)
            if there and name != item.label[0]
        ]
        assert (texts.room_shared(", ".join(others)) in item.details) == (len(others) == 1)


def test_what_files_and_visitors_say_is_escaped(compared):
    entry = compared.comparison.columns[0].entries[0]
    spoilt = replace(entry, title=HOSTILE, artist=HOSTILE, license=HOSTILE)
    column = replace(compared.comparison.columns[0], model=HOSTILE, entries=(spoilt,))
    comparison = replace(compared.comparison, text=HOSTILE, columns=(column,))
    html = columns.summary(comparison) + columns.items(comparison, None, str)[0].details
    assert "<img" not in html and html.count("&lt;img") >= 5
