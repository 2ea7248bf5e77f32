"""Imagined features say what the annotation says, in the real encoders' space."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.data.imagined_music import MusicImagination
from training.data.imagined_pictures import PictureImagination, descriptors
from training.data.kept_texts import KeptTexts
from training.data.music import LabelledMusic
from training.data.scenes import Scene, read_scenes
from training.data.seed import Description, Footage, Ingredients, SeedConfig, build, suitability
from training.synthesis.labels import Labels
from viml_core.config import SamplingConfig
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.features.cold_start import music_vector
from viml_core.features.conse import unit
from viml_core.features.music import MUSIC_LAYOUT
from viml_core.features.text import EmbeddedTextEncoder
from viml_core.features.visual import DESCRIPTORS, SEMANTIC

SCENE = Scene(
    seen="A cheetah runs across the savanna",
    pace=0.9, cuts=0.2, light=0.8, warmth=0.5, colour=0.7,
    music=("african drums", "cinematic percussion"), misfit=("lullaby",),
    moods=("wild",), energy=0.9, request="drums for a hunt",
)  # fmt: skip


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    """Remembers: the names of the picture's classes are a thousand texts."""
    return KeptTexts(EmbeddedTextEncoder(), tmp_path_factory.mktemp("texts") / "texts.safetensors")


def known_track(rng, energy, genres):
    x_m = 0.05 * rng.standard_normal((2, MUSIC_LAYOUT.dim)).astype(np.float32)
    x_m[:, MUSIC_LAYOUT.signal] = energy
    return LabelledMusic(x_m, Labels(genres=genres, energy=energy))


@pytest.fixture(scope="module")
def known():
    rng = np.random.default_rng(0)
    loud = [known_track(rng, 0.9, ("african", "drums")) for _ in range(3)]
    return [*loud, *(known_track(rng, 0.1, ("lullaby",)) for _ in range(3))]


def test_an_imagined_picture_is_recognised_as_what_was_seen(text):
    rng = np.random.default_rng(0)
    pictures = PictureImagination(text).pictures(SCENE, 20, rng)
    seen = np.stack([x[:, SEMANTIC].mean(axis=0) for x in pictures])
    near, far = unit(text.encode(["a wild animal in the savanna", "a cup of coffee on a desk"]))
    assert np.mean(seen @ near > seen @ far) >= 0.9


@pytest.mark.parametrize(
    ("field", "low", "high", "descriptor", "rises"),
    [
        ("light", 0.1, 0.9, "brightness", True),
        ("light", 0.1, 0.9, "dark_share", False),
        ("pace", 0.1, 0.9, "motion", True),
        ("warmth", -0.8, 0.8, "warmth", True),
        ("cuts", 0.0, 1.0, "cut_rate", True),
    ],
)
def test_an_imagined_picture_looks_as_annotated(field, low, high, descriptor, rises):
    rng = np.random.default_rng(1)
    column = DESCRIPTORS.index(descriptor)
    at = {
        value: np.mean(
            [descriptors(replace(SCENE, **{field: value}), rng)[column] for _ in range(30)]
        )
        for value in (low, high)
    }
    assert (at[high] > at[low] + 0.3) == rises


def test_imagined_music_sounds_like_its_phrases_and_borrows_from_a_track_of_its_energy(text, known):
    rng = np.random.default_rng(2)
    composer = MusicImagination(text, known)
    tracks = composer.tracks(("heavy metal",), 0.9, 20, rng)
    heard = np.stack([music_vector(x) for x in tracks])
    near, far = text.encode(["heavy metal guitars", "soft solo piano"])
    assert np.mean(heard @ near > heard @ far) >= 0.9
    lent = {
        energy: np.mean([x[0, -1] for x in composer.tracks(("piano",), energy, 40, rng)])
        for energy in (0.1, 0.9)
    }
    assert lent[0.9] > lent[0.1]  # the known tracks carry their energy there


def test_a_scene_is_given_the_track_that_fits_it(text, known):
    labels = [track.labels for track in known]
    suited = suitability(
        [SCENE, replace(SCENE, misfit=(), energy=None)], labels, text, SeedConfig()
    )
    np.testing.assert_allclose(suited.sum(axis=1), 1.0, rtol=1e-5)
    assert (suited[:, :3].sum(axis=1) > 0.95).all()


