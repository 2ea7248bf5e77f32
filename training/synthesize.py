"""`python -m training.synthesize ROUTE`: texts of music from tags, as ViML makes them.

    python -m training.synthesize tags --items ITEMS.jsonl --out tags.jsonl
    python -m training.synthesize data2text --modules rules --items ITEMS.jsonl --out d2t.jsonl
    python -m training.synthesize prompt2text --items ITEMS.jsonl --examples TRAIN.jsonl \\
        --server http://localhost:8000/v1 --model NAME --out prompt2text.jsonl
    python -m training.synthesize report --items TRAIN.jsonl --texts tags.jsonl d2t.jsonl

ITEMS has one object a line: `{"id", "genres": {tag: confidence}, "moods": {...}, "instruments":
{...}}`, confidences 0..1; TRAIN has `text` as well, what a person wrote. A run that was stopped
goes on when it is started again; items that failed are tried again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.synthesis.arguments import above_zero, positive, share
from training.synthesis.data2text import Data2Text, Modules, Rules
from training.synthesis.items import THRESHOLD, TaggedItem, item_rng, read_items
from training.synthesis.prompt2text import LanguageModel, Prompt2Text, PromptConfig
from training.synthesis.records import Settings, Writer, Written, write_missing
from training.synthesis.served import ServedModel, ServerConfig
from training.synthesis.wording import shuffled
from viml_core.console import run
from viml_core.errors import InputError

TOKEN_VARIABLE = "VIML_SERVER_TOKEN"
_MODULES = ("ordering", "aggregation", "compression")


def tags(args: argparse.Namespace) -> None:
    """The kept tags, shuffled, comma-separated."""

    def write(item: TaggedItem) -> Written:
        names = item.above(args.threshold).names
        if not names:
            return Written(None, {}, f"no tag is above {args.threshold}")
        return Written(shuffled(names, item_rng(args.seed, item.id)), {})

    _write(args, {"seed": args.seed, "threshold": args.threshold}, write)


def data2text(args: argparse.Namespace) -> None:
    """Template sentences, ordered, joined and rewritten."""
    named = {name: getattr(args, name) for name in _MODULES}
    if args.modules == "rules" and any(named.values()):
        raise InputError("--modules rules loads no network: leave the three modules out.")
    if args.modules == "neural" and not all(named.values()):
        raise InputError("--modules neural needs --ordering, --aggregation and --compression.")
    settings = {"seed": args.seed, "threshold": args.threshold, "modules": args.modules}
    modules: Modules = Rules()
    if args.modules == "neural":
        _require_transformers()
        from training.synthesis.neural import NeuralConfig, NeuralModules

        config = NeuralConfig(**named)
        settings |= asdict(config)
        modules = NeuralModules(config)
    _write(args, settings, Data2Text(modules, args.threshold, args.seed))


def prompt2text(args: argparse.Namespace) -> None:
    """The analogy prompt, completed by a language model."""
    config = PromptConfig(
        examples=args.k,
        temperature=args.temperature,
        top_p=args.top_p,
        max_tokens=args.max_tokens,
        max_words=args.max_words,
        draws=args.draws,
        seed=args.seed,
        threshold=args.threshold,
    )
    annotated = read_items(args.examples, with_text=True)
    model, name = _language_model(args)
    settings = asdict(config) | name | {"annotated": _of(annotated)}
    del settings["draws"]  # a run that failed may be given more of them, and go on in its file
    _write(args, settings, Prompt2Text(model, annotated, config), args.at_once)


def report(args: argparse.Namespace) -> None:
    """Compare the routes with what people wrote."""
    from training.synthesis.report import as_markdown, compare_files

    found = compare_files(args.items, args.texts, args.threshold)
    print(json.dumps(found.as_dict(), indent=2) if args.json else as_markdown(found))


def _language_model(args: argparse.Namespace) -> tuple[LanguageModel, Settings]:
    """The model that the arguments name, and what to record of it."""
    if args.local:
        if args.at_once > 1:
            raise InputError("--at-once is for a server: --local writes one text after another.")
        _require_transformers()
        from training.synthesis.local import LocalModel

        return LocalModel(args.local), {"model": args.local}
    config = ServerConfig(
        args.server, args.protocol, args.model, timeout_s=args.timeout_s, tries=args.tries
    )
    # Not the address: the same model may be served from another one when a run goes on.
    name = {"protocol": args.protocol, "model": args.model}
    return ServedModel(config, os.environ.get(TOKEN_VARIABLE)), name


def _require_transformers() -> None:
    try:
        import transformers  # noqa: F401
    except ImportError as error:
        raise InputError(
            f"Networks of this machine need transformers ({error}): "
            "pip install -r training/requirements.txt."
        ) from error


def _of(annotated: Sequence[TaggedItem]) -> str:
    """Which examples there were to choose from."""
    told = [(item.id, item.digest, item.text) for item in annotated]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    return f"{len(annotated)} items, {digest}"


def _write(args: argparse.Namespace, settings: Settings, write: Writer, at_once: int = 1) -> None:
    items = read_items(args.items)
    tally = write_missing(items, args.out, args.route, settings, write, at_once=at_once)
    counts = {"out": str(args.out), **asdict(tally)}
    told = f"{args.out}: {tally.written} written, {tally.kept} kept, {tally.failed} failed"
    print(json.dumps(counts) if args.json else told)
    if tally.failed:
        raise InputError(
            f"{tally.failed} of {tally.failed + tally.written} texts failed: `error` in {args.out} "
            "says why; run again to try them again."
        )


def _add_route(routes: Any, command: Any, *, writes: bool = True) -> argparse.ArgumentParser:
    name = command.__name__
    parser: argparse.ArgumentParser = routes.add_parser(name, help=command.__doc__)
    parser.add_argument(
        "--items", type=Path, required=True, metavar="FILE", help="tagged items, one a line"
    )
    parser.add_argument(
        "--threshold",
        type=share,
        default=THRESHOLD,
        metavar="CONFIDENCE",
        help=f"tags above it are kept (default: {THRESHOLD})",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    if writes:
        parser.add_argument(
            "--out", type=Path, required=True, metavar="FILE", help="texts, one a line"
        )
        parser.add_argument("--seed", type=int, default=0, help="of every random choice")
    parser.set_defaults(command=command, route=name)
    return parser


def _add_prompt_arguments(parser: argparse.ArgumentParser) -> None:
    ours, served = PromptConfig(), ServerConfig("")

    def add(name: str, kind: Callable[[str], Any], default: float, told: str) -> None:
        parser.add_argument(
            name, type=kind, default=default, metavar="NUMBER", help=f"{told} (default: {default})"
        )

    parser.add_argument(
        "--examples", type=Path, required=True, metavar="FILE", help="items with people's texts"
    )
    add("-k", positive, ours.examples, "examples in a prompt")
    model = parser.add_mutually_exclusive_group(required=True)
    model.add_argument("--server", metavar="URL", help=f"its token is in ${TOKEN_VARIABLE}")
    model.add_argument("--local", metavar="PATH", help="a causal model in transformers' format")
    parser.add_argument(
        "--protocol",
        choices=("chat", "tgi"),
        default=served.protocol,
        help="of the server (default: chat)",
    )
    parser.add_argument("--model", default="", metavar="NAME", help="of the served model; recorded")
    add("--temperature", above_zero, ours.temperature, "of the sampling")
    add("--top-p", share, ours.top_p, "of the sampling: mass of the likeliest words")
    add("--max-tokens", positive, ours.max_tokens, "of a text; one that is cut there is bad")
    add("--max-words", positive, ours.max_words, "of a text; a longer one is bad")
    add("--draws", positive, ours.draws, "of a text until one is good")
    add("--tries", positive, served.tries, "of a server that fails, with longer and longer waits")
    add("--timeout-s", above_zero, served.timeout_s, "of one try")
    add("--at-once", positive, 1, "texts that the server is asked for side by side")


def main() -> None:
    """Run one route, or the report."""
    parser = argparse.ArgumentParser(
        prog="python -m training.synthesize",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    routes = parser.add_subparsers(required=True, metavar="ROUTE")
    _add_route(routes, tags)
    parser_d2t = _add_route(routes, data2text)
    parser_d2t.add_argument("--modules", choices=("rules", "neural"), required=True)
    for name in _MODULES:
        parser_d2t.add_argument(f"--{name}", metavar="SOURCE", help="path, or owner/name[@rev]")
    _add_prompt_arguments(_add_route(routes, prompt2text))
    compared = _add_route(routes, report, writes=False)
    compared.add_argument("--texts", type=Path, nargs="+", required=True, metavar="FILE")
    args = parser.parse_args()
    args.command(args)


if __name__ == "__main__":
    sys.exit(run("synthesize", main))
