"""`python -m training.tables VERB`: train and measure what the papers' tables show.

    python -m training.tables all --data synthetic --out build/tables
    python -m training.tables all --data CORPUS --out build/tables   # real features, full scale
    python -m training.tables params

What is finished under --out is not trained again. Markdown goes to the terminal, and with JSON and
a plot into --out.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import torch

from training.analyses.figures import require_matplotlib
from training.data.corpus import Corpus
from training.data.synthetic import synthesise
from training.memory import keep_freed_memory
from training.tables import experiments
from training.tables.measure import Bench, all_views
from training.tables.params import fusion_parameters
from training.tables.plan import ALL_TABLES, Table
from training.tables.report import as_json, as_markdown, plot, write
from training.tables.scale import SCALES, Scale
from training.tables.trials import items_of, train_all
from training.tables.verdicts import verdicts
from viml_core.console import run
from viml_core.errors import InputError

SYNTHETIC = "synthetic"
VERBS: dict[str, tuple[str, tuple[Table, ...]]] = {
    "all": ("every row of every table, and the orderings", ALL_TABLES),
    "dropout-sweep": ("the rate of text dropout", (experiments.SWEEP,)),
    "zero-vector": ("zeros against the empty string's embedding", (experiments.ZERO_VECTOR,)),
    "full-track": ("trained on full tracks, tested on 30 s", (experiments.FULL_TRACK,)),
    "conditioning": ("an instrument mixed into the music", (experiments.CONDITIONED,)),
}


def main() -> None:
    """Run one verb."""
    args = _parser().parse_args()
    if args.verb == "params":
        counts = fusion_parameters()
        lines = [f"{name}: {count:,}" for name, count in counts.items()]
        print(json.dumps(counts, indent=2) if args.json else "\n".join(lines))
        return
    keep_freed_memory()
    report, markdown = _tables(args)
    print(json.dumps(report, indent=2) if args.json else markdown)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.tables",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    params = verbs.add_parser("params", help="parameters of the fusion variants, paper's size")
    params.add_argument("--json", action="store_true")
    for name, (summary, _) in VERBS.items():
        verb = verbs.add_parser(name, help=summary)
        verb.add_argument("--data", default=SYNTHETIC, metavar="synthetic|CORPUS")
        verb.add_argument("--out", type=Path, default=Path("build/tables"), metavar="DIR")
        verb.add_argument(
            "--scale", choices=SCALES, help="default: small for synthetic data, else paper"
        )
        verb.add_argument(
            "--workers", type=int, metavar="N", help="processes; default: one a core, or one GPU's"
        )
        verb.add_argument("--json", action="store_true")
        if name == "conditioning":
            verb.add_argument("--mixed", nargs="*", default=[], metavar="INSTRUMENT=CORPUS")
    return parser


def _tables(args: argparse.Namespace) -> tuple[dict[str, object], str]:
    require_matplotlib()
    tables = VERBS[args.verb][1]
    workers = args.workers if args.workers is not None else _usual_workers()
    if workers < 1:
        raise InputError(f"--workers {workers}: at least one process has to train.")
    synthetic = args.data == SYNTHETIC
    scale = SCALES[args.scale or ("small" if synthetic else "paper")]
    data, corpus = _corpus(args, scale) if synthetic else (args.data, Corpus.load(Path(args.data)))
    _check_routes(corpus, tables)
    mixes = []
    if args.verb == "conditioning":
        mixes = experiments.mixes_of(corpus, scale.corpus if synthetic else None, args.mixed)
    trained = train_all(all_views(tables), scale, Path(data), args.out, workers)
    bench = Bench(corpus, scale, trained)
    if args.verb == "conditioning":
        rows = experiments.conditioning(bench, mixes)
        description = scale.describe(corpus)
        report: dict[str, object] = {
            "synthetic": corpus.synthetic,
            "scale": description,
            "instruments": rows,
        }
        markdown = experiments.as_markdown(rows, description)
        write(args.out, args.verb, markdown, report)
        return report, markdown
    results = [(table, [bench.measure(row) for row in table.rows]) for table in tables]
    found = verdicts(bench) if args.verb == "all" else []
    report, markdown = as_json(results, found, bench), as_markdown(results, found, bench)
    name = "tables" if args.verb == "all" else args.verb
    write(args.out, name, markdown, report)
    plot(results, bench, args.out / f"{name}.png")
    return report, markdown


def _usual_workers() -> int:
    return 1 if torch.cuda.is_available() else os.cpu_count() or 1


def _corpus(args: argparse.Namespace, scale: Scale) -> tuple[Path, Corpus]:
    """The synthetic corpus, kept as a file for the workers; always made anew, it takes seconds."""
    if scale.corpus is None:
        raise InputError("The scale 'paper' is for real features: name them with --data CORPUS.")
    corpus = synthesise(scale.corpus)
    path = args.out / "synthetic.safetensors"
    corpus.save(path)
    return path, corpus


def _check_routes(corpus: Corpus, tables: tuple[Table, ...]) -> None:
    """Say before the first training what the last row would lack."""
    for table in tables:
        for row in table.rows:
            for job in row.jobs:
                for split in ("train", "validation"):
                    corpus.triplets(job.route, split)
            lacking = row.query and len(items_of(corpus, row.level, "test")) > len(
                corpus.items("test", row.query)
            )
            if lacking:
                raise InputError(
                    f"The row '{row.label}' asks with the texts '{row.query}', which some test "
                    "items of the corpus lack."
                )


if __name__ == "__main__":
    sys.exit(run("tables", main))
