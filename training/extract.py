"""`python -m training.extract`: base features of a manifest's items, and the corpus of them.

    run       --manifest M.parquet --out DIR [--preset embedded] [--workers N | --ray ADDRESS]
    tags      --manifest M.parquet --features DIR --out TAGGED.jsonl
    assemble  --manifest M.parquet --features DIR --out CORPUS.safetensors [--texts FILE ...]

`run` writes DIR/shard-*.safetensors and may be killed and run again at any time. What failed is in
DIR/failures.jsonl with its reason, beside what the manifest says cannot be used. The bytes do not
depend on the workers, their number or their order; other kinds of CPU may round differently.
`tags` writes what the music encoder heard, from which `training.synthesize` makes texts.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from training.data.corpus import SPLITS
from training.data.manifests.table import read_manifest
from training.extraction.assemble import assemble, count_texts
from training.extraction.cluster import run_on_cluster
from training.extraction.job import FAILURES_FILE, Job, Report
from training.extraction.plan import MODALITIES, Modality, Plan, Task
from training.extraction.tagged import write_tagged_items
from training.extraction.workers import run_here
from viml_core.console import run, show_progress
from viml_core.errors import InputError
from viml_core.features.presets import DEFAULT_PRESET, load_preset


def extract(args: argparse.Namespace) -> None:
    """Make what is missing, and say what came of it."""
    if min(args.workers, args.items_per_shard) < 1:
        raise InputError("--workers and --items-per-shard must be at least 1.")
    rows = read_manifest(args.manifest)
    preset = load_preset(args.preset, show_progress)
    job = Job.of(rows, args.out, preset, args.modalities, args.items_per_shard)
    del preset  # the workers have their own
    report = job.run(partial(_work, job, args), retry=args.retry)
    print(_summary(args.out, report))
    if report.failures:
        first, reason = next(iter(report.failures.items()))
        raise InputError(
            f"{len(report.failures)} of {report.items} items failed, the first of them {first!r}: "
            f"{reason} All are in {args.out / FAILURES_FILE}; the others are kept. Mend them and "
            "run it with --retry, or go on without them."
        )


def write_tags(args: argparse.Namespace) -> None:
    """Write what was heard in each item, as input of `training.synthesize`."""
    count = write_tagged_items(read_manifest(args.manifest), args.features, args.out)
    print(
        f"{args.out}: {count.written} items; in {count.untagged} more nothing was heard that the "
        "vocabulary has a word for"
    )


def assemble_corpus(args: argparse.Namespace) -> None:
    """Write the corpus, and say what is in it and what is not."""
    rows = read_manifest(args.manifest)
    preset = load_preset(Plan.load(args.features).preset, show_progress)
    made = assemble(rows, args.features, args.texts, preset, show_progress)
    made.corpus.save(args.out)
    splits = Counter(SPLITS[code] for code in made.corpus.split)
    print(f"{args.out}: {_counted(splits)}; {made.failed} failed and are left out")
    for route, count in count_texts(made.corpus).items():
        print(f"  texts of the route {route}: {_counted(count)}")
    if made.stray_texts or made.lines_without_text:
        print(
            f"  not used: {made.stray_texts} texts of items that are not in the corpus, "
            f"{made.lines_without_text} lines without a text"
        )


def _counted(by_split: Counter[str]) -> str:
    return ", ".join(f"{by_split[split]} {split}" for split in SPLITS)


def _work(job: Job, args: argparse.Namespace, tasks: Sequence[Task]) -> Iterator[tuple[int, bytes]]:
    total = sum(len(task.items) for task in tasks)
    done = 0

    def on_item() -> None:
        nonlocal done
        done += 1
        show_progress(f"Extracted {done:,} of {total:,} items", done / total)

    if args.ray:
        return run_on_cluster(job.plan, tasks, args.ray, args.workers, on_item)
    return run_here(job.plan, tasks, args.workers, on_item)


def _summary(out: Path, report: Report) -> str:
    left_out = ", ".join(f"{count} {status}" for status, count in report.left_out.items())
    repaired = f" ({report.repaired} had been cut short)" if report.repaired else ""
    return (
        f"{out}: {report.extracted} of {report.items} items; {report.made} shards made{repaired}, "
        f"{report.kept} kept; left out by the manifest: {left_out or 'none'}"
    )


def _modalities(text: str) -> tuple[Modality, ...]:
    """`video,music` in any order; the result is in ours, and so are the bytes."""
    names = {name.strip() for name in text.split(",")}
    if not names <= set(MODALITIES):
        raise argparse.ArgumentTypeError(f"choose from {','.join(MODALITIES)}")
    return tuple(name for name in MODALITIES if name in names)


def main() -> None:
    """Run one verb."""
    parser = argparse.ArgumentParser(
        prog="python -m training.extract",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verb = verbs.add_parser("run", help=extract.__doc__)
    verb.add_argument("--manifest", type=Path, required=True, metavar="PARQUET")
    verb.add_argument("--out", type=Path, required=True, metavar="DIR")
    verb.add_argument("--preset", default=DEFAULT_PRESET)
    verb.add_argument("--modalities", type=_modalities, default=MODALITIES, metavar="video,music")
    verb.add_argument("--items-per-shard", type=int, default=16, metavar="N")
    verb.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="here, or on Ray"
    )
    verb.add_argument("--ray", metavar="ADDRESS", help="work on this Ray cluster instead")
    verb.add_argument("--retry", action="store_true", help="make shards with failures again")
    verb.set_defaults(command=extract)
    for name, command in (("tags", write_tags), ("assemble", assemble_corpus)):
        verb = verbs.add_parser(name, help=command.__doc__)
        verb.add_argument("--manifest", type=Path, required=True, metavar="PARQUET")
        verb.add_argument("--features", type=Path, required=True, metavar="DIR")
        verb.add_argument("--out", type=Path, required=True, metavar="FILE")
        verb.set_defaults(command=command)
    verb.add_argument(
        "--texts", type=Path, nargs="+", default=[], metavar="JSONL", help="id, route, text"
    )
    args = parser.parse_args()
    args.command(args)


if __name__ == "__main__":
    sys.exit(run("extract", main))
