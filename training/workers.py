"""Several processes that train one model: each embeds its share, all see all the negatives.

`torchrun --nproc-per-node N -m training.train --config FILE` starts them; alone, all of this does
nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn


@dataclass(frozen=True)
class Workers:
    """Which of the `count` processes this is."""

    rank: int = 0
    count: int = 1

    @classmethod
    def now(cls) -> Workers:
        """The processes that `joined` has brought together, or this one alone."""
        if dist.is_available() and dist.is_initialized():
            return cls(dist.get_rank(), dist.get_world_size())
        return cls()

    def share(self, rows: int) -> slice:
        """This process's part of a batch."""
        bounds = self._bounds(rows)
        return slice(int(bounds[self.rank]), int(bounds[self.rank + 1]))

    def gather(self, own: Tensor, rows: int) -> Tensor:
        """Everyone's share (b, d) -> the batch (rows, d); gradients reach this one's share only."""
        if self.count == 1:
            return own
        sizes = np.diff(self._bounds(rows)).tolist()
        padded = own.new_zeros(max(sizes), own.shape[1])  # all_gather wants equal sizes
        padded[: len(own)] = own.detach()
        parts = [torch.empty_like(padded) for _ in sizes]
        dist.all_gather(parts, padded)
        parts = [part[:size] for part, size in zip(parts, sizes, strict=True)]
        parts[self.rank] = own
        return torch.cat(parts)

    def sum_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Give every process the gradient of the whole batch, in one exchange."""
        if self.count == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        dist.all_reduce(flat)
        parts = flat.split([gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))

    def agree(self, value: float, device: torch.device) -> float:
        """The first process's value, so that all decide alike."""
        if self.count == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64, device=device)
        dist.broadcast(shared, src=0)
        return float(shared.item())

    def wait(self) -> None:
        """Go on when all are here."""
        if self.count > 1:
            dist.barrier()

    def _bounds(self, rows: int) -> np.ndarray:
        return np.arange(self.count + 1) * rows // self.count


@contextmanager
def joined() -> Iterator[Workers]:
    """Join the processes that torchrun has started, if it has; leave them at the end."""
    if "WORLD_SIZE" not in os.environ:
        yield Workers()
        return
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield Workers.now()
    finally:
        dist.destroy_process_group()
