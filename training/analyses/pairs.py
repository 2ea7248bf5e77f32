"""Clips and the one track of the library that belongs to each: the ground truth of retrieval.

PAIRS is a CSV `clip,track`: the clip's path under its root, and the name of the track's file.
"""

from __future__ import annotations

import argparse
from collections.abc import Container
from dataclasses import dataclass, replace
from pathlib import Path

from training.analyses.material import EXAMPLE_CLIPS, Material
from training.analyses.tables import read_rows
from training.metrics import IntArray

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
        columns = material.columns([track for _, track in rows])
        source = str(args.pairs) if args.pairs else "three examples, matched by hand"
        return cls(source, tuple(root / clip for clip, _ in rows), columns)

    def among(self, seen: Container[Path]) -> Pairs:
        """Those whose clip has been seen."""
        kept = [i for i, clip in enumerate(self.clips) if clip in seen]
        clips = tuple(self.clips[i] for i in kept)
        return replace(self, clips=clips, positives=self.positives[kept])


def add_pair_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that `Pairs.read` reads."""
    parser.add_argument(
        "--pairs",
        type=Path,
        metavar="CSV",
        help="columns clip,track (default: three examples, matched by hand)",
    )
    parser.add_argument("--clips", type=Path, metavar="ROOT", help="default: beside the CSV")
