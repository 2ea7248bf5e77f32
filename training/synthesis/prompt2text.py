"""ViML's `prompt2text`: a language model completes the analogy prompt; bad ones are redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from training.synthesis.items import THRESHOLD, TaggedItem, item_rng, item_seed
from training.synthesis.prompt import Completion, analogy_prompt, cleaned, draw_examples, flaw
from training.synthesis.records import Written


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


class LanguageModel(Protocol):
    """Whatever completes a text."""

    def complete(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        """What follows the prompt, up to the next `[Input]`."""


@dataclass(frozen=True)
class Prompt2Text:
    """Writes items by way of a language model and examples that people annotated."""

    model: LanguageModel
    annotated: Sequence[TaggedItem]
    config: PromptConfig

    def __call__(self, item: TaggedItem) -> Written:
        """Raises InputError where the examples are too few or the model cannot be reached."""
        config = self.config
        kept = item.above(config.threshold)
        if not kept.names:
            return Written(None, {}, f"no tag is above {config.threshold}")
        drawn = draw_examples(self.annotated, item, config.examples, item_rng(config.seed, item.id))
        examples = [example.above(config.threshold) for example in drawn]
        prompt = analogy_prompt(examples, kept)
        how = {"examples": [example.id for example in examples]}
        flaws: list[str] = []
        for draw in range(config.draws):
            seed = item_seed(config.seed, item.id, draw)
            completion = self.model.complete(prompt, seed, config)
            text = cleaned(completion.text)
            if not (wrong := flaw(completion, text, examples, config.max_words)):
                return Written(text, how | {"seed": seed, "draws": draw + 1, "flaws": flaws})
            flaws.append(wrong)
        told = f"no good text in {config.draws} draws, the last: {flaws[-1]}"
        return Written(None, how | {"draws": config.draws, "flaws": flaws}, told)
