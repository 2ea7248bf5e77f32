"""Tiny networks in transformers' own formats, saved to folders. A token is a character."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import torch
from tokenizers.pre_tokenizers import ByteLevel
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    GPT2Config,
    GPT2LMHeadModel,
    GPT2Tokenizer,
    PreTrainedModel,
    RobertaConfig,
    RobertaForTokenClassification,
    RobertaTokenizer,
)

from training.synthesis.neural import SEPARATOR, NeuralConfig, PointerOrdering

_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


_VOCABULARY = {name: i for i, name in enumerate((*_SPECIAL, *sorted(ByteLevel.alphabet())))}


def causal_tokenizer() -> GPT2Tokenizer:
    ends = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
    return GPT2Tokenizer(vocab=_VOCABULARY, merges=[], **ends)


def tokenizer(*, with_separator: bool = True) -> RobertaTokenizer:
    words = RobertaTokenizer(vocab=_VOCABULARY, merges=[])
    if with_separator:
        words.add_tokens([SEPARATOR], special_tokens=True)
    return words


def save(model: PreTrainedModel, folder: Path, words: RobertaTokenizer | None = None) -> str:
    model.save_pretrained(folder)
    causal = isinstance(model, GPT2LMHeadModel)
    (words or (causal_tokenizer() if causal else tokenizer())).save_pretrained(folder)
    return str(folder)


def bart_config() -> BartConfig:
    return BartConfig(
        vocab_size=len(tokenizer()),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
        max_position_embeddings=512,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=2,
    )


def joiner(labels: int = 2) -> RobertaForTokenClassification:
    config = RobertaConfig(
        vocab_size=len(tokenizer()),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=512,
        num_labels=labels,
        pad_token_id=1,
    )
    return RobertaForTokenClassification(config)


def save_modules(folder: Path) -> NeuralConfig:
    """Three random modules."""
    torch.manual_seed(0)
    return NeuralConfig(
        ordering=save(PointerOrdering(bart_config()), folder / "ordering"),
        aggregation=save(joiner(), folder / "aggregation"),
        compression=save(BartForConditionalGeneration(bart_config()), folder / "compression"),
        max_new_tokens=12,
    )


def causal_model(window: int = 1024) -> GPT2LMHeadModel:
    """A random one."""
    size = len(_VOCABULARY)
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=size,
        n_positions=window,
        n_embd=size,
        n_layer=1,
        n_head=1,
        bos_token_id=0,
        eos_token_id=2,
        tie_word_embeddings=False,
    )
    return GPT2LMHeadModel(config)


def chain_model(text: str) -> GPT2LMHeadModel:
    """One whose weights are set so that each character of `text` follows the one before it, after
    a final colon of the prompt, and the end follows the last. No character may come twice.
    """
    model, words = causal_model(), causal_tokenizer()
    ids = [*words.encode(":" + text, add_special_tokens=False), words.eos_token_id]
    assert len(set(ids)) == len(ids)
    with torch.no_grad():
        for parameter in model.transformer.h.parameters():
            parameter.zero_()
        model.transformer.wpe.weight.zero_()
        model.transformer.wte.weight.copy_(torch.eye(len(words)))
        model.lm_head.weight.zero_()
        for here, following in pairwise(ids):
            model.lm_head.weight[following, here] = 10.0  # times 16, the normalised one-hot
    return model
