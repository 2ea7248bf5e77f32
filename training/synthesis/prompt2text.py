"""ViML's `prompt2text`: a language model completes the analogy prompt; bad ones are redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from training.synthesis.items import THRESHOLD, TaggedItem, item_rng, item_seed
from training.synthesis.prompt import Completion, analogy_prompt, cleaned, draw_examples, flaw
from training.synthesis.records import Written
from viml_core.errors import InputError


@dataclass(frozen=True)
class PromptConfig:
    """What decides a text beside the model. The papers state the threshold alone; the rest is ours.

    draws: times that a bad text is made, each with another seed, before it is reported as failed.
    """

    examples: int = 8
    temperature: float = 0.7
    top_p: float = 0.9
    max_tokens: int = 96
    max_words: int = 60  # people's texts have 16 on average
    draws: int = 4
    seed: int = 0
    threshold: float = THRESHOLD


class PromptRefused(InputError):
    """A model gives no text for one prompt; it may for another."""


class LanguageModel(Protocol):
    """Whatever completes a text."""

    def complete(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        """What follows the prompt, up to the next `[Input]`.

        Raises:
            PromptRefused: there is none for this prompt.
            InputError: there will be none for any.
        """


@dataclass(frozen=True)
class Prompt2Text:
    """Writes items by way of a language model and examples that people annotated."""

    model: LanguageModel
    annotated: Sequence[TaggedItem]
    config: PromptConfig

    @cached_property
    def _examples(self) -> list[TaggedItem]:
        """The annotated items as a prompt shows them; one without a tag would show nothing."""
        kept = (example.above(self.config.threshold) for example in self.annotated)
        return [example for example in kept if example.names]

    def __call__(self, item: TaggedItem) -> Written:
        """Raises InputError where the examples are too few or the model cannot be reached."""
        config = self.config
        kept = item.above(config.threshold)
        if not kept.names:
            return Written(None, {}, f"no tag is above {config.threshold}")
        rng = item_rng(config.seed, item.id)
        examples = draw_examples(self._examples, item, config.examples, rng)
        prompt = analogy_prompt(examples, kept)
        how: dict[str, Any] = {"examples": [example.id for example in examples]}
        flaws: list[str] = []
        for draw in range(config.draws):
            seed = item_seed(config.seed, item.id, draw)
            try:
                completion = self.model.complete(prompt, seed, config)
            except PromptRefused as refusal:
                return Written(None, how | {"draws": draw + 1, "flaws": flaws}, str(refusal))
            text = cleaned(completion.text)
            if not (wrong := flaw(completion, text, examples, config.max_words)):
                how |= {"seed": seed, "draws": draw + 1, "flaws": flaws}
                return Written(
                    text, how | ({"model": completion.model} if completion.model else {})
                )
            flaws.append(wrong)
        told = f"no good text in {config.draws} draws, the last: {flaws[-1]}"
        return Written(None, how | {"draws": config.draws, "flaws": flaws}, told)
