"""The trained modules of Zero-shot D2T, from folders or Hub repositories in transformers' format.

The fine-tuned weights of Kasner and Dusek are not on the Hub in this format: whoever has them, or
trains their own, names them. Nothing is loaded but safetensors, and no weight is ever left random.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    BartForConditionalGeneration,
    PreTrainedTokenizerBase,
    RobertaForTokenClassification,
)
from transformers.models.bart.modeling_bart import BartEncoder, BartPreTrainedModel

from training.synthesis.pretrained import load_pretrained
from viml_core.errors import WeightsError

SEPARATOR = "<sep>"
SEPARATE = 1  # the aggregation's label; 0 fuses


@dataclass(frozen=True)
class NeuralConfig:
    """Where the three modules come from: paths, or Hub ids `owner/name[@revision]`."""

    ordering: str
    aggregation: str
    compression: str
    beams: int = 4  # ours: the papers do not state the decoding
    max_new_tokens: int = 128  # ours: three sentences with all tags stay below


class PointerOrdering(BartPreTrainedModel):
    """BART's encoder, and a pointer from the sentence chosen last to the one that follows.

    The state of a sentence is that of its closing `</s>`, that of the beginning is `<s>`. Saved
    with `save_pretrained`; the tensors are `encoder.*`, `query.*` and `key.*`.
    """

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.encoder = BartEncoder(config)
        self.query = nn.Linear(config.d_model, config.d_model)
        self.key = nn.Linear(config.d_model, config.d_model)
        self.post_init()

    def forward(self, input_ids: Tensor, ends: Tensor) -> Tensor:
        """Ids (1, L) and the places of the N sentence ends to scores (N + 1, N).

        Row 0 scores what comes first, row i + 1 what follows sentence i.
        """
        states = self.encoder(input_ids).last_hidden_state[0]
        begin_and_ends = torch.cat((ends.new_zeros(1), ends))
        scores: Tensor = self.query(states[begin_and_ends]) @ self.key(states[ends]).T
        return scores / math.sqrt(self.config.d_model)


def pointed_order(scores: Tensor) -> list[int]:
    """Scores (N + 1, N) to the order that goes to the best sentence left at each step."""
    order: list[int] = []
    last = 0
    left = torch.ones(scores.shape[1], dtype=torch.bool)
    while left.any():
        chosen = int(scores[last].masked_fill(~left, -math.inf).argmax())
        left[chosen] = False
        order.append(chosen)
        last = chosen + 1
    return order


class NeuralModules:
    """Ordering, aggregation and compression by their networks."""

    def __init__(self, config: NeuralConfig) -> None:
        """Raises WeightsError where a module is missing, incomplete or another network."""
        self._config = config
        self._orderer, self._order_words = load_pretrained(PointerOrdering, config.ordering)
        self._joiner, self._join_words = load_pretrained(
            RobertaForTokenClassification, config.aggregation
        )
        self._writer, self._write_words = load_pretrained(
            BartForConditionalGeneration, config.compression
        )
        if self._joiner.config.num_labels != 2:
            raise WeightsError(
                f"{config.aggregation} tells {self._joiner.config.num_labels} labels apart; "
                "aggregation has two, 0 to fuse and 1 to separate."
            )
        if self._write_words.convert_tokens_to_ids(SEPARATOR) in (
            None,
            self._write_words.unk_token_id,
        ):
            raise WeightsError(
                f"The tokenizer of {config.compression} lacks the token {SEPARATOR}: "
                "compression is trained with it."
            )

    @torch.inference_mode()
    def order(self, sentences: Sequence[str]) -> list[int]:
        """The pointer's order of N sentences."""
        ids, ends = with_ends(self._order_words, sentences)
        on = self._orderer.device
        return pointed_order(self._orderer(ids.to(on), ends.to(on)).cpu())

    @torch.inference_mode()
    def separate(self, sentences: Sequence[str]) -> list[bool]:
        """N ordered sentences to N - 1 choices, each read at the `</s>` between two of them."""
        ids, ends = with_ends(self._join_words, sentences)
        logits = self._joiner(ids.to(self._joiner.device)).logits[0].cpu()
        labels = logits[ends[:-1]].argmax(dim=1)
        return [label == SEPARATE for label in labels.tolist()]

    @torch.inference_mode()
    def compress(self, groups: Sequence[Sequence[str]]) -> str:
        """`s1 s2 <sep> s3` to a paragraph."""
        written = f" {SEPARATOR} ".join(" ".join(group) for group in groups)
        ids = self._write_words(written, return_tensors="pt", return_token_type_ids=False)
        made = self._writer.generate(
            **ids.to(self._writer.device),
            num_beams=self._config.beams,
            max_new_tokens=self._config.max_new_tokens,
            do_sample=False,
        )
        text: str = self._write_words.decode(made[0], skip_special_tokens=True)
        return text


def with_ends(words: PreTrainedTokenizerBase, sentences: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Ids (1, L) of `<s> s1 </s> s2 </s> ...` and the places (N,) of the `</s>`."""
    ids, ends = [words.bos_token_id], []
    for sentence in sentences:
        ids += [*words.encode(sentence, add_special_tokens=False), words.eos_token_id]
        ends.append(len(ids) - 1)
    return torch.tensor([ids]), torch.tensor(ends)
