"""musicnn's weights without its optimiser's state, which is two thirds of the wheel's bytes.

A Space forgets its disk at every restart, and cannot install the wheel without the TensorFlow that
its metadata asks for; so it carries this copy (`training.publish --space`). Elsewhere is none.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from viml_core import weights
from viml_core.config import ASSETS_DIR
from viml_core.errors import WeightsError

FOLDER_NAME = "weights"  # below the assets
LICENSE_FILE = "LICENSE-musicnn.md"
# Of the tensors that the checked files of the wheel give, by the name of the training.
_DIGESTS = {
    "MSD_musicnn": "5dcd1658d5e164b7808a7688637e160bb4628180d8498c50752e524cdc7abfd0",
    "MTT_musicnn": "926085f9f8b82fa8d35288ca6ff190d8d2788207bb3d552e4c650249666766c9",
}


def read_copy(name: str, folder: Path = ASSETS_DIR / FOLDER_NAME) -> dict[str, Tensor] | None:
    """The tensors of one training by torch's names; None where there is no copy.

    Raises:
        WeightsError: the copy is damaged or holds other weights.
    """
    path = folder / f"{name}.safetensors"
    if not path.is_file():
        return None
    try:
        state = load_file(path)
    except (OSError, SafetensorError) as error:
        raise WeightsError(
            f"The weight file {path} cannot be read ({error}): copy it again."
        ) from error
    _check(state, name, path)
    return state


def write_copy(name: str, state: dict[str, Tensor], folder: Path) -> None:
    """Write the tensors of one training, and its licence beside them.

    Raises:
        WeightsError: they are not those of the wheel, or the wheel is not installed.
    """
    path = folder / f"{name}.safetensors"
    _check(state, name, path)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(state, path)
    requirement = weights.MUSICNN_MSD_INDEX.requirement
    try:
        licence = importlib.metadata.distribution("musicnn").read_text("LICENSE.md")
    except importlib.metadata.PackageNotFoundError as error:
        raise WeightsError(
            f"{requirement} is not installed, and its licence goes with its weights; run "
            f"`{weights.MUSICNN_MSD_INDEX.pip_command}`."
        ) from error
    (folder / LICENSE_FILE).write_text(licence or "", encoding="utf-8")


def _check(state: dict[str, Tensor], name: str, path: Path) -> None:
    digest = hashlib.sha256()
    for key, tensor in sorted(state.items()):
        digest.update(f"{key} {tuple(tensor.shape)}\n".encode() + tensor.numpy().tobytes())
    if digest.hexdigest() != _DIGESTS[name]:
        raise WeightsError(
            f"The weights in {path} are not those of {name}: their sha256 begins "
            f"{digest.hexdigest()[:12]} where {_DIGESTS[name][:12]} is expected; copy them again."
        )
