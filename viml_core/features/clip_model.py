"""A CLIP model of open_clip's: where it comes from, and every weight out of its file.

open_clip is asked to build the network and to load one safetensors file into it, strictly: left to
itself it goes on with random weights where a file is missing, and with another activation function
than the weights were trained with where a tag asks for QuickGELU.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from torch import Tensor, nn

from viml_core.errors import InputError, WeightsError
from viml_core.hub import OPEN_CLIP, SCHEME, HubAddress, fetch
from viml_core.types import Progress, no_progress

HUB_PREFIX, FOLDER_PREFIX = "hf-hub:", "local-dir:"
CONFIG_FILE = "open_clip_config.json"
WEIGHT_FILES = (
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "model.safetensors",
)
DEFAULT_TAG = "openai"

_FAILURES = (OSError, ValueError, TypeError, KeyError, RuntimeError, SafetensorError)


@dataclass(frozen=True)
class Clip:
    """A loaded network, its tokenizer, and what its pictures are normalised with."""

    name: str
    network: nn.Module
    tokenize: Callable[[Sequence[str]], Tensor]
    image_size_px: int
    mean: tuple[float, ...]
    std: tuple[float, ...]
    digest: str  # of weights and configuration

    @property
    def dim(self) -> int:
        return int(self.network.text_projection.shape[-1])  # type: ignore[union-attr,index]


@dataclass(frozen=True)
class _Source:
    """What open_clip is to build, and the file that holds its weights."""

    model: str  # a name that `open_clip.create_model` takes
    weights: Path
    options: dict[str, Any]
    config: bytes


def load_clip(name: str, progress: Progress = no_progress) -> Clip:
    """The model of a name, with every weight out of its file. The name is as in `PaperEncoders`.

    Raises:
        InputError: open_clip knows no such model.
        WeightsError: the weights are missing, altered, a pickle, or not this model's.
        HubError: they could not be fetched.
    """
    import open_clip

    source = _find(name, progress)
    try:
        with _not_random():
            network = open_clip.create_model(
                source.model, load_weights=False, pretrained_text=False, **source.options
            )
        open_clip.load_checkpoint(network, str(source.weights), strict=True)
        tokenize = open_clip.get_tokenizer(source.model)
        preprocess = open_clip.get_model_preprocess_cfg(network)
        size = preprocess["size"]
        digest = hashlib.sha256(source.weights.read_bytes())
    except _FAILURES as error:
        raise WeightsError(
            f"The file {source.weights} does not hold the weights of {name} "
            f"({' '.join(str(error).split())[:200]}); fetch it again or name another model."
        ) from error
    digest.update(source.config + repr(sorted(source.options.items())).encode())
    return Clip(
        name=name,
        network=network.eval().requires_grad_(False),
        tokenize=tokenize,
        image_size_px=int(size if isinstance(size, int) else size[0]),
        mean=tuple(preprocess["mean"]),
        std=tuple(preprocess["std"]),
        digest=digest.hexdigest()[:16],
    )


def _find(name: str, progress: Progress) -> _Source:
    """Where a model's parts are; what is on the Hub is fetched."""
    if name.startswith(FOLDER_PREFIX):
        return _in_folder(Path(name.removeprefix(FOLDER_PREFIX)).expanduser(), name)
    if name.startswith(HUB_PREFIX):
        address = HubAddress.parse(SCHEME + name.removeprefix(HUB_PREFIX))
        return _in_folder(fetch(address, OPEN_CLIP, progress).folder, name)
    return _published(name, progress)


def _in_folder(folder: Path, name: str) -> _Source:
    weights = _weights_in(folder, name)
    try:
        config = (folder / CONFIG_FILE).read_bytes()
        json.loads(config)["model_cfg"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(
            f"{name} has no readable {CONFIG_FILE} ({error}); name a folder as open_clip writes it."
        ) from error
    return _Source(FOLDER_PREFIX + str(folder), weights, {}, config)


def _weights_in(folder: Path, name: str) -> Path:
    for file in WEIGHT_FILES:
        if (folder / file).is_file():
            return folder / file
    raise WeightsError(
        f"{name} has no weights as safetensors ({', '.join(WEIGHT_FILES)}); pickles are not read: "
        "convert them, or name another model."
    )


def _published(name: str, progress: Progress) -> _Source:
    """A model of open_clip's own list, from the repository that the list names for it."""
    import open_clip
    from open_clip.pretrained import get_pretrained_cfg

    architecture, _, tag = name.partition(":")
    record = get_pretrained_cfg(architecture, tag or DEFAULT_TAG)
    repository = record.get("hf_hub", "").strip("/")
    if open_clip.get_model_config(architecture) is None or not repository:
        raise InputError(
            f"open_clip publishes no model {name!r} on the Hub; write ARCHITECTURE:TAG as "
            f"`open_clip.list_pretrained()` gives them, {HUB_PREFIX}owner/name or "
            f"{FOLDER_PREFIX}FOLDER."
        )
    folder = fetch(HubAddress("model", repository), OPEN_CLIP, progress).folder
    options = {
        "force_quick_gelu": bool(record.get("quick_gelu")),
        "force_preprocess_cfg": {key: record[key] for key in ("mean", "std") if record.get(key)},
    }
    return _Source(architecture, _weights_in(folder, name), options, b"")


@contextmanager
def _not_random() -> Iterator[None]:
    """Keeps back open_clip's warning that a model is random: its weights are what comes next."""

    def of_others(record: logging.LogRecord) -> bool:
        return "initialized randomly" not in record.getMessage()

    root = logging.getLogger()
    root.addFilter(of_others)
    try:
        yield
    finally:
        root.removeFilter(of_others)
