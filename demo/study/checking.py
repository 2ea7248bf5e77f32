"""`check`: whether a made study is whole, equally loud, balanced and unchanged."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from demo.study.assignment import balance
from demo.study.manifest import (
    MADE_AT_S,
    MEDIA_FOLDER,
    Manifest,
    Pair,
    Preview,
    read_manifest,
)
from demo.study.rendering import MOST_DIFFERENCE_LU, measure
from demo.study.store import DATABASE_FILE, Store
from demo.study.tokens import SECRET_FILE, SECRET_MODE
from viml_core.errors import VimlError
from viml_core.library.identity import file_sha256
from viml_core.types import Progress

MOST_EXPOSURE_DIFFERENCE = 2  # raters come in twins, who see the same pairs
MOST_SIDES_DIFFERENCE = 1


@dataclass(frozen=True)
class Checked:
    """What was looked at, and what is wrong with it, a sentence each."""

    manifest: Manifest
    votes: int
    problems: tuple[str, ...]


def check_study(folder: Path, progress: Progress) -> Checked:
    """Looks at everything in a study's folder.

    Raises:
        StorageError: it holds no study, or one whose manifest was changed.
    """
    manifest = read_manifest(folder)
    problems = [*_secret(folder), *_balance(manifest), *_strangers(folder, manifest)]
    for number, pair in enumerate(manifest.pairs):
        progress(f"Listening to {pair.pair_id}", number / len(manifest.pairs))
        problems += _pair(folder / MEDIA_FOLDER, pair, manifest.plan.min_listen_s)
    votes, wrong = _votes(folder, manifest)
    return Checked(manifest, votes, (*problems, *wrong))


def _secret(folder: Path) -> list[str]:
    path = folder / SECRET_FILE
    if not path.is_file():
        return [f"The secret {path} is missing, so no link works; make the study again."]
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode != SECRET_MODE:
        return [f"Others may read the secret {path} (mode {mode:o}); set it to {SECRET_MODE:o}."]
    return []


def _balance(manifest: Manifest) -> list[str]:
    found = balance(manifest.lists, manifest.pair_ids)
    problems = []
    if found.repeats:
        problems.append(f"Raters would see {found.repeats} pairs twice; make the study again.")
    if found.exposure > MOST_EXPOSURE_DIFFERENCE:
        problems.append(f"Some pair is given to {found.exposure} raters more than another.")
    if max(found.rater_sides, found.pair_sides) > MOST_SIDES_DIFFERENCE:
        problems.append("The models are not on the left and on the right equally often.")
    return problems


def _strangers(folder: Path, manifest: Manifest) -> list[str]:
    known = {preview.name for pair in manifest.pairs for preview in pair.previews}
    found = {path.name for path in (folder / MEDIA_FOLDER).glob("*")}
    return [f"The file {name} belongs to no pair; delete it." for name in sorted(found - known)]


def _pair(media: Path, pair: Pair, min_listen_s: float) -> list[str]:
    problems, levels = [], []
    for preview in pair.previews:
        path = media / preview.name
        if trouble := _file(path, preview):
            problems.append(f"{pair.pair_id}: {trouble}")
            continue
        try:
            duration_s, loudness_lufs = measure(path)
        except VimlError as error:
            problems.append(f"{pair.pair_id}: {error}")
            continue
        levels.append(loudness_lufs)
        if duration_s < min_listen_s:
            problems.append(
                f"{pair.pair_id}: {preview.name} lasts {duration_s:.1f} s, and "
                f"{min_listen_s:g} s must be heard."
            )
    if len(levels) == 2 and abs(levels[0] - levels[1]) > MOST_DIFFERENCE_LU:
        problems.append(
            f"{pair.pair_id}: the previews differ by {abs(levels[0] - levels[1]):.2f} LU, and "
            f"{MOST_DIFFERENCE_LU:g} is the most."
        )
    return problems


def _file(path: Path, preview: Preview) -> str | None:
    if not path.is_file():
        return f"{path.name} is missing; make the study again."
    if file_sha256(path) != preview.sha256:
        return f"{path.name} was changed since it was rendered; make the study again."
    if path.stat().st_mtime != MADE_AT_S:
        return f"{path.name} tells when it was made; copy the study with its times (cp -p)."
    return None


def _votes(folder: Path, manifest: Manifest) -> tuple[int, list[str]]:
    """Every vote is of this version and on what its rater was given."""
    if not (folder / DATABASE_FILE).exists():
        return 0, []
    store = Store(folder)
    try:
        votes = store.votes()
    finally:
        store.close()
    tasks = {one.rater: one.tasks for one in manifest.lists}
    problems = []
    for vote in votes:
        given = tasks.get(vote.rater, ())
        fits = vote.position < len(given) and given[vote.position].pair == vote.pair
        if not fits or vote.study_version != manifest.version:
            problems.append(f"The vote of {vote.rater} on {vote.pair} is not of this study.")
    return len(votes), problems
