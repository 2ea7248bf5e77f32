"""One loop for every model: batches of triplets, InfoNCE, AdamW, cosine annealing."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from training.config import TrainConfig
from training.data.triplets import Batch, IndexArray, Triplets
from training.losses import drop_text, info_nce
from viml_core.models.retrieval import RetrievalModel


@dataclass(frozen=True)
class History:
    """What a run did: the loss of each step, R@10 (0..1) of each validated epoch.

    best_epoch: the one whose weights the model has now, counted from 0; None without validation.
    """

    losses: tuple[float, ...]
    recalls: tuple[float, ...]
    best_epoch: int | None
    steps: int


def fit(
    model: RetrievalModel,
    corpus: Triplets,
    config: TrainConfig,
    *,
    validation: Triplets | None = None,
    run: Path | None = None,
    quiet: bool = False,
) -> History:
    """Train `model` in place."""
    log = run / "log.jsonl" if run else None
    config = config.for_model(model.config.name)
    losses = []
    generator = torch.Generator().manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    torch.manual_seed(config.seed)  # the dropout inside the Transformers
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    steps = config.epochs * math.ceil(len(corpus.rows) / config.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: annealing(s, steps, config))
    noise = feature_spread(corpus, config.feature_noise)
    model.train()
    with tqdm(total=steps, desc=model.config.name, mininterval=2, disable=quiet) as bar:
        for step, picked in enumerate(batches(len(corpus.rows), config, rng)):
            batch = corpus.batch(picked, model.config.window_segments)
            loss = batch_loss(model, batch, corpus, config, noise, generator)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            bar.update()
            bar.set_postfix(loss=f"{loss.item():.3f}")
            if log:
                with log.open("a", encoding="utf-8") as file:
                    row = {"step": step, "loss": loss.item(), "lr": schedule.get_last_lr()[0]}
                    file.write(json.dumps(row) + "\n")
    model.eval()
    return History(tuple(losses), (), None, len(losses))


def batch_loss(
    model: RetrievalModel,
    batch: Batch,
    corpus: Triplets,
    config: TrainConfig,
    noise: tuple[Tensor, Tensor],
    generator: torch.Generator,
) -> Tensor:
    """The loss of one batch. Text dropout is for models that also see: MT has nothing else."""
    x_v = batch.x_v + noise[0] * torch.randn(batch.x_v.shape, generator=generator)
    x_m = batch.x_m + noise[1] * torch.randn(batch.x_m.shape, generator=generator)
    x_t = batch.x_t
    if model.config.uses_video and model.config.uses_text:
        x_t = drop_text(x_t, torch.from_numpy(corpus.empty), config.text_dropout, generator)
    query = model.embed_query(x_v, batch.v_mask, x_t)
    return info_nce(query, model.embed_music(x_m, batch.m_mask), config.tau, batch.track_ids)


def batches(total: int, config: TrainConfig, rng: np.random.Generator) -> Iterator[IndexArray]:
    """Row numbers, shuffled anew each epoch; the last batch of an epoch may be smaller."""
    for _ in range(config.epochs):
        order = rng.permutation(total)
        yield from np.array_split(order, math.ceil(total / config.batch_size))


def annealing(step: int, steps: int, config: TrainConfig) -> float:
    """Share of the learning rate at `step`: a short linear warm-up, then a cosine to 0."""
    warmup = max(1, round(config.warmup_share * steps))
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1.0 + math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))


def feature_spread(corpus: Triplets, share: float) -> tuple[Tensor, Tensor]:
    """Standard deviation of the noise for each feature of x_v and x_m: (D_v,), (D_m,)."""
    video, music = corpus.video.values.std(axis=0), corpus.music.values.std(axis=0)
    return torch.from_numpy(share * video), torch.from_numpy(share * music)
