"""A language model of this machine: any causal model in transformers' format."""

from __future__ import annotations

import torch
from transformers import AutoModelForCausalLM

from training.synthesis.pretrained import load_pretrained
from training.synthesis.prompt import STOP, Completion
from training.synthesis.prompt2text import PromptConfig
from viml_core.errors import InputError


class LocalModel:
    """Samples from a model of a folder or the Hub; the same seed gives the same text."""

    def __init__(self, source: str) -> None:
        """Raises WeightsError where the model is missing, incomplete or another network."""
        self.source = source
        self._model, self._words = load_pretrained(AutoModelForCausalLM, source)

    @torch.inference_mode()
    def complete(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        """Raises InputError where the prompt and the text do not fit into the model's window."""
        ids = self._words(prompt, return_tensors="pt", return_token_type_ids=False)
        ids = ids.to(self._model.device)
        given = ids["input_ids"].shape[1]
        window = getattr(self._model.config, "max_position_embeddings", None)
        if window and given + config.max_tokens > window:
            raise InputError(
                f"The prompt has {given} tokens and {config.max_tokens} may follow; {self.source} "
                f"has room for {window}: ask for fewer examples."
            )
        torch.manual_seed(seed)
        made = self._model.generate(
            **ids,
            do_sample=True,
            temperature=config.temperature,
            top_p=config.top_p,
            max_new_tokens=config.max_tokens,
            stop_strings=[STOP],
            tokenizer=self._words,
            pad_token_id=self._words.eos_token_id,  # of one text nothing is padded
        )[0, given:]
        text = self._words.decode(made, skip_special_tokens=True)
        ended = made[-1] == self._words.eos_token_id or STOP in text
        return Completion(text, cut=len(made) == config.max_tokens and not ended)
