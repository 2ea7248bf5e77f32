"""`python -m training.publish`: a model, a library or the page, with its card, to the Hub.

    --model DIR   --repo owner/name [--results REPORT.json ...] [--data TEXT] [--private]
    --library DIR --repo owner/name [--private]
    --space owner/name [--serve hf://owner/name@revision]

`--dry-run` writes exactly the folder that would be uploaded, and no more: into --out, or into a
temporary folder whose files are listed. REPORT.json is what `python -m training.evaluate ...
--json` prints; its figures go into the card and its model-index. Log in first with `hf auth login`,
or set HF_TOKEN.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from training.publishing.library import build_library_folder
from training.publishing.model import build_model_folder
from training.publishing.results import read_table
from training.publishing.space import build_space_folder
from training.publishing.upload import upload
from viml_core.console import run, show_progress
from viml_core.errors import InputError
from viml_core.hub import SCHEME, HubAddress
from viml_core.sources import MODEL_VARIABLE


def publish(args: argparse.Namespace) -> None:
    """Build the folder, and upload it unless it is a dry run."""
    address = _address(args)
    with tempfile.TemporaryDirectory(prefix="viml-publish-") as scratch:
        if args.out and args.out.exists() and any(args.out.iterdir()):
            raise InputError(f"The folder {args.out} is not empty; name another --out.")
        folder = args.out or Path(scratch, "folder")
        print(_build(args, address, folder))
        _list(folder)
        if args.dry_run:
            return
        variables = {MODEL_VARIABLE: args.serve} if args.serve else None
        done = upload(
            folder, address, private=args.private, variables=variables, progress=show_progress
        )
        print(f"published {done}")


def _address(args: argparse.Namespace) -> HubAddress:
    repo = args.space or args.repo
    if not repo:
        raise InputError("Say where to with --repo owner/name.")
    kind = HubAddress.parse(f"{SCHEME}{repo}")  # raises where it is no name of a repository
    if args.space:
        return HubAddress("space", kind.repo)
    return HubAddress("dataset" if args.library else "model", kind.repo)


def _build(args: argparse.Namespace, address: HubAddress, folder: Path) -> str:
    """The folder, and one line of what is in it."""
    if args.model:
        tables = [read_table(path) for path in args.results]
        build_model_folder(args.model, folder, address.repo, tables, args.data)
        return f"model {address}: {len(tables)} reports beside what lies with the checkpoints"
    if args.library:
        made = build_library_folder(args.library, folder, address.repo)
        return (
            f"library {address}: {made.tracks} tracks, {made.shared} with audio; the licences of "
            f"{made.tracks - made.shared} do not allow to pass theirs on, or are not stated"
        )
    build_space_folder(folder, args.serve)
    return f"space {address}"


def _list(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    total = sum(path.stat().st_size for path in files)
    for path in files:
        print(f"{path.stat().st_size:12,} {path.relative_to(folder).as_posix()}")
    print(f"{total:12,} bytes in {len(files)} files in {folder}")


def main() -> None:
    """Publish one thing."""
    parser = argparse.ArgumentParser(
        prog="python -m training.publish",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--model", type=Path, metavar="DIR", help="checkpoints, a folder per model")
    what.add_argument("--library", type=Path, metavar="DIR")
    what.add_argument("--space", metavar="owner/name", help="the page itself")
    parser.add_argument("--repo", metavar="owner/name", help="of the model or library")
    parser.add_argument("--results", type=Path, nargs="+", default=[], metavar="REPORT.json")
    parser.add_argument("--data", default="", metavar="TEXT", help="for the card: trained on what")
    parser.add_argument("--serve", metavar="hf://...", help="the models that the Space serves")
    parser.add_argument("--private", action="store_true")
    parser.add_argument("--dry-run", action="store_true", help="build the folder, upload nothing")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the folder is built")
    publish(parser.parse_args())


if __name__ == "__main__":
    sys.exit(run("publish", main))
