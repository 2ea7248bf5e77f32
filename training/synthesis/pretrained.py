"""Networks in transformers' format from a folder or the Hub: whole and from safetensors, or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from transformers import AutoTokenizer, PreTrainedTokenizerBase
from transformers.utils import logging

from training.loop import device
from viml_core.errors import WeightsError


def load_pretrained(network: Any, source: str) -> tuple[Any, PreTrainedTokenizerBase]:
    """A network of class `network` and its tokenizer, on the GPU where there is one.

    source: a path, or `owner/name[@revision]`.

    Raises:
        WeightsError: not there, not safetensors, or a tensor missing, unknown or of another shape.
    """
    logging.set_verbosity_error()  # it prints a table of what is wrong; the error below says it
    logging.disable_progress_bar()
    name, _, revision = (source, "", "") if Path(source).exists() else source.partition("@")
    where = {"revision": revision or "main"}
    try:
        model, report = network.from_pretrained(
            name, use_safetensors=True, output_loading_info=True, **where
        )
        words = AutoTokenizer.from_pretrained(name, **where)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise WeightsError(
            f"{source} cannot be loaded as {network.__name__}: {error} Name a folder or a Hub id "
            "with config.json, model.safetensors and a tokenizer."
        ) from error
    wrong = [*report["missing_keys"], *report["unexpected_keys"], *report["mismatched_keys"]]
    if wrong:
        raise WeightsError(
            f"The weights of {source} are not those of {network.__name__}: {len(wrong)} tensors "
            f"are missing, unknown or of another shape, {min(map(str, wrong))} first."
        )
    return model.to(device()).eval(), words