def test_what_nobody_told_of_a_picture_may_be_anything():
    rng = np.random.default_rng(1)
    untold = replace(SCENE, pace=None, cuts=None, light=None, warmth=None, colour=None)
    looks = np.stack([descriptors(untold, rng) for _ in range(200)])
    assert abs(looks.mean()) < 0.02
    assert looks.std(axis=0).min() > 0.3


@pytest.fixture
def preset(text):
    class Encoder:
        fingerprint = "toy"

    return Preset("embedded", Encoder(), text, Encoder(), SamplingConfig())


def test_the_corpus_is_whole_and_the_same_for_a_seed(preset, known):
    ingredients = Ingredients(known, {"scenes": [Footage(SCENE, variants=2, known=3)] * 2})
    first, again = (build(preset, ingredients, SeedConfig(), {"key": "k"}) for _ in range(2))
    assert len(first.rows) == 2 * (2 * SeedConfig().texts_per_variant + 3)
    assert (first.rows < [len(first.video), len(first.text), len(first.music)]).all()
    np.testing.assert_array_equal(first.rows, again.rows)
    np.testing.assert_array_equal(first.video.values, again.video.values)
    np.testing.assert_array_equal(first.text[0], first.empty)
    assert first.about == {"key": "k"}


def test_another_source_changes_nothing_of_the_first(preset, known):
    scenes = {"scenes": [Footage(SCENE, variants=2, known=3)]}
    x_v = np.ones((1, SEMANTIC.stop + len(DESCRIPTORS)), np.float32)
    filmed = Footage(replace(SCENE, misfit=()), pictures=(x_v, 2 * x_v), variants=4, known=2)
    alone = build(preset, Ingredients(known, scenes), SeedConfig(), {})
    both = build(preset, Ingredients(known, scenes | {"moving": [filmed]}), SeedConfig(), {})
    count = len(alone.rows)
    np.testing.assert_array_equal(both.rows[:count], alone.rows)
    np.testing.assert_array_equal(both.video[0], alone.video[0])
    pictures = both.rows[count:, 0]
    assert set(pictures.tolist()) == {2, 3}  # the real ones, after the two imagined
    np.testing.assert_array_equal(both.video[3], 2 * x_v)


def test_described_tracks_are_imagined_from_their_words(preset, known):
    described = [
        Description("Thunder of African drums.", Labels(("african drums",), energy=0.9)),
        Description("A slow organ plays.", Labels(("church organ",), energy=0.1)),
    ]
    footage = {"scenes": [Footage(SCENE, variants=1, known=1, described=3)]}
    corpus = build(preset, Ingredients(known, footage, described), SeedConfig(), {})
    assert len(corpus.rows) == SeedConfig().texts_per_variant + 1 + 3
    assert set(corpus.rows[-3:, 2].tolist()) == {len(known)}  # the drums, not the organ
    heard, words = music_vector(corpus.music[len(known)]), preset.text.encode
    near, far = words(["african drums"])[0], words(["church organ"])[0]
    assert heard @ near > heard @ far


def test_texts_that_a_track_has_are_drawn(preset, known):
    written = [replace(track, texts=("a text of the track",)) for track in known]
    footage = {"scenes": [Footage(SCENE, variants=1, known=200)]}
    corpus = build(preset, Ingredients(written, footage), SeedConfig(), {})
    own = preset.text.encode(["a text of the track"])[0]
    (row,) = np.flatnonzero(corpus.text @ own > 0.999)
    assert row in corpus.rows[:, 1]


def test_the_shipped_scenes_can_be_read_and_a_broken_line_is_named(tmp_path):
    scenes = read_scenes()
    assert len(scenes) > 500
    assert all(0 <= s.energy <= 1 and s.music and s.misfit for s in scenes)
    path = tmp_path / "scenes.jsonl"
    path.write_text('{"seen": "x"}\n')
    with pytest.raises(InputError, match="Line 1"):
        read_scenes(path)
