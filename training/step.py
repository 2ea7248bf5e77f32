"""One step of training: a batch in, changed weights out."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from training.config import TrainConfig
from training.data.triplets import Batch, IndexArray, Triplets
from training.losses import Objective, backward_in_chunks, drop_text
from training.teacher import Teacher
from training.workers import Workers
from viml_core.errors import InputError
from viml_core.models.retrieval import RetrievalModel
from viml_core.models.sequences import mean_segment


class Trainer:
    """All that a step changes: the model, what the loss learns, the optimiser.

    The random numbers of a step (places of windows, dropped texts, noise, dropout) follow from the
    seed and the step's number, so the number is all that has to be kept of them.
    """

    def __init__(
        self,
        model: RetrievalModel,
        corpus: Triplets,
        config: TrainConfig,
        device: torch.device,
        teacher: Teacher | None = None,
    ) -> None:
        if teacher:
            teacher.prepare(model)
        self.model = model.to(device).train()
        self.corpus = corpus
        self.config = config
        self.device = device
        self.teacher = teacher
        self.workers = Workers.now()
        if self.workers.count > 1 and (model.config.name == "pretet" or config.loss == "triplet"):
            raise InputError(
                f"'{model.config.name}' with the loss '{config.loss}' trains in one process: its "
                "batch norm and structure loss want the whole batch; start it without torchrun."
            )
        self.objective = Objective(config).to(device)
        self.optimiser = torch.optim.AdamW(
            [
                {"params": list(model.parameters())},
                {"params": list(self.objective.parameters()), "weight_decay": 0.0},
            ],
            lr=config.learning_rate,
            weight_decay=config.weight_decay,
            fused=True,
        )
        empty = torch.from_numpy(corpus.empty)
        missing = torch.zeros_like(empty) if config.dropped_text == "zeros" else empty
        both = model.config.uses_text and model.config.uses_video
        self.missing_text = missing.to(device) if both and config.text_dropout else None
        # Batch norm wants the whole batch, and Pretet's towers are small.
        self._chunk_size = None if model.config.name == "pretet" else config.chunk_size
        self._noise = [
            torch.from_numpy(config.feature_noise * x.values.std(axis=0)).to(device)
            for x in ((corpus.video, corpus.music) if config.feature_noise else ())
        ]

    def step(self, number: int, picked: IndexArray, learning_rate: float) -> float:
        """Train on the rows `picked` (B,); the loss of the batch before the step."""
        loss = self.gradients(number, picked)
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate
        self.optimiser.step()
        self.objective.keep_in_bounds()
        return loss

    def gradients(self, number: int, picked: IndexArray) -> float:
        """Leave the gradients of the rows' loss in the parameters; the loss."""
        batch, spoken = self._inputs(number, picked)
        track_ids = torch.from_numpy(self.corpus.rows[picked, 2]).to(self.device)
        means = None
        if self.config.loss == "triplet":
            means = mean_segment(batch.x_v, batch.v_mask), mean_segment(batch.x_m, batch.m_mask)

        def loss_of(query: Tensor, music: Tensor) -> Tensor:
            query, music = (self.workers.gather(y, len(picked)) for y in (query, music))
            loss: Tensor = self.objective(query, music, track_ids, means)
            return loss + self._distance_to_teacher(query, picked, spoken)

        def embed(rows: slice) -> tuple[Tensor, Tensor]:
            return self._embed(batch, rows)

        self.optimiser.zero_grad(set_to_none=True)
        loss = backward_in_chunks(embed, len(batch.x_t), self._chunk_size, loss_of)
        self.workers.sum_gradients(self.model.parameters())
        return loss.item()

    def _distance_to_teacher(self, query: Tensor, picked: IndexArray, spoken: Tensor) -> Tensor:
        """query (B, d) -> weighted mean of one minus the cosine with what the teacher asks for."""
        if self.teacher is None:
            return query.new_zeros(())
        videos, texts, _ = torch.from_numpy(self.corpus.rows[picked]).T
        wanted = self.teacher.targets(videos, texts, spoken, self.config.picture_share)
        cosine = (query * wanted.to(query.device)).sum(dim=-1)
        return self.config.teacher_weight * (1.0 - cosine).mean()

    def _inputs(self, number: int, picked: IndexArray) -> tuple[Batch, Tensor]:
        """This process's share of the batch, as the networks get it; which of all rows speak."""
        seed = seed_of(self.config.seed, number)
        places, draws = torch.rand(2, len(picked), generator=torch.Generator().manual_seed(seed))
        torch.manual_seed(seed_of(self.config.seed, number, 1 + self.workers.rank))
        share = self.workers.share(len(picked))
        longest = self.model.config.window_segments
        batch = self.corpus.batch(picked[share], longest, places[share].numpy())
        batch = Batch(**{k: x.to(self.device) for k, x in vars(batch).items()})
        x_v, x_t, x_m = batch.x_v, batch.x_t, batch.x_m
        spoken = torch.full((len(picked),), self.model.config.uses_text)
        if self.missing_text is not None:
            chosen = draws[share].to(self.device)
            x_t = drop_text(x_t, self.missing_text, self.config.text_dropout, chosen)
            spoken = draws >= self.config.text_dropout
        if self._noise:
            x_v = x_v + self._noise[0] * torch.randn_like(x_v)
            x_m = x_m + self._noise[1] * torch.randn_like(x_m)
        return Batch(x_v, batch.v_mask, x_t, x_m, batch.m_mask), spoken

    def _embed(self, batch: Batch, rows: slice) -> tuple[Tensor, Tensor]:
        low = self.config.precision == "bf16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=low):
            query = self.model.embed_query(batch.x_v[rows], batch.v_mask[rows], batch.x_t[rows])
            music = self.model.embed_music(batch.x_m[rows], batch.m_mask[rows])
        return query.float(), music.float()


def seed_of(*numbers: int) -> int:
    """One seed out of several numbers; others give unrelated seeds (a zero at the end is none)."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1)
