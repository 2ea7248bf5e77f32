"""Trainings: each job at every learning rate of the budget, then with every seed at the best one.

A trial keeps its checkpoint and the embeddings that rows ask for in a folder of its own; one that
is finished is not trained again, unless the data or a setting has changed.
"""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tqdm import tqdm

from training.config import TrainConfig
from training.data.corpus import SPLITS, Corpus, Split
from training.data.triplets import IndexArray, Triplets
from training.evaluation.embedding import Embedded, embed
from training.evaluation.protocol import USUAL_ROUTE, Level
from training.loop import fit
from training.memory import keep_freed_memory
from training.processes import end_with_parent
from training.tables.plan import Job
from training.tables.scale import Scale
from viml_core.errors import InputError
from viml_core.models.checkpoint import load_checkpoint, save_checkpoint
from viml_core.models.config import ModelConfig
from viml_core.models.retrieval import RetrievalModel, build_model

MARKER = "trial.json"


@dataclass(frozen=True)
class View:
    """What a row looks at: items of a split at a level, with a route's texts or none."""

    level: Level
    split: Split
    query: str | None

    @property
    def file(self) -> str:
        return f"{self.level}-{self.split}-{self.query or 'empty'}.safetensors"


@dataclass(frozen=True)
class Trained:
    """A job's trials, one folder a seed, at the learning rate that validation chose."""

    job: Job
    learning_rate: float
    folders: tuple[Path, ...]
    validation_r10: tuple[float, ...]
    cpu_s: float

    def embedded(self, seed: int, view: View) -> Embedded:
        """What that seed's model makes of a view."""
        arrays = load_file(self.folders[seed] / view.file)
        return Embedded(arrays["query"], arrays["music"])

    def model(self, seed: int) -> RetrievalModel:
        """That seed's model."""
        return load_checkpoint(self.folders[seed] / "checkpoint").model


def items_of(corpus: Corpus, level: Level, split: Split) -> IndexArray:
    """The items that queries are made of: those with tags at the track level, people's texts at
    the clip level; all of them where the split has none such."""
    route = USUAL_ROUTE[level]
    items = corpus.items(split, route if route in corpus.texts else None)
    return items if len(items) else corpus.items(split)


def train_all(
    views: dict[Job, tuple[View, ...]], scale: Scale, data: Path, out: Path, workers: int
) -> dict[Job, Trained]:
    """Train every job and embed its views, in `workers` processes of one thread each."""
    trained = {}
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_prepare, initargs=(data,)
    )
    with pool, tqdm(total=len(views), desc="models", mininterval=2) as bar:
        # The longest trainings first, so that no worker is left alone with one at the end.
        jobs = sorted(views, key=lambda job: job.model != "viml")
        waiting = [pool.submit(_train_job, job, views[job], scale, out) for job in jobs]
        try:
            for done in as_completed(waiting):
                result = done.result()
                trained[result.job] = result
                bar.update()
                bar.set_postfix_str(result.job.name)
        except BrokenProcessPool as error:
            raise InputError(
                "A training process was ended from outside, perhaps for want of memory; start "
                "again with fewer --workers, what was finished is kept."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)
    return trained


_corpora: dict[Level, Corpus] = {}  # a worker process's own, read once
_digest = ""


def _prepare(data: Path) -> None:
    global _digest
    end_with_parent()
    torch.set_num_threads(1)
    keep_freed_memory()
    corpus = Corpus.load(data)
    _corpora.update(track=corpus, clip=corpus.clips())
    _digest = corpus.select(None, np.arange(len(corpus))).digest()


def _train_job(job: Job, views: tuple[View, ...], scale: Scale, out: Path) -> Trained:
    trials = {rate: _trial(job, rate, 0, scale, out) for rate in scale.learning_rates}
    best = max(trials, key=lambda rate: trials[rate][1]["validation_r10"])
    kept = [trials[best]] + [_trial(job, best, seed, scale, out) for seed in range(1, scale.seeds)]
    for folder, _ in kept:
        _embed_views(folder, job, views)
    spent = [*trials.values(), *kept[1:]]
    return Trained(
        job,
        best,
        tuple(folder for folder, _ in kept),
        tuple(report["validation_r10"] for _, report in kept),
        sum(report["cpu_s"] for _, report in spent),
    )


def _trial(
    job: Job, learning_rate: float, seed: int, scale: Scale, out: Path
) -> tuple[Path, dict[str, float]]:
    """Train one model, unless that is done: its folder and report."""
    corpus = _corpora["track"]  # a clip model draws its 30 s anew each epoch
    model_config = scale.model_config(job, corpus)
    train_config = scale.train_config(job, learning_rate, seed)
    folder = out / "trials" / job.name / f"lr{learning_rate:g}-seed{seed}"
    key = _key(model_config, train_config, job)
    done = _read_marker(folder)
    if done.get("key") == key:
        return folder, done
    if folder.exists() and done:
        shutil.rmtree(folder)
    began_s = time.process_time()
    torch.manual_seed(seed)
    model = build_model(model_config)
    history = fit(
        model,
        corpus.triplets(job.route, "train"),
        train_config,
        validation=corpus.triplets(job.route, "validation"),
        run=folder / "run" if scale.keeps_state else None,
        quiet=True,
    )
    save_checkpoint(model, folder / "checkpoint")
    shutil.rmtree(folder / "run", ignore_errors=True)
    report = {
        "key": key,
        "validation_r10": max(history.recalls),
        "steps": history.steps,
        "cpu_s": time.process_time() - began_s,
    }
    _write(folder / MARKER, json.dumps(report, indent=2).encode())
    return folder, report


def _embed_views(folder: Path, job: Job, views: tuple[View, ...]) -> None:
    missing = [view for view in views if not (folder / view.file).exists()]
    if not missing:
        return
    model = load_checkpoint(folder / "checkpoint").model
    for view in missing:
        corpus = _corpora[view.level]
        triplets = corpus.select(view.query, items_of(corpus, view.level, view.split))
        found = embed(model, _without_words(triplets, job) if view.query is None else triplets)
        partial = folder / f".{view.file}.partial"
        save_file({"query": found.query, "music": found.music}, partial)
        partial.replace(folder / view.file)


def _without_words(triplets: Triplets, job: Job) -> Triplets:
    """No words are at test time what they were in training: the empty text, or zeros."""
    return replace(triplets, text=triplets.text * 0) if job.dropped_text == "zeros" else triplets


def _key(model: ModelConfig, train: TrainConfig, job: Job) -> str:
    routes = {split: _text_digest(job.route, split) for split in SPLITS[:2]}
    settings = [asdict(model), asdict(train), _digest, routes]
    return blake2b(json.dumps(settings, sort_keys=True).encode(), digest_size=8).hexdigest()


def _text_digest(route: str | None, split: Split) -> str:
    triplets = _corpora["track"].triplets(route, split)
    digest = blake2b(np.ascontiguousarray(triplets.text), digest_size=8)
    digest.update(np.ascontiguousarray(triplets.rows))
    return digest.hexdigest()


def _read_marker(folder: Path) -> dict[str, float]:
    try:
        return json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not finished
        return {}


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)
