"""ZeroGPU: a GPU that is lent for the length of a function. Elsewhere nothing of this happens."""

from __future__ import annotations

import os
from collections.abc import Mapping

from viml_core.features.accelerator import CPU, Accelerator

LEASE_S = 60  # a clip of 3 minutes is 1,080 pictures


def find_accelerator(environ: Mapping[str, str] = os.environ) -> Accelerator:
    """The lent GPU on ZeroGPU hardware, else the CPU. Called before anything uses torch's CUDA.

    ZeroGPU refuses a Space without a wrapped function, and the encoders of the preset `embedded`
    are quick enough on a CPU: so one that does nothing is always there.
    """
    if not environ.get("SPACES_ZERO_GPU"):
        return CPU
    import spaces  # of the hardware's own image

    def stay_ready() -> None:
        """What ZeroGPU finds where no encoder asks for it."""

    spaces.GPU(duration=LEASE_S)(stay_ready)
    return Accelerator("cuda", spaces.GPU(duration=LEASE_S), borrowed=True)
