"""`python -m training.corpus`: the whole training corpus by one command.

It renders music from scores, listens to all music, films and looks at pictures, writes texts of
the tracks by three routes, and puts triplets together. Every step skips what is done and is keyed
by what it depends on, so the command may be killed at any moment and run again. Without --real,
--pictures or --musiccaps those sources are left out; --leave-out takes away others, to see what
each is worth. What the corpus was made of is kept in it.

Another --preset hears and looks at everything anew. What is imagined, not heard or looked at, only
the preset `embedded` can imagine: under others scenes and captions without pictures are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from training.composer.batch import Job, corpus_jobs, render_missing
from training.composer.styles import STYLES
from training.data.analogies import annotated
from training.data.filmed import moving_footage, picture_footage
from training.data.kept_texts import KeptTexts
from training.data.music import LabelledMusic, heard_music, rendered_music
from training.data.musiccaps import Caption, read_captions
from training.data.routes import with_texts, write_texts
from training.data.scenes import read_scenes
from training.data.seed import Description, Footage, Ingredients, SeedConfig, build
from training.data.triplets import read_about
from training.synthesis.labels import Labels
from viml_core.config import STARTER_LIBRARY
from viml_core.console import run, show_progress
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.features.presets import DEFAULT_PRESET, load_preset, preset_names

MUSIC_SOURCES = ("renderings", "starter", "real")
PICTURE_SOURCES = ("scenes", "musiccaps", "pictures", "moving")
SOURCES = (*MUSIC_SOURCES, *PICTURE_SOURCES, "routes")
NO_MUSIC = "A corpus needs music: leave renderings, starter or real in."
NO_PICTURES = "A corpus needs pictures: leave scenes, musiccaps, pictures or moving in."
IMAGINED = ("scenes", "musiccaps")  # sources of which there are words alone
DESCRIBED_PER_SCENE = 4  # tracks that MusicCaps describes, for each written scene
_VARIANTS_OF_PLACE, _KNOWN_OF_PLACE = 2, 4  # a place of a caption says less than a written scene
_ASSEMBLY = "corpus-1"  # change it when the same ingredients give other triplets


@dataclass(frozen=True)
class Plan:
    """What the corpus is to be made of, and where it is made."""

    out: Path
    sources: tuple[str, ...]
    real: Path | None
    pictures: Path | None
    musiccaps: Path | None
    renderings: Path
    texts: tuple[Path, ...]
    per_style: int
    seconds: float
    workers: int
    preset: str = DEFAULT_PRESET

    @property
    def imagines(self) -> bool:
        """Whether pictures and tracks may be imagined from words, in the encoders' own space."""
        return self.preset == DEFAULT_PRESET

    def uses(self, source: str) -> bool:
        """Whether this source is in."""
        return source in self.sources

    def jobs(self) -> list[Job]:
        """The renderings. What is rendered once stays, also where the composer has changed."""
        return corpus_jobs(list(STYLES), self.per_style, self.seconds)


def make(plan: Plan, file: Path) -> dict[str, Any]:
    """The corpus as `file`; what is said of it.

    Raises:
        VimlError: a source is missing or broken, or the disk is full.
    """
    _check_sources(plan)
    if plan.uses("renderings"):
        for left, row in render_missing(plan.jobs(), plan.renderings, plan.workers):
            print(f"{row['file']}: {left} to go", file=sys.stderr)
    preset = load_preset(plan.preset, show_progress)
    texts = KeptTexts(preset.text, plan.out / "texts.safetensors")
    preset = replace(preset, text=texts)
    captions = read_captions(plan.musiccaps) if plan.uses("musiccaps") else []
    groups = _known(plan, preset)
    known = [track for group in groups.values() for track in group]
    if not known:
        raise InputError(NO_MUSIC)
    if plan.uses("routes"):
        examples = annotated(read_scenes(), captions)
        written = write_texts(known, examples, plan.out / "texts")
        known = with_texts(known, [*written, *plan.texts])
    footage = _footage(plan, preset, captions)
    if not footage:
        raise InputError(NO_PICTURES)
    ingredients = Ingredients(known, footage, [_description(caption) for caption in captions])
    config = SeedConfig()
    about = {
        "key": _key(ingredients, config, preset),
        "sources": list(plan.sources),
        "tracks": {name: len(group) for name, group in groups.items()},
        "segments": {name: sum(len(t.x_m) for t in group) for name, group in groups.items()},
        "scenes": {name: len(items) for name, items in footage.items()},
        "pictures looked at": sum(len(f.pictures) for items in footage.values() for f in items),
        "described tracks": len(ingredients.described),
        "texts by route": _texts_by_route(plan),
    }
    if read_about(file).get("key") == about["key"]:
        print(f"{file} is current.")
        return about
    corpus = build(preset, ingredients, config, about)
    texts.save()
    corpus.save(file)
    print(f"{file}: {len(corpus.rows)} triplets of {len(corpus.music)} tracks")
    return about


def _check_sources(plan: Plan) -> None:
    """Before any work: a corpus is of music and pictures.

    Raises:
        InputError: one of the two has no source.
    """
    if not any(map(plan.uses, MUSIC_SOURCES)):
        raise InputError(NO_MUSIC)
    if not any(map(plan.uses, PICTURE_SOURCES)):
        raise InputError(NO_PICTURES)


