"""What follows from checkpoints: stale when they change, made once, and current as shipped."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

import pytest

from tests.synth import ffmpeg
from training import rebuild, starter
from viml_core.calibration import Calibration, write_calibration
from viml_core.config import CHECKPOINTS_DIR, STARTER_LIBRARY
from viml_core.errors import CheckpointError, InputError
from viml_core.library.catalogue import Catalogue
from viml_core.models.alphas import write_alphas
from viml_core.models.checkpoint import load_checkpoint
from viml_core.models.scoring import ENSEMBLES
from viml_core.recommender import Recommender

SHIPPED = CHECKPOINTS_DIR / "embedded"
ABOUT = {
    "sources": ["scenes", "starter"],
    "tracks": {"starter": 62},
    "segments": {"starter": 310},
    "scenes": {"scenes": 1628},
    "pictures looked at": 0,
    "described tracks": 0,
    "texts by route": {},
}


@pytest.fixture
def home(tmp_path):
    """A library of two excerpts of starter tracks."""
    audio = tmp_path / "library" / "audio"
    audio.mkdir(parents=True)
    for source in sorted((STARTER_LIBRARY / "audio").glob("*.opus"))[:2]:
        ffmpeg("-i", source, "-t", "5", "-c", "copy", audio / source.name)
    return audio.parent


@pytest.fixture
def args(tmp_path, home, monkeypatch):
    """Copies of the shipped checkpoints without what belongs to them; the development set, which
    is not in the repository, is stood for by its answers."""
    folder = tmp_path / "checkpoints"
    for name in ("mt", "mvpt+", "viml"):
        shutil.copytree(SHIPPED / name, folder / name)

    def answer(module, *arguments):
        assert str(folder) in arguments and "--music" in arguments
        if module == "training.calibrate":
            models = rebuild.checkpoint_fingerprints(folder)
            write_calibration(folder, Calibration("dev", models, ()))
            report = {"name": "dev", "checkpoints": models, "served": {}, "entries": []}
            (folder / rebuild.RELIABILITY_FILE).write_text(json.dumps(report))
            return ""
        write_alphas(folder, dict.fromkeys(ENSEMBLES, 0.5))
        return json.dumps({"rows": {}, "tracks": 66})

    monkeypatch.setattr(rebuild, "_run", answer)
    monkeypatch.setattr(rebuild, "read_about", lambda _: ABOUT)
    return Namespace(
        checkpoints=folder,
        library=home,
        music=tmp_path,
        pictures=[tmp_path],
        work=tmp_path,
        corpus=tmp_path / "corpus",
    )


def stale(args) -> list[str]:
    return [part.name for part in rebuild.Rebuild(args).parts() if part.stale()]


def rows(home: Path) -> list[str]:
    """All that a library's catalogue holds, in its order."""
    with closing(sqlite3.connect(home / "catalogue.sqlite")) as connection:
        return list(connection.iterdump())


EVERYTHING = [
    "starter library",
    "alphas and figures",
    "calibration",
    "training corpus",
    "model card",
]


def test_everything_is_made_once_and_again_for_another_checkpoint(args, recommender, monkeypatch):
    monkeypatch.setattr(Recommender, "load", lambda **_: recommender)
    assert stale(args) == EVERYTHING
    for part in rebuild.Rebuild(args).parts():
        part.make()
    assert stale(args) == []
    card = (args.checkpoints / rebuild.CARD_FILE).read_text()
    for mark in rebuild.checkpoint_fingerprints(args.checkpoints).values():
        assert mark in card
    assert "66 sentences" in card and "310 starter" in card and "Not measured" not in card

    config = args.checkpoints / "viml" / "config.json"
    config.write_text(config.read_text() + "\n")  # the same model under another fingerprint
    assert stale(args) == EVERYTHING


def test_what_is_needed_and_not_given_is_a_sentence(args):
    args.music, args.corpus = None, None
    parts = {part.name: part for part in rebuild.Rebuild(args).parts()}
    with pytest.raises(InputError, match="--music and --pictures"):
        parts["calibration"].make()
    with pytest.raises(InputError, match="--corpus"):
        parts["training corpus"].make()
    args.checkpoints = args.work / "nowhere"
    with pytest.raises(CheckpointError, match="no checkpoint"):
        rebuild.Rebuild(args)


def test_fingerprints_are_those_of_the_loaded_models():
    marks = rebuild.checkpoint_fingerprints(SHIPPED)
    assert marks["mt"] == load_checkpoint(SHIPPED / "mt").fingerprint


def test_known_tracks_are_not_heard_again(home, recommender, monkeypatch):
    marks = {name: e.fingerprint for name, e in recommender.embedders.items()}
    assert starter.stale(home, marks) == ["there is no catalogue"]
    assert len(starter.rebuild(home, recommender)) == 2
    assert starter.stale(home, marks) == []
    fresh = rows(home)

    def deaf(_):
        raise AssertionError("heard again")

    monkeypatch.setattr(recommender.preset.music, "encode", deaf)
    (reason,) = starter.stale(home, {"mt": marks["mt"]})
    assert "gone" in reason
    (missing, _) = starter.stale(home, marks | {"viml": "another"})
    assert "viml" in missing
    library = starter.rebuild(home, recommender)
    assert rows(home) == fresh
    assert Catalogue(home, read_only=True).meta().sealed
    assert len(library) == 2


def test_changed_music_is_noticed_and_heard(home, recommender):
    starter.rebuild(home, recommender)
    gone, kept = sorted((home / "audio").iterdir())
    gone.unlink()
    marks = {name: e.fingerprint for name, e in recommender.embedders.items()}
    (reason,) = starter.stale(home, marks)
    assert "1 files" in reason
    (track,) = starter.rebuild(home, recommender).tracks()
    assert track.path == kept.resolve()


def test_all_that_ships_is_current():
    """After a training: `python -m training.rebuild`, as the README says."""
    command = [sys.executable, "-m", "training.rebuild", "--check"]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
