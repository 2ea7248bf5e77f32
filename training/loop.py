"""One loop for every model: batches, cosine annealing, validation, and going on after a kill."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from training.config import TrainConfig
from training.curves import draw_curves
from training.data.triplets import IndexArray, Triplets
from training.runs import CURVES_FILE, Progress, RunFolder
from training.step import Trainer, seed_of
from training.teacher import Teacher
from training.validation import recall_at_10
from viml_core.errors import InputError
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
    teacher: Teacher | None = None,
    run: Path | None = None,
    quiet: bool = False,
) -> History:
    """Train `model` in place, on the GPU if there is one; it ends on the CPU, in evaluation mode.

    With `validation`, R@10 of its texts and pictures among its own tracks decides after each epoch
    which weights are kept. With `teacher`, the model learns from it as well. With `run`, the state
    is kept in that folder: a run that was killed goes on there, to the same weights as if it had
    not been, and a finished one is not done again.

    Raises:
        InputError: features that the model was not made for, patience without validation, batches
            too small to share, a loss or weights that are no longer finite, or a folder with an
            unfinished run of other settings or in which another process trains.
    """
    config = config.for_model(model.config.name)
    check_features(model, corpus)
    if validation is not None:
        check_features(model, validation)
    elif config.patience is not None:
        raise InputError(
            "'patience' counts epochs without a better validation, but there is no corpus to "
            "validate on; name one as `validation`, or leave 'patience' out."
        )
    if model.anchor is not None:
        model.anchor.empty_text.copy_(torch.from_numpy(corpus.empty))
    trainer = Trainer(model, corpus, config, device(), teacher)
    _check_batches(trainer)
    folder = _open_folder(trainer, validation, run) if run else None
    progress = folder.load(trainer) if folder else Progress()
    if not progress.finished:
        _train(trainer, validation, folder, progress, quiet)
    if progress.best:
        model.load_state_dict(progress.best)
    if folder and trainer.workers.rank == 0:
        _draw(progress, folder)
    model.cpu().eval()
    return History(
        tuple(progress.losses), tuple(progress.recalls), progress.best_epoch, progress.step
    )


def _train(
    trainer: Trainer,
    validation: Triplets | None,
    folder: RunFolder | None,
    progress: Progress,
    quiet: bool,
) -> None:
    """The steps that are left. Only the first of several processes writes."""
    config, rows = trainer.config, len(trainer.corpus.rows)
    first = trainer.workers.rank == 0
    folder = folder if first else None
    an_epoch = math.ceil(rows / config.batch_size)
    total = config.epochs * an_epoch
    saved_s = time.monotonic()
    with tqdm(
        total=total,
        initial=progress.step,
        desc=trainer.model.config.name,
        mininterval=2,
        disable=quiet or not first,
    ) as bar:
        for picked in batches(rows, config, progress.step):
            step = progress.step
            learning_rate = config.learning_rate * annealing(step, total, config)
            loss = trainer.step(step, picked, learning_rate)
            _check_finite(math.isfinite(loss), f"The loss of step {step} is {loss}", config)
            progress.losses.append(loss)
            if folder:
                folder.log(step=step, loss=loss, lr=learning_rate)
            if progress.step % an_epoch == 0 and validation is not None:
                _validate(trainer, validation, folder, progress)
            progress.finished = progress.step == total or _is_patience_over(progress, config)
            if progress.finished or time.monotonic() - saved_s >= config.save_every_s:
                _keep(trainer, folder, progress)
                saved_s = time.monotonic()
            bar.update()
            bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
            if progress.finished:
                break


def _keep(trainer: Trainer, folder: RunFolder | None, progress: Progress) -> None:
    """Save the state, but none that could not go on: a finite loss may make infinite weights."""
    sound = all(bool(p.isfinite().all()) for p in trainer.model.parameters())
    made = f"Step {progress.step - 1} made weights that are not finite"
    _check_finite(sound, made, trainer.config)
    if folder:
        folder.save(trainer, progress)


def _check_finite(finite: bool, otherwise: str, config: TrainConfig) -> None:
    if not finite:
        raise InputError(f"{otherwise}; lower the learning rate ({config.learning_rate:g}).")


def _validate(
    trainer: Trainer, validation: Triplets, folder: RunFolder | None, progress: Progress
) -> None:
    """Measure R@10 after an epoch and keep the weights if it is the best so far."""
    model = trainer.model
    recall = recall_at_10(model, validation, trainer.missing_text)
    recall = trainer.workers.agree(recall, trainer.device)
    epoch = len(progress.recalls)
    best = -1.0 if progress.best_epoch is None else progress.recalls[progress.best_epoch]
    progress.recalls.append(recall)
    if recall > best:
        progress.best_epoch = epoch
        progress.best = {k: x.detach().cpu().clone() for k, x in model.state_dict().items()}
    if folder:
        folder.log(epoch=epoch, validation_r10=recall)


def _is_patience_over(progress: Progress, config: TrainConfig) -> bool:
    if config.patience is None or progress.best_epoch is None:
        return False
    return len(progress.recalls) - 1 - progress.best_epoch >= config.patience


def _open_folder(trainer: Trainer, validation: Triplets | None, run: Path) -> RunFolder:
    train = asdict(trainer.config)
    del train["save_every_s"]  # decides nothing about the weights
    settings = {
        "model": asdict(trainer.model.config),
        "train": train,
        "corpus": trainer.corpus.digest(),
        "validation": None if validation is None else validation.digest(),
        "teacher": trainer.teacher.fingerprint() if trainer.teacher else None,
    }
    folder = RunFolder(run, settings)
    if trainer.workers.rank == 0:
        folder.prepare()
    trainer.workers.wait()
    return folder


def _draw(progress: Progress, folder: RunFolder) -> None:
    path = folder.folder / CURVES_FILE
    if path.exists():
        return
    try:
        draw_curves(progress.losses, progress.recalls, path)
    except InputError as error:  # a trained model matters more than its picture
        print(error, file=sys.stderr)


def check_features(model: RetrievalModel, corpus: Triplets) -> None:
    """Refuse features that the model was not made for.

    Raises:
        InputError: no rows, another preset, other encoders, or other dimensions.
    """
    if not len(corpus.rows):
        raise InputError("The corpus has no triplets: there is nothing to train or validate on.")
    wants, has = model.config, corpus
    if (wants.preset, wants.encoders) != (has.preset, has.encoders):
        raise InputError(
            f"The corpus has features of the preset '{has.preset}' with the encoders "
            f"{has.encoders}, but the model is for '{wants.preset}' with {wants.encoders}; extract "
            "them with that preset."
        )
    dims = (has.video.values.shape[1], has.text.shape[1], has.music.values.shape[1])
    if dims != (wants.visual_dim, wants.text_dim, wants.music_dim):
        raise InputError(
            f"The corpus has features of {dims} dimensions (picture, text, music), but the model "
            f"is for {(wants.visual_dim, wants.text_dim, wants.music_dim)}."
        )


def _check_batches(trainer: Trainer) -> None:
    """Refuse batches that cannot be shared, or in which batch norm has nothing to average."""
    rows, size = len(trainer.corpus.rows), trainer.config.batch_size
    smallest = rows // math.ceil(rows / size)
    processes = trainer.workers.count
    needed = max(processes, 2 if trainer.model.config.name == "pretet" else 1)
    if smallest < needed:
        raise InputError(
            f"{rows} triplets in batches of {size} leave a batch of {smallest}, but "
            f"'{trainer.model.config.name}' on {processes} process(es) needs {needed}; make the "
            "batches larger or the processes fewer."
        )


def device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def batches(total: int, config: TrainConfig, first_step: int = 0) -> Iterator[IndexArray]:
    """Row numbers from `first_step` on, shuffled anew each epoch, in batches of nearly one size."""
    an_epoch = math.ceil(total / config.batch_size)
    for epoch in range(first_step // an_epoch, config.epochs):
        order = np.random.default_rng(seed_of(config.seed, epoch)).permutation(total)
        skipped = first_step % an_epoch if epoch == first_step // an_epoch else 0
        yield from np.array_split(order, an_epoch)[skipped:]


def annealing(step: int, steps: int, config: TrainConfig) -> float:
    """Share of the learning rate at `step`: a short linear warm-up, then a cosine to 0."""
    warmup = max(1, round(config.warmup_share * steps))
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1.0 + math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))
