"""The development benchmark: split by package, valid rows, and nothing of it in a training list."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from training.evaluation.taste import matches, split_words
from viml_core.library.identity import file_sha256

DATA = Path(__file__).resolve().parents[3] / "training" / "data"
DEV = DATA / "dev"
ASSETS = DATA.parents[1] / "assets"
SHIPPED_MEDIA = (".opus", ".mp4", ".jpg")
SHA256 = re.compile(r"[0-9a-f]{64}")
SPLITS = {"dev", "train", "none"}
# shorter words of a title ("on", "the", "bay") carry no name that a query could leak
TITLE_TOKEN_LENGTH = 4


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TRACKS, CLIPS, PACKAGES = (rows(DEV / f"{name}.csv") for name in ("tracks", "clips", "packages"))
SPLIT_OF = {row["package"]: row["split"] for row in PACKAGES}


def tokens(text: str) -> set[str]:
    separated = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return set(re.findall(r"[a-z]+", separated.lower()))


def training_rows() -> list[tuple[str, dict[str, str]]]:
    """(file name, row) of every list beside the development set, CSV or JSONL."""
    lists = [p for p in sorted(DATA.rglob("*.*")) if DEV not in p.parents]
    found = [(p.name, row) for p in lists if p.suffix == ".csv" for row in rows(p)]
    for path in (p for p in lists if p.suffix == ".jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [(path.name, json.loads(line)) for line in lines]
    return found


def test_every_package_is_listed_once_with_a_split():
    assert len(SPLIT_OF) == len(PACKAGES)
    assert set(SPLIT_OF.values()) == SPLITS


def test_what_is_evaluated_comes_from_development_packages_only():
    pictures = [row for row in CLIPS if row["root"] == "pictures"]
    for row in TRACKS + pictures:
        package = row["file"].split("/")[0]
        assert SPLIT_OF[package] == "dev", row["file"]
        assert row.get("package", package) == package
    assert {row["split"] for row in CLIPS} == {"dev"}


def test_no_development_hash_or_package_is_in_a_training_list():
    development = {row["sha256"] for row in TRACKS + CLIPS}
    training = training_rows()
    assert any("sha256" in row for _, row in training)
    for name, row in training:
        assert row.get("sha256") not in development, f"{name}: {row}"
        if "package" in row:
            assert SPLIT_OF[row["package"]] == "train", f"{name}: {row['file']}"
            assert row["file"].split("/")[0] == row["package"]


def test_the_training_lists_hold_music_and_pictures():
    listed = {name for name, row in training_rows() if SHA256.fullmatch(row.get("sha256", ""))}
    assert {"music.csv", "pictures.csv"} <= listed  # else the test above has nothing to find


def test_nothing_that_ships_is_a_development_file():
    development = {row["sha256"] for row in TRACKS + CLIPS}
    shipped = [p for kind in SHIPPED_MEDIA for p in sorted(ASSETS.rglob(f"*{kind}"))]
    assert len(shipped) > 60  # the starter tracks, which are trained on, and the example clips
    for path in shipped:
        assert file_sha256(path) not in development, path


def test_files_and_hashes_are_unique():
    for table in (TRACKS, CLIPS):
        for column in ("file", "sha256"):
            repeated = [v for v, n in Counter(row[column] for row in table).items() if n > 1]
            assert not repeated
        assert all(SHA256.fullmatch(row["sha256"]) for row in table)


def test_the_set_is_large_enough():
    assert len(TRACKS) >= 60
    assert len(CLIPS) >= 40
    assert sum(row["kind"] == "still" for row in CLIPS) >= 30
    assert {row["kind"] for row in CLIPS} == {"clip", "still"}
    assert {row["root"] for row in CLIPS} == {"clips", "gradio", "pictures"}


@pytest.mark.parametrize(
    ("table", "column", "least", "most"),
    [
        (TRACKS, "style_words", 6, 12),
        (CLIPS, "fit_words", 3, 3),
        (CLIPS, "misfit_words", 3, 3),
    ],
)
def test_words_are_lower_case_distinct_and_as_many_as_stated(table, column, least, most):
    for row in table:
        words = row[column].split(";")
        assert least <= len(words) <= most, row["file"]
        assert len(set(words)) == len(words), row["file"]
        assert all(w == w.strip().lower() and w for w in words), row["file"]


def test_texts_are_present():
    assert all(len(row["query"].split()) >= 8 and row["evidence"] for row in TRACKS)
    assert len({row["query"] for row in TRACKS}) == len(TRACKS)
    assert all(row["seen"] and row["mood"] and row["source"] for row in CLIPS)


def test_no_query_gives_the_title_away():
    for row in TRACKS:
        named = tokens(Path(row["file"]).stem) | tokens(row["title"])
        leaked = {t for t in named & tokens(row["query"]) if len(t) >= TITLE_TOKEN_LENGTH}
        assert not leaked, f"{row['file']}: {leaked}"


def test_every_clip_has_tracks_that_fit_and_tracks_that_do_not():
    styles = [split_words(row["style_words"]) for row in TRACKS]
    for row in CLIPS:
        fit, misfit = split_words(row["fit_words"]), split_words(row["misfit_words"])
        both = [(matches(style, fit), matches(style, misfit)) for style in styles]
        assert both.count((True, False)) >= 4, row["file"]
        assert both.count((False, True)) >= 3, row["file"]
        assert not matches(fit, misfit), row["file"]
