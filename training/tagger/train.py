"""From a recipe to a checkpoint, with a record of which tracks it has never heard."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from training.memory import keep_freed_memory
from training.settings import checked
from training.tagger.config import Recipe
from training.tagger.corpus import TaggedCorpus, split_groups
from training.tagger.fit import fit
from training.tagger.spectra import keep_spectra
from training.tagger.tables import Table, read_table
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.features.deepsim_encoder import load_deepsim, save_deepsim
from viml_core.media.files import atomic_output

RECORD_FILE = "trained.json"
NAMED = 5  # of a longer list, in a report


@dataclass(frozen=True)
class Record:
    """What a checkpoint has heard. fingerprint: the checkpoint's."""

    fingerprint: str
    train: tuple[str, ...]
    held_out: tuple[str, ...]

    @classmethod
    def read(cls, run: Path) -> Record:
        """Raises InputError where training has not come to its end."""
        path = run / RECORD_FILE
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(
                f"There is no finished training in {run} ({error}); run `python -m training.tagger "
                "train` with the same configuration first."
            ) from error
        return cls(**checked(cls, values, str(path)))

    def write(self, run: Path) -> None:
        with atomic_output(run / RECORD_FILE) as partial:
            partial.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Trained:
    """A finished training, for its report."""

    record: Record
    table: Table
    unreadable: dict[str, str]

    def lines(self) -> list[str]:
        """What a person should know of it."""
        count = sum(self.table.unmapped.values())
        told = [
            f"{len(self.record.train)} tracks trained on, {len(self.record.held_out)} held out",
            f"{count} labels of {len(self.table.unmapped)} kinds are no tag of the taxonomy"
            + _few([f"{label} ({n})" for label, n in self.table.unmapped.items()]),
            f"{len(self.unreadable)} tracks could not be read"
            + _few([f"{name}: {reason}" for name, reason in self.unreadable.items()]),
        ]
        return told


def train(recipe: Recipe) -> Trained:
    """Train as the recipe says and write the checkpoint.

    Raises:
        InputError: the table or all of its sound is unusable, or there is nothing to learn.
    """
    keep_freed_memory()
    table = read_table(recipe.table)
    split = split_groups(table.tracks, recipe.held_out_share)
    corpus, unreadable = load_corpus(table, split.train, recipe)
    network = fit(corpus, recipe.train, recipe.run)
    save_deepsim(network, recipe.out)
    heard = tuple(track.path for track in corpus.tracks)
    record = Record(load_deepsim(recipe.out).fingerprint, heard, split.held_out)
    record.write(recipe.run)
    return Trained(record, table, unreadable)


def load_corpus(
    table: Table, names: Sequence[str], recipe: Recipe
) -> tuple[TaggedCorpus, dict[str, str]]:
    """The named tracks with their spectrograms, and why others of them could not be read.

    Raises:
        InputError: none could be read.
    """
    spectra = keep_spectra(names, recipe.audio, recipe.cache, show_progress, recipe.workers)
    if not spectra.files:
        name, reason = next(iter(spectra.unreadable.items()))
        raise InputError(
            f"None of the {len(names)} tracks could be read; of {name!r}: {reason} Is 'audio' the "
            f"folder that the paths of {recipe.table} are relative to?"
        )
    tracks = tuple(track for track in table.tracks if track.path in spectra.files)
    files = tuple(spectra.files[track.path] for track in tracks)
    return TaggedCorpus(tracks, files), spectra.unreadable


def _few(items: list[str]) -> str:
    more = f", and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ": " + ", ".join(items[:NAMED]) + more if items else ""
