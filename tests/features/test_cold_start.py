"""The untrained baseline."""

from __future__ import annotations

import numpy as np
import pytest

from tests.features.synth import segment
from viml_core.errors import InputError
from viml_core.features.cold_start import music_vector, query_vector, text_mean
from viml_core.features.music import MUSIC_LAYOUT, TAGS, EmbeddedMusicEncoder
from viml_core.features.text import EmbeddedTextEncoder
from viml_core.features.visual import EmbeddedVisualEncoder
from viml_core.types import FloatArray, FrameArray, Waveform


def track(encoder: EmbeddedMusicEncoder, **confidences: float) -> FloatArray:
    """x_m (2, D_m) of a track with these tags and no others."""
    heard = np.zeros(len(TAGS), np.float32)
    for name, value in confidences.items():
        heard[TAGS.index(name.replace("_", " "))] = value
    x_m = np.zeros((2, MUSIC_LAYOUT.dim), np.float32)
    x_m[:, MUSIC_LAYOUT.semantic] = encoder._space.project(heard)
    return x_m


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("a smoky jazz bar with a saxophone", "jazz"),
        ("heavy metal guitars", "metal"),
        ("baroque harpsichord", "harpsichord"),
        ("a rave with techno beats", "techno"),
        ("country and western ballad", "country"),
    ],
)
def test_words_find_the_track_that_they_describe(
    music_encoder: EmbeddedMusicEncoder, text_encoder: EmbeddedTextEncoder, words: str, best: str
) -> None:
    names = ["jazz", "metal", "harpsichord", "techno", "country"]
    tracks = np.stack([music_vector(track(music_encoder, **{name: 0.5})) for name in names])
    x_t = text_encoder.encode([words])
    for centre in (None, text_mean(text_encoder)):
        scores = tracks @ query_vector(None, x_t, centre)
        assert names[int(scores.argmax())] == best


def test_a_real_track_and_a_real_picture_have_unit_vectors(
    visual_encoder: EmbeddedVisualEncoder,
    music_encoder: EmbeddedMusicEncoder,
    text_encoder: EmbeddedTextEncoder,
    photographs: dict[str, FrameArray],
    saxophone: Waveform,
) -> None:
    x_v, _ = visual_encoder.encode([segment(photographs["lion.jpg"][None])])
    x_t = text_encoder.encode(["calm"])
    vectors = [query_vector(x_v, None), query_vector(None, x_t), query_vector(x_v, x_t)]
    vectors.append(music_vector(music_encoder.encode(saxophone).x_m))
    for vector in vectors:
        assert vector.shape == (384,) and np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    np.testing.assert_array_equal(vectors[1], query_vector(None, x_t[0]))
    # both count alike
    np.testing.assert_allclose(vectors[2] @ vectors[0], vectors[2] @ vectors[1], atol=1e-5)


def test_silence_matches_nothing() -> None:
    assert not music_vector(np.zeros((3, MUSIC_LAYOUT.dim), np.float32)).any()


def test_nothing_asked_is_refused() -> None:
    with pytest.raises(InputError, match="nothing to search with"):
        query_vector(None, None)
