"""A taught model keeps the teacher's music and puts its queries where the teacher asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn.functional import normalize

from tests.toy import toy_config
from tests.training.corpora import toy_triplets
from training.config import TrainConfig
from training.data.triplets import Briefs, Triplets
from training.loop import fit
from training.teacher import Teacher
from training.train import Recipe, train
from viml_core.errors import InputError
from viml_core.models.checkpoint import load_checkpoint
from viml_core.models.retrieval import build_model

TRACKS = 64
CONFIG = TrainConfig(epochs=40, batch_size=32, learning_rate=3e-3)


def model_of(name, **changes):
    torch.manual_seed(0)
    return build_model(replace(toy_config(name), **changes))


@pytest.fixture(scope="module")
def corpus() -> Triplets:
    """Each picture asks for what its track's text says, and against what the next one's says."""
    briefs = [[(i, 1.0), ((i + 1) % TRACKS, -0.5)] for i in range(TRACKS)]
    return replace(toy_triplets(TRACKS), briefs=Briefs.of(briefs))


@pytest.fixture(scope="module")
def mt(corpus):
    model = model_of("mt")
    fit(model, corpus, CONFIG, quiet=True)
    return model


def test_a_brief_is_the_weighted_sum_of_what_its_phrases_mean_to_mt(corpus, mt):
    teacher = Teacher(mt, corpus)
    one = torch.ones(1, 1).bool()
    with torch.inference_mode():
        said = [
            mt.embed_query(torch.zeros(1, 1, 1), one, torch.from_numpy(corpus.text[i : i + 1]))
            for i in (5, 6)
        ]
    wanted = normalize(said[0] - 0.5 * said[1], dim=-1)
    torch.testing.assert_close(teacher.briefs[5:6], wanted)


def test_words_lead_and_the_picture_counts_its_share(corpus, mt):
    teacher = Teacher(mt, corpus)
    rows = torch.arange(4)
    heard = torch.tensor([True, True, False, False])
    targets = teacher.targets(rows, rows, heard, share=0.3)
    mixed = normalize(teacher.texts[:2] + 0.3 * teacher.briefs[:2], dim=-1)
    torch.testing.assert_close(targets, torch.cat([mixed, teacher.briefs[2:4]]))


@pytest.mark.parametrize("name", ["viml", "mvpt+"])
@pytest.mark.parametrize("chunk_size", [None, 8])
def test_a_taught_model_learns_to_look_and_leaves_the_music_alone(corpus, mt, name, chunk_size):
    teacher, model = Teacher(mt, corpus), model_of(name)
    config = replace(CONFIG, teacher_weight=10.0, chunk_size=chunk_size)
    fit(model, corpus, config, teacher=teacher, quiet=True)
    for mine, its in zip(model.music.parameters(), mt.music.parameters(), strict=True):
        assert torch.equal(mine, its)
    x_v, mask = corpus.video.padded(np.arange(TRACKS), None)
    silence = torch.from_numpy(corpus.empty).expand(TRACKS, -1)
    with torch.inference_mode():
        cosine = (model.embed_query(x_v, mask, silence) * teacher.briefs).sum(dim=-1)
    assert cosine.mean() > 0.7


def test_a_run_remembers_who_taught_it(corpus, mt, tmp_path):
    def looks(teacher: Teacher):
        model = model_of("mvpt+")
        fit(model, corpus, replace(CONFIG, epochs=1), teacher=teacher, run=tmp_path, quiet=True)
        return model.state_dict()["visual.cls"]

    first = looks(Teacher(mt, corpus))
    log = (tmp_path / "log.jsonl").read_bytes()
    assert torch.equal(looks(Teacher(mt, corpus)), first)
    assert (tmp_path / "log.jsonl").read_bytes() == log  # it was not done again
    assert not torch.equal(looks(Teacher(model_of("mt"), corpus)), first)  # and now it was


def test_without_briefs_there_is_nothing_to_teach(corpus, mt):
    with pytest.raises(InputError, match="briefs"):
        Teacher(mt, replace(corpus, briefs=None))


def test_a_teacher_of_another_shape_is_refused(corpus, mt):
    student = model_of("mvpt+", feedforward_dim=16)
    with pytest.raises(InputError, match="differ in shape"):
        fit(student, corpus, CONFIG, teacher=Teacher(mt, corpus), quiet=True)


def test_briefs_survive_the_disk(corpus, tmp_path):
    corpus.save(tmp_path / "corpus.safetensors")
    again = Triplets.load(tmp_path / "corpus.safetensors")
    assert again.digest() == corpus.digest()
    assert again.digest() != replace(corpus, briefs=None).digest()
    np.testing.assert_array_equal(again.briefs.offsets, corpus.briefs.offsets)


def test_a_recipe_trains_its_teacher_first_and_names_it_by_its_checkpoint(corpus, tmp_path):
    corpus.save(tmp_path / "corpus.safetensors")
    small = {"dim": 16, "layers": 1, "feedforward_dim": 32, "max_segments": 2}
    recipe = Recipe(
        corpus=tmp_path / "corpus.safetensors",
        out=tmp_path / "out",
        run=tmp_path / "run",
        teacher=tmp_path / "out" / "mt",
        models=("mt", "mvpt+"),
        model=small,
        train=replace(CONFIG, epochs=1),
    )
    train(recipe)
    mt, taught = (load_checkpoint(recipe.out / name).model for name in recipe.models)
    for name, weights in mt.music.state_dict().items():
        torch.testing.assert_close(taught.music.state_dict()[name], weights)
    with pytest.raises(InputError, match="holds 'mvpt\\+'"):
        train(replace(recipe, models=("viml",), teacher=recipe.out / "mvpt+"))
