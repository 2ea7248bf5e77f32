"""A run's folder: the state to go on from, the log, and what the run was asked to do.

`state.safetensors` is the whole state in one file that is replaced at once: weights, moments, the
best weights so far, losses, and in its header as JSON the position and the settings. Random numbers
need no state of their own, they follow from the seed and the position. `log.jsonl` has one object
a step and one an epoch. `previous` holds the finished run of other settings that was here before.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor, nn

from training.locks import take
from training.step import Trainer
from viml_core.errors import InputError, StorageError

STATE_FILE = "state.safetensors"
LOG_FILE = "log.jsonl"
CURVES_FILE = "curves.png"
LOCK_FILE = ".lock"
PREVIOUS = "previous"  # a finished run of other settings, when another takes its place
OPTIMISER_KEYS = ("step", "exp_avg", "exp_avg_sq")


@dataclass
class Progress:
    """How far a run is. best: the weights of the best epoch, where there is validation."""

    losses: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)
    best_epoch: int | None = None
    best: dict[str, Tensor] = field(default_factory=dict)
    finished: bool = False

    @property
    def step(self) -> int:
        return len(self.losses)


class RunFolder:
    """Reads and writes one run. settings: everything that decides what the run makes."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self.folder = folder
        self.settings = json.loads(json.dumps(settings))
        self.state_file = folder / STATE_FILE
        self.log_file = folder / LOG_FILE

    def prepare(self) -> None:
        """Make the folder ready for these settings, and keep other processes out of it.

        A finished run of other settings gives way: it is put aside in the folder `previous`.

        Raises:
            InputError: an unfinished run of other settings is there, or it cannot be read, or
                another process trains there.
            StorageError: the folder cannot be written.
        """
        self._take()
        header = self._header()
        if header is None:
            self.log_file.unlink(missing_ok=True)
            return
        differences = list(_differences(header["settings"], self.settings))
        if differences and not header["finished"]:
            raise InputError(
                f"The unfinished run in {self.folder} has other settings "
                f"({'; '.join(differences)}): give it back its own to go on, or name another "
                "`run` folder; what was done is kept."
            )
        if differences:
            self._put_aside(differences)
            return
        self._cut_log(header["step"], len(header["recalls"]))

    def load(self, trainer: Trainer) -> Progress:
        """Put the kept state into `trainer`; a fresh run has none."""
        header = self._header()
        if header is None:
            return Progress()
        with safe_open(self.state_file, "pt") as file:
            kept = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        trainer.model.load_state_dict(_part(kept, "model"))
        trainer.objective.load_state_dict(_part(kept, "objective"))
        for name, parameter in _parameters(trainer):
            moments = {k: kept[f"{k}/{name}"] for k in OPTIMISER_KEYS if f"{k}/{name}" in kept}
            if moments:
                trainer.optimiser.state[parameter] = {
                    k: x.to(parameter.device) for k, x in moments.items()
                }
        return Progress(
            losses=kept["losses"].tolist(),
            recalls=header["recalls"],
            best_epoch=header["best_epoch"],
            best=_part(kept, "best"),
            finished=header["finished"],
        )

    def save(self, trainer: Trainer, progress: Progress) -> None:
        """Replace the state, whole or not at all."""
        tensors = _named("model", trainer.model.state_dict())
        tensors |= _named("objective", trainer.objective.state_dict())
        tensors |= _named("best", progress.best)
        for name, parameter in _parameters(trainer):
            for key, value in trainer.optimiser.state[parameter].items():
                tensors[f"{key}/{name}"] = value
        tensors["losses"] = torch.tensor(progress.losses, dtype=torch.float64)
        header = {
            "step": progress.step,
            "recalls": progress.recalls,
            "best_epoch": progress.best_epoch,
            "finished": progress.finished,
            "settings": self.settings,
        }
        data = to_bytes(
            {name: x.detach().cpu().contiguous() for name, x in tensors.items()},
            {"state": json.dumps(header)},
        )
        _replace(self.state_file, data)

    def log(self, **row: float) -> None:
        """Append one object to the log."""
        try:
            with self.log_file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        except OSError as error:
            raise _not_written(self.log_file, error) from error

    def _take(self) -> None:
        """Make the folder and lock it until this process ends, however it ends."""
        busy = (
            f"Another process is training in {self.folder}; wait for it, or name another `run` "
            "folder."
        )
        self._lock = take(self.folder / LOCK_FILE, busy)

    def _put_aside(self, differences: list[str]) -> None:
        """Keep the finished run in `previous`; the state goes last, so a kill leaves it found."""
        aside = self.folder / PREVIOUS
        aside.mkdir(exist_ok=True)
        for name in (LOG_FILE, CURVES_FILE, STATE_FILE):
            if (self.folder / name).exists():
                (self.folder / name).replace(aside / name)
        print(
            f"The finished run in {self.folder} had other settings ({'; '.join(differences)}): it "
            f"is put aside in {aside}.",
            file=sys.stderr,
        )

    def _header(self) -> dict[str, Any] | None:
        if not self.state_file.exists():
            return None
        try:
            with safe_open(self.state_file, "pt") as file:
                return json.loads(file.metadata()["state"])
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{self.state_file} is not the state of a run ({error}); remove the file to start "
                "anew, or name another `run` folder."
            ) from error

    def _cut_log(self, steps: int, epochs: int) -> None:
        """Forget what was logged after the state was kept: it will be done again."""
        if not self.log_file.exists():
            return
        kept = []
        for line in self.log_file.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except ValueError:  # the last line of a killed process
                continue
            if row["step"] < steps if "step" in row else row["epoch"] < epochs:
                kept.append(line + "\n")
        _replace(self.log_file, "".join(kept).encode())


def _parameters(trainer: Trainer) -> list[tuple[str, nn.Parameter]]:
    modules = {"model": trainer.model, "objective": trainer.objective}
    return [
        (f"{owner}.{name}", parameter)
        for owner, module in modules.items()
        for name, parameter in module.named_parameters()
    ]


def _named(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}/{name}": x for name, x in tensors.items()}


def _part(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    start = f"{prefix}/"
    return {name[len(start) :]: x for name, x in tensors.items() if name.startswith(start)}


def _replace(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path} cannot be written ({error.strerror}); make room and start again: the run goes on "
        "from the state before."
    )


def _differences(was: dict[str, Any], now: dict[str, Any], name: str = "") -> list[str]:
    """One phrase for each setting that is not the same."""
    found = []
    for key in sorted(set(was) | set(now)):
        before, after = was.get(key), now.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            found += _differences(before, after, f"{name}{key}.")
        elif before != after:
            found.append(f"{name}{key} was {before} and is now {after}")
    return found
