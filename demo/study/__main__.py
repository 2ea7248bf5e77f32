"""`python -m demo.study VERB`: a blind study of two rankings, from its file to its report.

    python -m demo.study new study.json STUDY_DIR     # ask both models, render everything
    python -m demo.study check STUDY_DIR              # whole, equally loud, balanced?
    python -m demo.study serve STUDY_DIR --port 7861  # the raters' pages
    python -m demo.study links STUDY_DIR --base https://my.host
    python -m demo.study report STUDY_DIR --out DIR   # or of an export: report votes.csv

demo/study/plan.py says what a study file is. `check FILE.json` looks at that alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.verbs import Verbs
from viml_core.console import show_progress
from viml_core.errors import InputError, VimlError

DEFAULT_PORT = 7861
KEEP_ALIVE_S = 60  # longer than a page is silent: a vote must not meet a closing connection


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; the exit status."""
    verbs = Verbs("demo.study", __doc__)
    new = verbs.add("new", run_new, "ask both models and render all previews")
    new.add_argument("file", type=Path, metavar="FILE.json", help="the study file")
    new.add_argument("folder", type=Path, metavar="STUDY_DIR", help="is made")
    check = verbs.add("check", run_check, "look whether a study is whole, balanced, equally loud")
    check.add_argument("source", type=Path, metavar="STUDY_DIR", help="or a study file")
    serve = verbs.add("serve", run_serve, "serve the raters' pages")
    serve.add_argument("folder", type=Path, metavar="STUDY_DIR")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT)
    links = verbs.add("links", run_links, "print a link for each rater")
    links.add_argument("folder", type=Path, metavar="STUDY_DIR")
    links.add_argument("--base", default=f"http://127.0.0.1:{DEFAULT_PORT}", metavar="URL")
    export = verbs.add("export", run_export, "write the votes as a table")
    export.add_argument("folder", type=Path, metavar="STUDY_DIR")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=".csv or .parquet")
    report = verbs.add("report", run_report, "what the votes say")
    report.add_argument("source", type=Path, metavar="STUDY_DIR", help="or an export")
    report.add_argument("--out", type=Path, metavar="DIR", help="Markdown, JSON and a plot")
    report.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    erase = verbs.add("erase", run_erase, "delete one rater's data, on request")
    erase.add_argument("folder", type=Path, metavar="STUDY_DIR")
    erase.add_argument("rater", metavar="CODE", help="as the rater's page says it")
    load = verbs.add("load", run_load, "measure many raters at once, on a copy of a study")
    load.add_argument("folder", type=Path, metavar="STUDY_DIR")
    load.add_argument("--raters", type=int, default=50)
    load.add_argument("--pairs", type=int, default=2, help="judged by each (default 2)")
    return verbs.main(argv)


def run_new(args: argparse.Namespace) -> None:
    """Make a study."""
    from demo.study.making import make_study

    made = make_study(args.file, args.folder, show_progress)
    agreed = f" {len(made.agreed)} questions were answered alike." if made.agreed else ""
    print(
        f"{args.folder}: {len(made.pair_ids)} pairs, {len(made.lists)} raters, version "
        f"{made.version}.{agreed}"
    )


def run_check(args: argparse.Namespace) -> None:
    """Check a study file, or a made study."""
    from demo.study.checking import check_study
    from demo.study.plan import read_plan

    if args.source.is_file():
        plan = read_plan(args.source)
        print(f"{args.source}: {len(plan.queries)} queries to {' and '.join(plan.models)}; fine.")
        return
    checked = check_study(args.source, show_progress)
    for problem in checked.problems:
        print(problem, file=sys.stderr)
    if checked.problems:
        raise VimlError(f"{args.source} has {len(checked.problems)} problems.")
    pairs, raters = len(checked.manifest.pair_ids), len(checked.manifest.lists)
    print(
        f"{args.source}: version {checked.manifest.version}, {pairs} pairs, {raters} raters, "
        f"{checked.votes} votes; whole, unchanged, equally loud and balanced."
    )


def run_serve(args: argparse.Namespace) -> None:
    """Serve the raters' pages until interrupted."""
    import uvicorn

    from demo.study.web import create_app

    app = create_app(args.folder)
    print(f"Serving {args.folder} on http://{args.host}:{args.port}", flush=True)
    # No access log: the addresses in it are the raters' keys.
    uvicorn.run(
        app,
        host=args.host,
        port=args.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
    )


def run_links(args: argparse.Namespace) -> None:
    """Print code and link of each rater."""
    from demo.study.manifest import read_manifest
    from demo.study.tokens import Signer

    lists, signer = read_manifest(args.folder).lists, Signer(args.folder)
    for one in lists:
        print(f"{one.rater}\t{args.base.rstrip('/')}/r/{signer.token(one.rater)}/")


def run_export(args: argparse.Namespace) -> None:
    """Write the votes as a table."""
    from demo.study import export

    found = export.of_study(args.folder)
    export.write(args.out, found)
    print(f"{args.out}: {len(found.votes)} votes")


def run_report(args: argparse.Namespace) -> None:
    """Report a study, or an export of one."""
    from demo.study import export
    from demo.study.report import make_report
    from demo.study.writing import markdown, write_report

    read = export.read if args.source.is_file() else export.of_study
    report = make_report(read(args.source))
    if args.out:
        write_report(report, args.out)
    told = json.dumps(report.as_json(), ensure_ascii=False) if args.json else markdown(report)
    print(told)


def run_erase(args: argparse.Namespace) -> None:
    """Delete one rater's data; that it was done stays recorded."""
    from demo.study.manifest import read_manifest
    from demo.study.store import Store

    if args.rater not in {one.rater for one in read_manifest(args.folder).lists}:
        raise InputError(f"The study has no rater '{args.rater}'; check the code.")
    store = Store(args.folder)
    try:
        count = store.erase(args.rater)
        print(
            f"{args.rater}: {count} votes deleted; exports and reports made before still have them"
        )
    finally:
        store.close()


def run_load(args: argparse.Namespace) -> None:
    """Measure many raters at once."""
    from demo.study.load import measure_load

    print(json.dumps(measure_load(args.folder, args.raters, args.pairs), indent=2))


if __name__ == "__main__":
    sys.exit(main())
