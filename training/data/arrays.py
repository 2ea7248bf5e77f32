"""Arrays of a corpus: of numbers only, and on disk in one safetensors file, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import save_file

from viml_core.errors import InputError, StorageError
from viml_core.media.files import atomic_output
from viml_core.types import FloatArray


def check_finite(parts: Mapping[str, FloatArray], name: str) -> None:
    """Refuse features (by part of the corpus `name`) that are no numbers.

    Raises:
        InputError: which part has them.
    """
    for part, values in parts.items():
        if not np.isfinite(values).all():
            raise InputError(
                f"{name} has features that are NaN or infinite in '{part}'; extract them again."
            )


def write_arrays(
    path: Path, arrays: Mapping[str, NDArray[np.generic]], metadata: dict[str, str]
) -> None:
    """Write named arrays with their metadata; folders on the way are made.

    Raises:
        StorageError: the disk is full or the folder cannot be written.
    """
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    with atomic_output(path) as partial:
        try:
            save_file(contiguous, partial, metadata)
        except SafetensorError as error:
            raise StorageError(
                f"'{path}' cannot be written ({error}); free some space and run it again."
            ) from error
