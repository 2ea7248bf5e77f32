"""The synthetic corpus is what its docstring says, and has to be learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.data.corpus import HUMAN, Corpus
from training.data.latents import sample_latents
from training.data.synthetic import SyntheticConfig, music_with, synthesise
from training.metrics import ranks, recall_at

CONFIG = SyntheticConfig(train=900, validation=20, test=200)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return synthesise(CONFIG)


def explained(x, y) -> float:
    """Share of the variance of y that a linear map of x explains on items it has not seen."""
    x = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    half = len(x) // 2
    ridge = x[:half].T @ x[:half] + 3.0 * np.eye(x.shape[1])
    map_ = np.linalg.solve(ridge, x[:half].T @ y[:half])
    left = y[half:] - x[half:] @ map_
    return 1 - (left**2).mean() / y[half:].var(axis=0).mean()


def means(ragged) -> np.ndarray:
    return np.stack([ragged[i].mean(axis=0) for i in range(len(ragged))])


def test_its_shapes_are_the_papers_and_it_says_that_it_is_synthetic(corpus, tmp_path):
    assert corpus.video.values.shape[1] == corpus.empty.shape[0] == 512
    assert corpus.music.values.shape[1] == 256
    assert [len(corpus.items(s)) for s in ("train", "validation", "test")] == [900, 20, 200]
    corpus.save(tmp_path / "c")
    assert Corpus.load(tmp_path / "c").synthetic
    lengths = np.diff(corpus.video.offsets)
    assert (lengths == np.diff(corpus.music.offsets)).all()
    assert set(lengths) == set(range(3, 9))


def test_a_seed_decides_everything(corpus):
    again, other = synthesise(CONFIG), synthesise(replace(CONFIG, seed=1))
    np.testing.assert_array_equal(again.video.values, corpus.video.values)
    np.testing.assert_array_equal(again.texts[HUMAN].vectors, corpus.texts[HUMAN].vectors)
    assert np.abs(other.music.values[:9] - corpus.music.values[:9]).min(axis=1).max() > 0


def test_people_wrote_about_all_of_the_test_and_little_of_the_rest(corpus):
    assert len(corpus.items("test", HUMAN)) == 200
    assert 50 < len(corpus.items("train", HUMAN)) < 140
    assert all(len(corpus.items("train", r)) == 900 for r in corpus.texts if r != HUMAN)


def test_each_modality_knows_what_it_should():
    config = SyntheticConfig(train=3000, validation=1, test=1)
    corpus, z = synthesise(config), sample_latents(config)
    tags, video, music = corpus.texts["tags"].vectors, means(corpus.video), means(corpus.music)
    own = {  # what a genre does not tell, so that no factor leaks through it
        name: y - np.stack([y[z.genre == g].mean(axis=0) for g in range(20)])[z.genre]
        for name, y in (("shared", z.shared), ("seen", z.seen), ("said", z.said))
    }
    assert explained(tags, own["seen"]) < 0.02 and explained(video, own["said"]) < 0.02
    assert explained(tags, own["shared"]) > 0.15 and explained(tags, own["said"]) > 0.15
    assert explained(video, own["shared"]) > 0.03 and explained(video, own["seen"]) > 0.03
    assert all(explained(music, y) > 0.3 for y in own.values())


def test_peoples_texts_tell_less_than_any_training_text():
    config = SyntheticConfig(train=2000, validation=1, test=3000)
    corpus, z = synthesise(config), sample_latents(config)
    items = corpus.items("test", HUMAN)  # the last 3000, on every route
    known = {
        route: explained(sentences.vectors[-3000:], z.said[items])
        for route, sentences in corpus.texts.items()
    }
    assert all(known[HUMAN] < share for route, share in known.items() if route != HUMAN)
    assert known[HUMAN] > 0.05


def test_prompt2text_is_nearest_to_people_and_tags_are_farthest(corpus):
    items = corpus.items("test", HUMAN)

    def middle(route):
        triplets = corpus.select(route, items)
        return triplets.text[triplets.rows[:, 1]].mean(axis=0)

    away = {r: np.linalg.norm(middle(r) - middle(HUMAN)) for r in corpus.texts}
    assert away["prompt2text"] < away["data2text"] < away["tags"]


def test_no_linear_map_finds_the_partners_well():
    """The best linear map of the tracks' means, which knows neither order nor length."""
    config = SyntheticConfig(train=3000, validation=1, test=500)
    corpus = synthesise(config)
    video, music = means(corpus.video), means(corpus.music)
    known = slice(0, 3000)
    ridge = video[known].T @ video[known] + 1e-1 * np.eye(512)
    guess = video[-500:] @ np.linalg.solve(ridge, video[known].T @ music[known])
    guess -= guess.mean(axis=0)
    tracks = music[-500:] - music[known].mean(axis=0)
    tracks /= np.linalg.norm(tracks, axis=1, keepdims=True)
    recall = recall_at(ranks(guess @ tracks.T, np.arange(500)), 10)
    assert 0.02 < recall < 0.35  # chance is 0.02, certainty 1


def test_mixing_an_instrument_in_changes_only_the_tracks_without_it(corpus):
    mixed = music_with(CONFIG, 3)
    has = np.repeat(corpus.instruments[:, 3], np.diff(corpus.music.offsets)) == 1
    same = np.isclose(mixed.values, corpus.music.values, atol=1e-3).all(axis=1)
    assert same[has].all() and not same[~has].any()
