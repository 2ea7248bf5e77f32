"""Clips and the one track of the library that belongs to each: the ground truth of retrieval.

PAIRS is a CSV `clip,track`: the clip's path under its root, and the name of the track's file.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.analyses.material import EXAMPLE_CLIPS, Clip, Material, read_clip
from training.analyses.tables import read_rows
from training.metrics import IntArray
from viml_core.console import show_progress

EXAMPLE_PAIRS = Path(__file__).parent / "examples" / "pairs.csv"


@dataclass(frozen=True)
class Pairs:
    """Q clips, and the column of each one's track in the order of the library: (Q,).

    source: where they come from, for the report.
    """

    source: str
    clips: tuple[Path, ...]
    positives: IntArray

    @classmethod
    def read(cls, args: argparse.Namespace, material: Material) -> Pairs:
        """From `--pairs` and `--clips`.

        Raises:
            InputError: the table cannot be read, or names a track that the library lacks.
        """
        rows = read_rows(args.pairs or EXAMPLE_PAIRS, ("clip", "track"))
        root = args.clips or (args.pairs.parent if args.pairs else EXAMPLE_CLIPS)
        columns = [material.column(track) for _, track in rows]
        source = str(args.pairs) if args.pairs else "three examples, matched by hand"
        return cls(source, tuple(root / clip for clip, _ in rows), np.array(columns))

    def decode(self, material: Material) -> list[Clip]:
        """The pictures of each clip.

        Raises:
            MediaError, LimitError: one of them is no clip that can be served.
        """
        clips = []
        for path in self.clips:
            show_progress(f"Reading {path.name}")
            clips.append(read_clip(path, material.preset))
        return clips


def add_pair_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that `Pairs.read` reads."""
    parser.add_argument(
        "--pairs",
        type=Path,
        metavar="CSV",
        help="columns clip,track (default: three examples, matched by hand)",
    )
    parser.add_argument("--clips", type=Path, metavar="ROOT", help="default: beside the CSV")
