"""MiniLM against transformers, and how sentences are handled."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from viml_core import weights
from viml_core.features.text import MAX_TOKENS, TEXT_DIM, EmbeddedTextEncoder

SENTENCES = [
    "",
    "warm acoustic guitar, hopeful",
    "a beach at sunset",
    "Épique — Überraschung! 日本語 🎻",
    "rain " * 400,
]


@pytest.fixture(scope="module")
def oracle() -> np.ndarray:
    """transformers' tokenizer and BertModel, mean pooling over the mask, L2 norm."""
    transformers = pytest.importorskip("transformers")
    folder = weights.find(weights.MINILM_WEIGHTS).parent
    model = transformers.BertModel.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    batch = tokenizer(
        SENTENCES, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
    )
    with torch.inference_mode():
        states = model(**batch).last_hidden_state
    mask = batch["attention_mask"][..., None].float()
    pooled = (states * mask).sum(1) / mask.sum(1)
    vectors: np.ndarray = torch.nn.functional.normalize(pooled).numpy()
    return vectors


def test_equals_transformers(text_encoder: EmbeddedTextEncoder, oracle: np.ndarray) -> None:
    np.testing.assert_allclose(text_encoder.encode(SENTENCES), oracle, atol=1e-5)


def test_one_by_one_equals_all_at_once(text_encoder: EmbeddedTextEncoder) -> None:
    together = text_encoder.encode(SENTENCES)
    alone = np.concatenate([text_encoder.encode([sentence]) for sentence in SENTENCES])
    np.testing.assert_allclose(alone, together, atol=1e-6)


def test_a_remembered_sentence_cannot_be_spoilt_by_its_reader(
    text_encoder: EmbeddedTextEncoder,
) -> None:
    first = text_encoder.encode(["strings"])
    expected = first.copy()
    first[:] = 0
    np.testing.assert_array_equal(text_encoder.encode(["strings"]), expected)


def test_no_sentences_are_no_rows(text_encoder: EmbeddedTextEncoder) -> None:
    assert text_encoder.encode([]).shape == (0, TEXT_DIM)


def test_meaning_is_near_meaning(text_encoder: EmbeddedTextEncoder) -> None:
    calm, quiet, metal = text_encoder.encode(
        ["calm relaxing music", "quiet soothing sounds", "aggressive heavy metal"]
    )
    assert calm @ quiet > calm @ metal + 0.2


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=2, max_size=5))
def test_any_text_gives_finite_unit_vectors_whatever_stands_beside_it(texts: list[str]) -> None:
    encoder = _shared_encoder()
    vectors = encoder.encode(texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(encoder.encode(texts[::-1])[::-1], vectors, atol=1e-5)


_SHARED: list[EmbeddedTextEncoder] = []


def _shared_encoder() -> EmbeddedTextEncoder:
    if not _SHARED:
        _SHARED.append(EmbeddedTextEncoder())
    return _SHARED[0]
