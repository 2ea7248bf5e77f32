"""Where the forward passes of large encoders run.

On ZeroGPU a GPU is there only while a function that `spaces.GPU` has wrapped is running, so an
encoder gives its forward pass to `wrap` once, and calls what comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Function = Callable[..., Any]


def _as_it_is(function: Function) -> Function:
    return function


@dataclass(frozen=True)
class Accelerator:
    """device: in torch's words, for the weights. wrap: runs a function where the device is there.

    borrowed: every call costs a wait for the device, so that few long ones are better than many.
    """

    device: str = "cpu"
    wrap: Callable[[Function], Function] = _as_it_is
    borrowed: bool = False


CPU = Accelerator()
