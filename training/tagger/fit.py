"""Training the network: triplets and tags in one batch, going on after a kill."""

from __future__ import annotations

import math
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from training.loop import annealing, device
from training.runs import Progress, RunFolder
from training.step import seed_of
from training.tagger.config import TaggerConfig
from training.tagger.corpus import TaggedCorpus
from training.tagger.losses import tag_entropy, triplets
from training.tagger.mapping import OUTPUTS
from training.tagger.sampling import TripletSampler
from viml_core.errors import InputError
from viml_core.features.deepsim import DeepSim, DeepSimConfig, subspace_masks


class TaggerTrainer:
    """All that a step changes, under the names that a run's folder keeps them by.

    The random numbers of a step follow from the seed and its number. objective: has no weights.
    """

    def __init__(self, corpus: TaggedCorpus, config: TaggerConfig, on: torch.device) -> None:
        torch.manual_seed(config.seed)
        network = DeepSim(DeepSimConfig(OUTPUTS, config.width))
        self.model = network.to(on, memory_format=torch.channels_last).train()
        self.objective = nn.Identity()
        # Not fused: that goes wrong where moments come back from a file in another memory format.
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(),
            lr=config.learning_rate,
            weight_decay=config.weight_decay,
        )
        self.corpus = corpus
        self.config = config
        self.device = on
        self._sampler = TripletSampler(corpus, config)
        if not self._sampler.dimensions:
            raise InputError(
                "No two training tracks are alike and unlike a third in genre, mood, instrument or "
                "tempo: give more tracks, or tracks with other tags."
            )
        self._masks = subspace_masks().to(on)

    def step(self, number: int, learning_rate: float) -> dict[str, float]:
        """Train on one batch; its losses before the step, `loss` the one that counts."""
        rng = np.random.default_rng(seed_of(self.config.seed, number))
        drawn = self._sampler.draw(self.config.triplets, rng)
        rows = np.array([(t.anchor, t.anchor, t.positive, t.negative) for t in drawn]).T.ravel()
        places = rng.random(len(rows))
        sound = torch.stack(
            [self.corpus.window(*pair) for pair in zip(rows.tolist(), places.tolist(), strict=True)]
        ).to(self.device)
        losses = self._losses(sound, rows, torch.tensor([t.dimension for t in drawn]))
        self.optimiser.zero_grad(set_to_none=True)
        losses["loss"].backward()
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate
        self.optimiser.step()
        return {name: loss.item() for name, loss in losses.items()}

    def _losses(self, sound: Tensor, rows: np.ndarray, dimensions: Tensor) -> dict[str, Tensor]:
        """sound (4T, 129, 128): anchors, other windows of theirs, positives, negatives."""
        config = self.config
        with torch.autocast(self.device.type, torch.bfloat16, enabled=config.precision == "bf16"):
            embedded = self.model(sound)
            logits = self.model.tag_logits(embedded).float()
        anchor, again, positive, negative = embedded.float().chunk(4)
        masks = self._masks[dimensions.to(self.device)]
        everything = torch.ones_like(masks[0])
        targets, stated = (
            torch.from_numpy(values[rows]).to(self.device)
            for values in (self.corpus.targets, self.corpus.stated)
        )
        losses = {
            "tags": tag_entropy(logits, targets, stated),
            "triplets": triplets(anchor, positive, negative, masks, config.margin),
            "track": triplets(anchor, again, negative, everything, config.margin),
        }
        losses["loss"] = (
            losses["tags"]
            + config.triplet_weight * losses["triplets"]
            + config.track_weight * losses["track"]
        )
        return losses


def fit(corpus: TaggedCorpus, config: TaggerConfig, run: Path, *, quiet: bool = False) -> DeepSim:
    """The trained network, on the CPU and in evaluation mode.

    The state is kept in `run`: a killed run goes on there, to the same weights as if it had not
    been, and a finished one is not done again.

    Raises:
        InputError: nothing to learn, a loss that is no longer finite, or a folder with an
            unfinished run of other settings.
    """
    trainer = TaggerTrainer(corpus, config, device())
    settings = asdict(config)
    del settings["save_every_s"]  # decides nothing about the weights
    folder = RunFolder(run, {"train": settings, "corpus": corpus.digest()})
    folder.prepare()
    progress = folder.load(trainer)
    if not progress.finished:
        _train(trainer, folder, progress, quiet)
    return trainer.model.to("cpu", memory_format=torch.contiguous_format).eval()


def _train(trainer: TaggerTrainer, folder: RunFolder, progress: Progress, quiet: bool) -> None:
    """The steps that are left."""
    config = trainer.config
    saved_s = time.monotonic()
    with tqdm(
        total=config.steps, initial=progress.step, desc="tagger", mininterval=2, disable=quiet
    ) as bar:
        while progress.step < config.steps:
            step = progress.step
            learning_rate = config.learning_rate * annealing(step, config.steps, config)
            losses = trainer.step(step, learning_rate)
            if not math.isfinite(losses["loss"]):
                raise InputError(
                    f"The loss of step {step} is {losses['loss']}; lower the learning rate "
                    f"({config.learning_rate:g})."
                )
            progress.losses.append(losses["loss"])
            folder.log(step=step, **losses)
            progress.finished = progress.step == config.steps
            if progress.finished or time.monotonic() - saved_s >= config.save_every_s:
                folder.save(trainer, progress)
                saved_s = time.monotonic()
            bar.update()
            bar.set_postfix(loss=f"{losses['loss']:.3f}", refresh=False)
