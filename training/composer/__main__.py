"""`python -m training.composer`: render a track, the starter library, a corpus; and judge them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from training.composer.batch import MANIFEST, Job, corpus_jobs, render_missing
from training.composer.midi import midi_bytes
from training.composer.starter import DURATION_S, starter_jobs
from training.composer.styles import STYLES, find_style
from viml_core.console import run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)

Out = Annotated[Path, typer.Option(help="Folder that receives the files and the manifest.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that render at the same time.")]
_CORES = os.cpu_count() or 1
CLOSEST_IN = "musicnn"


@app.command()
def styles() -> None:
    """List the styles."""
    for style in STYLES.values():
        typer.echo(f"{style.name:20s} {', '.join(style.genres)}")


@app.command()
def render(
    style: Annotated[str, typer.Option(help="A name that `styles` lists.")],
    out: Out,
    seed: Annotated[int, typer.Option(help="Another seed, another piece.")] = 0,
    seconds: Annotated[float, typer.Option(min=15, max=300, help="Length aimed at.")] = DURATION_S,
    midi: Annotated[bool, typer.Option(help="Write the score as a MIDI file too.")] = False,
) -> None:
    """Compose and render one piece."""
    from training.composer.compose import compose
    from training.composer.render import render_track

    score = compose(find_style(style), seed, seconds)
    name = f"{style}-{seed}"
    row = render_track(score, name.replace("-", " ").capitalize(), out / f"{name}.opus")
    if midi:
        (out / f"{name}.mid").write_bytes(midi_bytes(score))
    typer.echo(json.dumps(row))


@app.command()
def starter(out: Out = Path("assets/library/audio"), workers: Workers = _CORES) -> None:
    """Render the tracks of the starter library that are missing; those that exist stay."""
    _run(starter_jobs(), out, workers)


@app.command()
def corpus(
    out: Out,
    styles: Annotated[str, typer.Option(help="Names parted by commas, or `all`.")] = "all",
    per_style: Annotated[int, typer.Option(min=1, help="Clips of each style.")] = 100,
    seconds: Annotated[float, typer.Option(min=15, max=300, help="Length of a clip.")] = 30.0,
    workers: Workers = _CORES,
) -> None:
    """Render many short, varied clips with exact labels; run it again to go on after a kill."""
    names = list(STYLES) if styles == "all" else [find_style(n).name for n in styles.split(",")]
    _run(corpus_jobs(names, per_style, seconds), out, workers)


@app.command()
def agreement(
    folder: Annotated[Path, typer.Argument(help="A folder with renderings and their manifest.")],
    strongest: Annotated[int, typer.Option(min=1, help="How many tags heard may match.")] = 1,
) -> None:
    """Compare what the manifest states with what the music encoder hears, and with chance."""
    from training.composer.agreement import measure

    found = measure(folder, strongest)
    typer.echo(f"{found.tracks} tracks, share that agrees (with the labels of other tracks)")
    typer.echo(f"genre family        {found.genre:.2f} ({found.genre_shuffled:.2f})")
    typer.echo(f"instrument or voice {found.sound:.2f} ({found.sound_shuffled:.2f})")
    for line in found.disagreements:
        typer.echo(line)


@app.command()
def distances(
    folder: Annotated[Path, typer.Argument(help="A folder with tracks of the library.")],
    real: Annotated[list[Path], typer.Argument(help="Folders with real music to compare with.")],
) -> None:
    """Print how far tracks lie from their nearest neighbours, next to as many real tracks."""
    from training.composer.distances import QUANTILES, compare

    names, own, others = compare(folder, real)
    heads = "".join(f"{f'{quantile:.0%}':>7}" for quantile in QUANTILES)
    typer.echo(f"cosine distance to the nearest neighbour, quantiles{heads}")
    for space in own.distances:
        for whose, spread in ((folder.name, own), ("real", others)):
            values = np.quantile(spread.distances[space], QUANTILES)
            label = f"{space}, {spread.tracks} tracks, {whose}"
            typer.echo(f"{label:50s}" + "".join(f"{value:7.3f}" for value in values))
    typer.echo(
        f"closest to another in {CLOSEST_IN}: " + ", ".join(own.closest(names, CLOSEST_IN, 6))
    )


def _run(jobs: list[Job], out: Path, workers: int) -> None:
    for left, row in render_missing(jobs, out, workers):
        typer.echo(f"{row['file']}  {row['duration_s']:.1f} s, {left} to go", err=True)
    typer.echo(f"{len(jobs)} tracks are in {out}, described in {out / MANIFEST}.")


if __name__ == "__main__":
    sys.exit(run("composer", app))
