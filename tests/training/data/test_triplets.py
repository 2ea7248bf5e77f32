"""Triplets: batches against a loop, windows, the disk, and a sentence for each damage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.corpora import toy_triplets
from training.data.triplets import Ragged, Triplets, read_about
from viml_core.errors import InputError
from viml_core.models.sequences import pad_sequences


def counting(lengths: list[int]) -> Ragged:
    """Sequences whose values say which segment of which one they are."""
    return Ragged.of(
        [np.array([[100 * i + s] for s in range(n)], np.float32) for i, n in enumerate(lengths)]
    )


def counted(clips: list[int], tracks: list[int]) -> Triplets:
    """Triplets of such sequences, each clip with its track."""
    return replace(toy_triplets(len(clips)), video=counting(clips), music=counting(tracks))


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=8),
    st.none() | st.integers(1, 6),
    st.randoms(use_true_random=False),
)
def test_the_gather_is_the_loop(lengths, longest, random):
    ragged = counting(lengths)
    picked = np.array([random.randrange(len(lengths)) for _ in range(6)])
    x, mask = ragged.padded(picked, longest)
    expected, expected_mask = pad_sequences([ragged[i] for i in picked], longest)
    np.testing.assert_array_equal(x, expected)
    np.testing.assert_array_equal(mask, expected_mask)


@given(st.integers(1, 12), st.integers(1, 6), st.floats(0, 1, exclude_max=True))
def test_a_window_lies_wherever_it_is_asked_for(length, longest, place):
    batch = counted([length], [length]).batch(np.array([0]), longest, np.array([place]))
    x, mask = batch.x_m, batch.m_mask
    first = int(x[0, 0, 0])
    kept = min(length, longest)
    assert x[0, :, 0].tolist() == list(range(first, first + kept))
    assert mask.all()
    assert first == int(place * (length - kept + 1))


def test_every_window_is_as_likely():
    places = np.random.default_rng(0).random(3000)
    x = counted([5], [5]).batch(np.zeros(3000, int), 3, places).x_m
    assert np.bincount(x[:, 0, 0].numpy().astype(int)) == pytest.approx([1000] * 3, rel=0.1)


def test_a_clip_and_its_track_are_cut_at_the_same_place():
    corpus = counted([9, 9], [9, 9])
    batch = corpus.batch(np.array([0, 1]), 4, np.array([0.0, 0.9]))
    np.testing.assert_array_equal(batch.x_v, batch.x_m)
    assert batch.x_v[:, 0, 0].tolist() == [0, 105]


@pytest.mark.parametrize(("clip", "track"), [(20, 19), (19, 20), (40, 19)])
def test_so_are_those_of_which_one_is_longer(clip, track):
    places = np.linspace(0, 1, 100, endpoint=False)
    batch = counted([clip], [track]).batch(np.zeros(100, int), 18, places)
    np.testing.assert_array_equal(batch.x_v[:, 0], batch.x_m[:, 0])
    assert set(batch.x_v[:, 0, 0].tolist()) == {0, 1}  # all that both have


def test_a_clip_of_one_window_goes_with_any_part_of_its_track():
    places = np.linspace(0, 1, 100, endpoint=False)
    batch = counted([3], [5]).batch(np.zeros(100, int), 3, places)
    assert set(batch.x_v[:, 0, 0].tolist()) == {0}
    assert set(batch.x_m[:, 0, 0].tolist()) == {0, 1, 2}


@pytest.fixture
def path(tmp_path):
    replace(toy_triplets(6), about={"sources": ["toy"]}).save(tmp_path / "corpus.safetensors")
    return tmp_path / "corpus.safetensors"


def test_a_corpus_survives_the_disk(path):
    corpus, loaded = toy_triplets(6), Triplets.load(path)
    np.testing.assert_array_equal(loaded.rows, corpus.rows)
    np.testing.assert_array_equal(loaded.music[5], corpus.music[5])
    assert loaded.digest() == corpus.digest()
    assert loaded.about == read_about(path) == {"sources": ["toy"]}


def test_the_digest_follows_the_encoders():
    corpus = toy_triplets(6)
    assert replace(corpus, preset="other").digest() != corpus.digest()
    assert replace(corpus, encoders={"music": "newer"}).digest() != corpus.digest()


@pytest.mark.parametrize("what", ["text", "rows", "empty"])
def test_the_digest_follows_every_array(what):
    corpus = toy_triplets(6)
    changed = getattr(corpus, what).copy()
    changed.flat[-1] += 1
    assert replace(corpus, **{what: changed}).digest() != corpus.digest()


def test_a_cut_or_missing_corpus_is_a_sentence(path):
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(InputError, match="not a readable corpus"):
        Triplets.load(path)
    path.unlink()
    with pytest.raises(InputError, match=r"no corpus .*training\.corpus"):
        Triplets.load(path)


@pytest.mark.parametrize("what", ["video", "text", "music", "empty"])
def test_features_that_are_no_numbers_are_a_sentence(path, what):
    corpus = toy_triplets(6)
    part = getattr(corpus, what)
    getattr(part, "values", part).flat[0] = np.nan
    corpus.save(path)
    with pytest.raises(InputError, match=f"NaN or infinite in '{what}'"):
        Triplets.load(path)


@pytest.mark.parametrize(
    "change",
    [
        {"rows": np.array([[0, 6, 0]])},
        {"rows": np.array([[0, 0, -1]])},
        {"rows": np.array([[0, 0]])},
        {"music": Ragged(np.ones((4, 3), np.float32), np.array([0, 1, 2, 3, 3, 3, 4]))},
        {"video": Ragged(np.ones((9, 3), np.float32), np.arange(7))},
    ],
)
def test_parts_that_do_not_fit_together_are_a_sentence(path, change):
    replace(toy_triplets(6), **change).save(path)
    with pytest.raises(InputError, match="do not fit together"):
        Triplets.load(path)
