"""Where the models and the music of a run come from: shipped, a folder here, or the Hub.

`--model` and VIML_MODEL name a ranking (`viml`), a place (`hf://owner/name@revision`, `./folder`),
or both (`hf://owner/name#viml`). A place is whatever has a slash in it, and no ranking has one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from viml_core.checkpoint_folder import CONFIG_FILE
from viml_core.config import CHECKPOINTS_DIR
from viml_core.errors import CheckpointError, InputError
from viml_core.hub import CHECKPOINT, LIBRARY, HubAddress, fetch, is_address
from viml_core.models.scoring import DEFAULT_RANKING, SINGLE_MODELS
from viml_core.types import Progress, no_progress

MODEL_VARIABLE = "VIML_MODEL"
SHIPPED_PRESET = "embedded"
SHIPPED = "shipped"


@dataclass(frozen=True)
class ModelChoice:
    """What was asked for. source: an address or a folder, None for the shipped checkpoints."""

    source: str | None
    ranking: str


@dataclass(frozen=True)
class Checkpoints:
    """A folder with one checkpoint per model, and the preset that all of them were trained on.

    source: for people and for the record; an address on the Hub is pinned to its commit.
    """

    folder: Path
    source: str
    preset: str


def choose_model(
    said: str | None = None,
    checkpoints: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> ModelChoice:
    """`--model` (or its absence), `--checkpoints` and VIML_MODEL as one choice.

    What was said goes before the environment, separately for the place and the ranking.
    """
    mine, usual = _parse_choice(said or ""), _parse_choice(environ.get(MODEL_VARIABLE, ""))
    return ModelChoice(
        mine.source or checkpoints or usual.source,
        mine.ranking or usual.ranking or DEFAULT_RANKING,
    )


def _parse_choice(text: str) -> ModelChoice:
    source, _, ranking = text.strip().partition("#")
    if not ("/" in source or os.sep in source):
        source, ranking = "", source
    return ModelChoice(source or None, ranking)


def find_checkpoints(
    source: str | Path | None, progress: Progress = no_progress, preset: str = SHIPPED_PRESET
) -> Checkpoints:
    """The checkpoints at a place; None are the shipped ones of `preset`.

    Raises:
        InputError: an address that is none.
        HubError, StorageError: they could not be fetched.
        CheckpointError: none is there, or they are of different presets.
    """
    if source is None:
        folder, name = CHECKPOINTS_DIR / preset, SHIPPED
    elif is_address(source):
        address = HubAddress.parse(str(source))
        if address.kind != "model":
            raise InputError(f"{address} is a data set; models are at hf://owner/name.")
        snapshot = fetch(address, CHECKPOINT, progress)
        folder, name = snapshot.folder, snapshot.source
    else:
        folder = Path(source).expanduser()
        name = str(folder)
    presets = {_preset_of(folder / model) for model in models_in(folder)}
    if not presets:
        raise CheckpointError(
            f"There is no checkpoint in {name if is_address(name) else folder}; name a folder or "
            f"repository that holds {', '.join(SINGLE_MODELS[:3])} as subfolders, or train one."
        )
    if len(presets) > 1:
        raise CheckpointError(
            f"The checkpoints in {name} were trained on different presets "
            f"({', '.join(sorted(presets))}); keep those of one in a folder."
        )
    return Checkpoints(folder, name, presets.pop())


def models_in(folder: Path) -> list[str]:
    """The models that have a checkpoint in the folder."""
    return [name for name in SINGLE_MODELS if (folder / name).is_dir()]


def _preset_of(checkpoint: Path) -> str:
    path = checkpoint / CONFIG_FILE
    try:
        preset = json.loads(path.read_text(encoding="utf-8"))["preset"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(
            f"There is no readable {CONFIG_FILE} of a checkpoint in {checkpoint} ({error}); train "
            "it or fetch it again."
        ) from error
    return str(preset)


def find_library(place: str | Path, progress: Progress = no_progress) -> Path:
    """The folder of a library, fetched first where it is on the Hub.

    Raises:
        InputError: an address that is none.
        HubError, StorageError: it could not be fetched.
        LibraryError: it is not one that may be taken from others.
    """
    if not is_address(place):
        return Path(place).expanduser()
    address = HubAddress.parse(str(place))
    if address.kind != "dataset":
        raise InputError(f"{address} is a model; libraries are at hf://datasets/owner/name.")
    from viml_core.library.shipped import check_shipped  # here: faiss need not wait for a name

    folder = fetch(address, LIBRARY, progress).folder
    check_shipped(folder, str(address))
    return folder


def place(text: str) -> str | Path:
    """A command line's value: an address stays as it was typed, all else is a path."""
    return text if is_address(text) else Path(text)
