"""How large the tables are made: the papers' size, or one that two cores manage in minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from training.config import TrainConfig
from training.data.corpus import Corpus
from training.data.synthetic import SyntheticConfig
from training.evaluation.ranking import CLIP_POOL, TRACK_POOL
from training.tables.plan import Job
from viml_core.models.config import ModelConfig


@dataclass(frozen=True)
class Scale:
    """The same for every row. learning_rates: the tuning budget, judged on validation by seed 0."""

    corpus: SyntheticConfig | None  # None: only with --data
    epochs: int
    batch_size: int
    learning_rates: tuple[float, ...]
    seeds: int = 3
    track_pool: int = TRACK_POOL
    clip_pool: int = CLIP_POOL
    clip_segments: int = 3  # 30 s
    model: dict[str, Any] = field(default_factory=dict)
    keeps_state: bool = False  # a training takes so long that it should survive a kill

    def model_config(self, job: Job, corpus: Corpus) -> ModelConfig:
        """The job's network on the corpus's features."""
        at_clips = {"max_segments": self.clip_segments} if job.level == "clip" else {}
        return ModelConfig(
            name=job.model,
            preset=corpus.preset,
            encoders=corpus.encoders,
            visual_dim=corpus.video.values.shape[1],
            text_dim=len(corpus.empty),
            music_dim=corpus.music.values.shape[1],
            fusion=job.fusion,
            **self.model | at_clips,
        )

    def train_config(self, job: Job, learning_rate: float, seed: int) -> TrainConfig:
        """The job's training; what is not named keeps the papers' value."""
        dropout = {} if job.text_dropout is None else {"text_dropout": job.text_dropout}
        return TrainConfig(
            seed=seed,
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=learning_rate,
            dropped_text=job.dropped_text,
            **dropout,
        )

    def describe(self, corpus: Corpus) -> str:
        """One paragraph, printed above each table."""
        segments = sum(len(r.values) for r in (corpus.video, corpus.music)) / 2 / len(corpus)
        source = (
            "**Synthetic corpus** (a stated latent-factor model; all three text routes and the "
            "people's texts are simulated)"
            if corpus.synthetic
            else f"Real features, preset `{corpus.preset}`"
        )
        counts = ", ".join(f"{len(corpus.items(s))} {s}" for s in ("train", "validation", "test"))
        config = ModelConfig("viml", "", 0, 0, 0, **self.model)
        paper = ModelConfig("viml", "", 0, 0, 0)
        return (
            f"{source}: {counts} items of {segments:.1f} segments on average. d {config.dim} "
            f"(paper {paper.dim}), feed-forward {config.feedforward_dim}, dropout "
            f"{config.dropout:g}, batch {self.batch_size} (paper {TrainConfig().batch_size}), "
            f"{self.epochs} epochs, learning rate of "
            f"{' or '.join(f'{x:g}' for x in self.learning_rates)} chosen on validation, "
            f"{self.seeds} seeds; pools of {self.track_pool} tracks and {self.clip_pool} clips."
        )


SCALES = {
    "tiny": Scale(
        SyntheticConfig(
            train=512, validation=64, test=128, visual_dim=32, text_dim=32, music_dim=16
        ),
        epochs=3,
        batch_size=64,
        learning_rates=(1e-3,),
        seeds=2,
        track_pool=100,
        clip_pool=50,
        model={"dim": 16, "feedforward_dim": 32, "fusion_hidden_dim": 32, "widest_dim": 64},
    ),
    "small": Scale(
        # Validation fills a pool of the test's size, so that an epoch, a rate or an alpha is
        # chosen by what is measured; 4000 queries are what tells one point of R@10 from none.
        SyntheticConfig(train=12_000, validation=2000, test=4000),
        epochs=12,
        batch_size=256,
        learning_rates=(1e-3, 5e-4),  # the paper's, and half of it
        # Without dropout, which so short a training has no use for: with it no row is better.
        model={
            "dim": 128,
            "feedforward_dim": 256,
            "fusion_hidden_dim": 512,
            "widest_dim": 512,
            "dropout": 0.0,
        },
    ),
    "paper": Scale(
        None,
        epochs=TrainConfig().epochs,
        batch_size=TrainConfig().batch_size,
        learning_rates=(TrainConfig().learning_rate,),
        keeps_state=True,
    ),
}