def _known(plan: Plan, preset: Preset) -> dict[str, list[LabelledMusic]]:
    """Tracks that exist, by source."""
    groups: dict[str, list[LabelledMusic]] = {}
    features = plan.out / "rendered"
    if plan.uses("renderings"):
        wanted = {job.file for job in plan.jobs()}
        found = rendered_music(plan.renderings, preset, features, plan.workers, wanted)
        groups["renderings"] = list(found)
    if plan.uses("starter"):
        found = rendered_music(STARTER_LIBRARY / "audio", preset, features, plan.workers)
        groups["starter"] = list(found)
    if plan.uses("real") and plan.real:
        groups["real"] = list(heard_music(plan.real, preset, plan.out / "real", plan.workers))
        if not any(track.labels.genres for track in groups["real"]):
            raise InputError(
                f"{preset.music.name} names no tags, so nothing is known of the real music; "
                "--leave-out real, or let a DeepSim hear it."
            )
    return groups


def _footage(plan: Plan, preset: Preset, captions: list[Caption]) -> dict[str, list[Footage]]:
    """What is seen, by source."""
    footage: dict[str, list[Footage]] = {}
    films = plan.out / "films"
    if plan.uses("scenes"):
        described = DESCRIBED_PER_SCENE if captions else 0
        footage["scenes"] = [Footage(scene, described=described) for scene in read_scenes()]
    if captions:
        footage["musiccaps"] = [
            Footage(
                scene,
                texts=(caption.text,),
                variants=_VARIANTS_OF_PLACE,
                known=_KNOWN_OF_PLACE,
            )
            for caption in captions
            for scene in caption.scenes()
        ]
    if plan.uses("pictures") and plan.pictures:
        footage["pictures"] = picture_footage(plan.pictures, preset, films, plan.workers)
    if plan.uses("moving"):
        footage["moving"] = moving_footage(preset, films, plan.workers)
    if plan.imagines:
        return footage
    return {source: [replace(f, variants=0) for f in items] for source, items in footage.items()}


def _description(caption: Caption) -> Description:
    sounds = tuple(a for a in caption.aspects if a not in caption.moods)
    return Description(caption.text, Labels(sounds, caption.moods, energy=caption.energy))


def _key(ingredients: Ingredients, config: SeedConfig, preset: Preset) -> str:
    """16 hex digits that change with anything that the triplets follow from."""
    digest = hashlib.blake2b(repr((_ASSEMBLY, asdict(config), preset.fingerprints)).encode())
    for track in ingredients.known:
        digest.update(repr((track.labels, track.texts)).encode() + track.x_m.tobytes())
    for source, items in ingredients.footage.items():
        for item in items:
            told = (source, item.scene, item.texts, item.variants, item.known, item.described)
            digest.update(repr(told).encode())
            for x_v in item.pictures:
                digest.update(x_v.tobytes())
    digest.update(repr(ingredients.described).encode())
    return digest.hexdigest()[:16]


def _texts_by_route(plan: Plan) -> dict[str, int]:
    if not plan.uses("routes"):
        return {}
    from training.synthesis.records import read_records

    files = [*sorted((plan.out / "texts").glob("*2text.jsonl")), plan.out / "texts" / "tags.jsonl"]
    rows = [row for path in (*files, *plan.texts) for row in read_records(path, repair=True)]
    return dict(
        Counter(
            f"{row['route']} ({row['settings']['model']})"
            if "model" in row.get("settings", {})
            else row["route"]
            for row in rows
            if row.get("text")
        )
    )


def _plan(args: argparse.Namespace) -> Plan:
    given = {"real": args.real, "pictures": args.pictures, "musiccaps": args.musiccaps}
    left_out = set(args.leave_out) | (set() if args.preset == DEFAULT_PRESET else set(IMAGINED))
    name = "corpus" if args.preset == DEFAULT_PRESET else f"corpus-{args.preset}"
    out = args.out or Path("build", name)
    sources = tuple(s for s in SOURCES if s not in left_out and given.get(s, s) is not None)
    return Plan(
        out=out,
        sources=sources,
        real=args.real,
        pictures=args.pictures,
        musiccaps=args.musiccaps,
        renderings=args.renderings or out / f"renderings-{args.seconds:g}s",
        texts=tuple(args.texts),
        per_style=args.per_style,
        seconds=args.seconds,
        workers=args.workers,
        preset=args.preset,
    )


def main() -> None:
    """Make the corpus that the arguments describe."""
    parser = argparse.ArgumentParser(prog="python -m training.corpus", description=__doc__)
    path = {"type": Path, "metavar": "PATH"}
    parser.add_argument("--preset", default=DEFAULT_PRESET, choices=preset_names())
    parser.add_argument("--out", **path, help="all that is kept (default: build/corpus[-PRESET])")
    parser.add_argument("--file", **path, help="the corpus (default: OUT/corpus.safetensors)")
    parser.add_argument("--real", **path, help="music root; adds knowledge/music.csv")
    parser.add_argument("--pictures", **path, help="pictures root; adds knowledge/pictures.csv")
    parser.add_argument("--musiccaps", **path, help="MusicCaps' CSV file")
    parser.add_argument("--renderings", **path, help="default: OUT/renderings-SECONDSs")
    parser.add_argument("--texts", **path, nargs="+", default=[], help="more texts of the items")
    parser.add_argument("--leave-out", nargs="+", default=[], choices=SOURCES, metavar="SOURCE")
    parser.add_argument("--per-style", type=int, default=5, help="renderings of each style")
    parser.add_argument("--seconds", type=float, default=22.0, help="of each rendering")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    plan = _plan(args)
    about = make(plan, args.file or plan.out / "corpus.safetensors")
    print(json.dumps(about, indent=2))


if __name__ == "__main__":
    sys.exit(run("corpus", main))
