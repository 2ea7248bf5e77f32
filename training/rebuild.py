"""`python -m training.rebuild`: bring all that is derived from checkpoints up to date.

    python -m training.rebuild --music MUSIC_ROOT --pictures ROOT [ROOT ...] --corpus CORPUS
    python -m training.rebuild --check

The embeddings of the starter library, the calibration of the scores, the alphas of the ensembles,
the figures on the development set, what the models were trained on, and the model card. Each is
keyed by the checkpoints' fingerprints: what is current is left alone. --check does nothing, says
what is stale, and exits with status 1 if anything is. The roots are those of the development set
(`training/data/dev/README.md`); CORPUS is the file that the checkpoints were trained on.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.card import (
    CARD_FILE,
    CORPUS_FILE,
    FIGURES_FILE,
    RELIABILITY_FILE,
    checkpoint_fingerprints,
    render_card,
)
from training.data.triplets import read_about
from viml_core.calibration import read_calibration
from viml_core.config import CHECKPOINTS_DIR, STARTER_LIBRARY
from viml_core.console import run
from viml_core.errors import CheckpointError, InputError
from viml_core.media.files import atomic_output
from viml_core.models.alphas import read_alphas
from viml_core.models.scoring import ENSEMBLES

EXIT_STALE = 1
DEV = Path(__file__).parent / "data" / "dev"


@dataclass(frozen=True)
class Derived:
    """Something that follows from checkpoints: why it is stale (nothing: it is not), its making."""

    name: str
    stale: Callable[[], list[str]]
    make: Callable[[], None]


class Rebuild:
    """All that is derived from the checkpoints of one folder."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.folder: Path = args.checkpoints
        self.models = checkpoint_fingerprints(self.folder)
        if not self.models:
            raise CheckpointError(f"There is no checkpoint in {self.folder}; train one first.")

    def parts(self) -> list[Derived]:
        """In the order in which they are made: the card speaks of the others."""
        return [
            Derived("starter library", self._library_stale, self._make_library),
            Derived("alphas and figures", self._figures_stale, self._make_figures),
            Derived("calibration", self._calibration_stale, self._make_calibration),
            Derived("training corpus", self._corpus_stale, self._make_corpus),
            Derived("model card", self._card_stale, self._make_card),
        ]

    def _library_stale(self) -> list[str]:
        from training.starter import stale

        return stale(self.args.library, self.models)

    def _make_library(self) -> None:
        from training.starter import rebuild
        from viml_core.recommender import Recommender

        rebuild(self.args.library, Recommender.load(checkpoints=self.folder))

    def _figures_stale(self) -> list[str]:
        reasons = []
        possible = {name for name, pair in ENSEMBLES.items() if set(pair) <= set(self.models)}
        if missing := sorted(possible - set(read_alphas(self.folder))):
            reasons.append(f"no alphas of {', '.join(missing)}")
        if not self._is_of_these_models(FIGURES_FILE):
            reasons.append("no figures on the development set")
        return reasons

    def _make_figures(self) -> None:
        found = _run("training.evaluate", "taste", *self._dev_set(), "--alphas", "--json")
        self._write(FIGURES_FILE, "report", json.loads(found))

    def _calibration_stale(self) -> list[str]:
        calibration = read_calibration(self.folder)
        fitted = calibration is not None and dict(calibration.checkpoints) == self.models
        current = fitted and self._is_of_these_models(RELIABILITY_FILE)
        return [] if current else ["no calibration, or no table of how reliable it is"]

    def _make_calibration(self) -> None:
        _run("training.calibrate", *self._dev_set(), "--report", str(self.folder))

    def _corpus_stale(self) -> list[str]:
        if self._is_of_these_models(CORPUS_FILE):
            return []
        return ["what they were trained on is not recorded"]

    def _make_corpus(self) -> None:
        if self.args.corpus is None or not (about := read_about(self.args.corpus)):
            raise InputError("Name the corpus that the checkpoints were trained on: --corpus FILE.")
        self._write(CORPUS_FILE, "about", about)

    def _card_stale(self) -> list[str]:
        path = self.folder / CARD_FILE
        written = path.read_text(encoding="utf-8") if path.exists() else ""
        return [] if written == render_card(self.folder) else ["not what the figures say"]

    def _make_card(self) -> None:
        with atomic_output(self.folder / CARD_FILE) as partial:
            partial.write_text(render_card(self.folder), encoding="utf-8")

    def _dev_set(self) -> list[str]:
        """The arguments that the commands on the development set share."""
        args = self.args
        if not (args.music and args.pictures):
            raise InputError(
                "The development set is needed: give --music and --pictures, as "
                "training/data/dev/README.md says."
            )
        named = {"--tracks": DEV / "tracks.csv", "--clips": DEV / "clips.csv"}
        named |= {"--music": args.music, "--checkpoints": self.folder, "--work": args.work}
        options = [str(value) for pair in named.items() for value in pair]
        return [*options, "--pictures", *map(str, args.pictures)]

    def _is_of_these_models(self, name: str) -> bool:
        path = self.folder / name
        if not path.exists():
            return False
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return kept.get("checkpoints") == self.models

    def _write(self, name: str, what: str, value: Mapping[str, Any]) -> None:
        text = json.dumps({"checkpoints": self.models, what: value}, indent=1) + "\n"
        with atomic_output(self.folder / name) as partial:
            partial.write_text(text, encoding="utf-8")


def _run(module: str, *arguments: str) -> str:
    """What a command of this project printed; its words where it failed are on stderr."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE)
    if done.returncode:
        raise InputError(f"`python -m {module}` failed with status {done.returncode}.")
    return done.stdout.decode()


def main() -> int:
    """Rebuild, or say what is stale; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.rebuild",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    path = {"type": Path, "metavar": "DIR"}
    parser.add_argument("--checkpoints", **path, default=CHECKPOINTS_DIR / "embedded")
    parser.add_argument("--library", **path, default=STARTER_LIBRARY)
    parser.add_argument("--music", **path)
    parser.add_argument("--pictures", **path, nargs="+")
    parser.add_argument("--work", **path, default=Path("build/taste"))
    parser.add_argument("--corpus", type=Path, metavar="FILE")
    parser.add_argument("--check", action="store_true", help="only say what is stale")
    args = parser.parse_args()
    any_stale = False
    for part in Rebuild(args).parts():
        reasons = part.stale()
        any_stale |= bool(reasons)
        print(f"{part.name}: {'; '.join(reasons) or 'current'}", flush=True)
        if reasons and not args.check:
            part.make()
            print(f"{part.name}: made", flush=True)
    return EXIT_STALE if any_stale and args.check else 0


def _command() -> None:
    if status := main():
        sys.exit(status)


if __name__ == "__main__":
    sys.exit(run("rebuild", _command))
