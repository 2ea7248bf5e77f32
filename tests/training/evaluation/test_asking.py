"""What a model answers to all questions at once is what the app's own path gives to each."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.toy import features, toy_config
from training.evaluation.asking import Answers, Questions, blended, model_answers
from training.evaluation.media import Music, Pictures
from training.evaluation.taste import LabelledClip, LabelledTrack
from viml_core.models.checkpoint import Embedder
from viml_core.models.retrieval import build_model
from viml_core.models.scoring import parse_ranking


@pytest.fixture
def asked() -> Questions:
    rng, config = np.random.default_rng(0), toy_config()
    tracks = tuple(LabelledTrack(f"{i}.ogg", ("calm",), "") for i in range(4))
    clips = tuple(LabelledClip(f"{i}.mp4", "", ("calm",), ("loud",)) for i in range(3))
    return Questions(
        Music(tracks, tuple(features(rng, 3, config.music_dim) for _ in tracks)),
        features(rng, 4, config.text_dim),
        {"clips": Pictures(clips, tuple(features(rng, n, config.visual_dim) for n in (1, 2, 5)))},
        {"clips": features(rng, 3, config.text_dim)},
        features(rng, 1, config.text_dim)[0],
    )


@pytest.fixture
def models() -> dict[str, Embedder]:
    torch.manual_seed(0)
    return {n: Embedder(build_model(toy_config(n)), n) for n in ("viml", "mvpt+", "mt")}


@pytest.mark.parametrize("name", ["viml", "mvpt+", "mt"])
def test_every_answer_is_the_one_that_the_app_gives(asked, models, name):
    model = models[name]
    y_m = model.embed_music(asked.music.x_m)
    answers = model_answers(model, asked)
    x_v, x_t = asked.pictures["clips"].x_v, asked.typed["clips"]
    for i in range(3):
        for j in range(3):
            expected = y_m @ model.embed_query(x_v[i], x_t[j])
            np.testing.assert_allclose(answers.crossed["clips"][i, j], expected, atol=1e-5)
        if name == "mt":
            expected = y_m @ model.embed_query(None, asked.queries[i])
            np.testing.assert_allclose(answers.words[i], expected, atol=1e-5)
        else:
            expected = y_m @ model.embed_query(x_v[i], asked.silence)
            np.testing.assert_allclose(answers.alone["clips"][i], expected, atol=1e-5)
    assert (answers.words is None) == (name != "mt")
    assert (not answers.alone) == (name == "mt")


def test_an_ensemble_is_blended_as_the_app_does(asked, models):
    singles = {name: model_answers(model, asked) for name, model in models.items()}
    both = blended(parse_ranking("mt&mvpt+", 0.25), singles)
    expected = 0.75 * singles["mvpt+"].both("clips") + 0.25 * singles["mt"].both("clips")
    np.testing.assert_allclose(both.both("clips"), expected, atol=1e-6)
    np.testing.assert_array_equal(both.alone["clips"], singles["mvpt+"].alone["clips"])
    np.testing.assert_array_equal(both.words, singles["mt"].words)


def test_without_mt_there_are_no_answers_to_words_alone(asked, models):
    viml: Answers = model_answers(models["viml"], asked)
    assert blended(parse_ranking("viml"), {"viml": viml}).words is None
