"""Gradients of a loss over a large batch in the memory of a small one (gradient caching).

Embedding takes the memory, not the loss. So all rows are embedded without keeping anything for the
way back; the loss gives the gradient of each embedding; then each chunk is embedded again, now
keeping what the way back needs, and its share is propagated. Gao et al. (2021), "Scaling Deep
Contrastive Learning Batch Size under Memory Limited Setup".
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Embed = Callable[[slice], tuple[Tensor, Tensor]]


def backward_in_chunks(
    embed: Embed,
    rows: int,
    chunk_size: int | None,
    loss_of: Callable[[Tensor, Tensor], Tensor],
) -> Tensor:
    """Add the gradients of loss_of(query, music) over all rows; return the loss, detached.

    embed(chunk) gives query and music (b, d) of some rows. Chunks are embedded in order, so random
    numbers (dropout), and those that follow, are as of embedding them once.
    """
    size = min(chunk_size or rows, rows)
    chunks = [slice(start, start + size) for start in range(0, rows, size)]
    whole = len(chunks) == 1  # then nothing is gained by embedding twice
    states = []
    parts = []
    for chunk in chunks:
        states.append(_random_state())
        with torch.set_grad_enabled(whole):
            parts.append(embed(chunk))
    query, music = (torch.cat(side).detach().requires_grad_() for side in zip(*parts, strict=True))
    loss = loss_of(query, music)
    loss.backward()
    for index, chunk in enumerate(chunks):
        if not whole:
            _restore(states[index])
            parts[index] = embed(chunk)
        sides = zip(parts[index], (query.grad[chunk], music.grad[chunk]), strict=True)
        learning = [(y, gradient) for y, gradient in sides if y.requires_grad]  # one may be frozen
        torch.autograd.backward(*zip(*learning, strict=True))
        parts[index] = ()  # frees the chunk's memory before the next
    return loss.detach()


def _random_state() -> list[Tensor]:
    """Of the CPU, and of the GPU in use where there is one."""
    states = [torch.get_rng_state()]
    return [*states, torch.cuda.get_rng_state()] if torch.cuda.is_available() else states


def _restore(states: list[Tensor]) -> None:
    torch.set_rng_state(states[0])
    if len(states) > 1:
        torch.cuda.set_rng_state(states[1])
