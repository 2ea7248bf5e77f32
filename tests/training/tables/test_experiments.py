"""Conditioning on an instrument: the share by hand, and what cannot be mixed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.data.corpus import Corpus
from training.data.synthetic import synthesise
from training.tables.experiments import TOP, _share, mixes_of
from training.tables.scale import SCALES
from viml_core.errors import InputError

TINY = SCALES["tiny"].corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return synthesise(TINY)


def test_the_share_is_counted_for_tracks_without_the_instrument():
    has = np.array([1] * 4 + [0] * 16, np.float32)
    y_m = np.zeros((20, 2), np.float32)
    y_m[4:12, 0], y_m[12:, 1] = 1, 1  # eight tracks ask along one axis, eight along the other
    videos = np.tile(np.arange(20, 0, -1, dtype=np.float32)[:, None], 2)
    videos[:, 1] *= -1  # the first axis likes the first videos, the second the last
    found = _share(videos, y_m, has)
    assert found.tolist() == [pytest.approx(4 / TOP)] * 8 + [0.0] * 8


def test_a_synthetic_corpus_is_mixed_by_its_own_model(corpus):
    mixes = mixes_of(corpus, TINY, [])
    assert [mix.instrument for mix in mixes] == list(range(12))
    mixed = mixes[3].corpus()
    without = corpus.instruments[:, 3] == 0
    change = [np.abs(mixed.music[i] - corpus.music[i]).max() for i in range(60)]
    changed = [x > 0.01 for x in change]  # the scale of the noise moves a little with the whole
    assert changed == without[:60].tolist()
    np.testing.assert_array_equal(mixed.video.values, corpus.video.values)


def test_a_real_corpus_is_mixed_by_files(corpus, tmp_path):
    corpus.save(tmp_path / "with")
    (mix,) = mixes_of(corpus, None, [f"11={tmp_path / 'with'}"])
    assert mix.instrument == 11 and mix.corpus().ids == corpus.ids


@pytest.mark.parametrize(
    ("change", "given", "told"),
    [
        ({"instruments": None}, "0={}", "no instrument labels"),
        ({}, None, "--mixed INSTRUMENT=CORPUS"),
        ({}, "12={}", "one of the 12 instruments"),
        ({}, "guitar={}", "one of the 12 instruments"),
        ({}, "0={}x", "not a readable corpus"),
        ({"ids": tuple(f"other-{i}" for i in range(TINY.items))}, "0={}", "not those of --data"),
        (
            {"instruments": np.ones((TINY.items, 12), np.uint8)},
            "0={}",
            "every test item has that instrument",
        ),
    ],
)
def test_what_cannot_be_mixed_is_one_sentence(corpus, tmp_path, change, given, told):
    corpus.save(tmp_path / "with")
    named = [given.format(tmp_path / "with")] if given else []
    with pytest.raises(InputError, match=told):
        mixes_of(replace(corpus, **change), None, named)
