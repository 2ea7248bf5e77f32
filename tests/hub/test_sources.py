"""Naming a model and a library: rankings, folders, addresses, and what may be taken from others."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.hub.repositories import LoopbackHub
from tests.toy import toy_config
from viml_core.errors import CheckpointError, InputError, LibraryError
from viml_core.library.catalogue import Catalogue, FileRecord
from viml_core.library.identity import Sound
from viml_core.models.checkpoint import save_checkpoint
from viml_core.models.retrieval import build_model
from viml_core.models.scoring import DEFAULT_RANKING
from viml_core.sources import SHIPPED, ModelChoice, choose_model, find_checkpoints, find_library
from viml_core.types import Track


@pytest.mark.parametrize(
    ("said", "checkpoints", "variable", "choice"),
    [
        (None, None, "", ModelChoice(None, DEFAULT_RANKING)),
        ("viml", None, "", ModelChoice(None, "viml")),
        ("ens:viml,mt", None, "", ModelChoice(None, "ens:viml,mt")),
        ("hf://a/b@v1", None, "", ModelChoice("hf://a/b@v1", DEFAULT_RANKING)),
        ("hf://a/b#mt", None, "", ModelChoice("hf://a/b", "mt")),
        ("./mine", None, "", ModelChoice("./mine", DEFAULT_RANKING)),
        ("viml", "mine", "", ModelChoice("mine", "viml")),
        (None, None, "hf://a/b#viml", ModelChoice("hf://a/b", "viml")),
        ("mt", None, "hf://a/b#viml", ModelChoice("hf://a/b", "mt")),
        ("./mine", None, "hf://a/b#viml", ModelChoice("./mine", "viml")),
        (None, "mine", "hf://a/b", ModelChoice("mine", DEFAULT_RANKING)),
        (None, None, "mvpt+", ModelChoice(None, "mvpt+")),
    ],
)
def test_a_model_is_a_ranking_a_place_or_both(
    said: str | None, checkpoints: str | None, variable: str, choice: ModelChoice
) -> None:
    assert choose_model(said, checkpoints, {"VIML_MODEL": variable}) == choice


def test_checkpoints_are_found_where_they_are_named(hub: LoopbackHub, tmp_path: Path) -> None:
    torch.manual_seed(0)
    save_checkpoint(build_model(toy_config("mt")), tmp_path / "mine" / "mt")
    files = {
        path.relative_to(tmp_path / "mine").as_posix(): path.read_bytes()
        for path in (tmp_path / "mine").rglob("*.*")
    }
    commit = hub.add("someone/model", files)
    here, there = find_checkpoints(tmp_path / "mine"), find_checkpoints("hf://someone/model")
    assert (here.preset, there.preset) == ("toy", "toy")
    assert there.source == f"hf://someone/model@{commit}"
    assert (there.folder / "mt/config.json").read_bytes() == files["mt/config.json"]
    assert find_checkpoints(None).source == SHIPPED


def test_what_is_no_folder_of_checkpoints_is_said(tmp_path: Path, hub: LoopbackHub) -> None:
    with pytest.raises(CheckpointError, match=f"no checkpoint in {tmp_path}"):
        find_checkpoints(tmp_path)
    (tmp_path / "viml").mkdir()
    with pytest.raises(CheckpointError, match=r"no readable config.json of a checkpoint"):
        find_checkpoints(tmp_path)
    for name, preset in (("viml", "embedded"), ("mt", "paper")):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "config.json").write_text(f'{{"preset": "{preset}"}}')
    with pytest.raises(CheckpointError, match=r"different presets \(embedded, paper\)"):
        find_checkpoints(tmp_path)
    with pytest.raises(InputError, match="is a data set"):
        find_checkpoints("hf://datasets/someone/music")
    with pytest.raises(InputError, match="libraries are at hf://datasets/"):
        find_library("hf://someone/model")


def small_library(folder: Path, *, path: str = "audio/one.opus", seal: bool = True) -> Path:
    """A catalogue with one track in it."""
    (folder / "audio").mkdir(parents=True)
    (folder / "audio/one.opus").write_bytes(b"sound" * 600)
    catalogue = Catalogue(folder)
    catalogue.create("toy", "m")
    track = Track("t1", folder / path, "One", "Me", "CC0", 10.0, -14.0, -1.0, None, ())
    sound = Sound("t1", 10.0, np.zeros(20, np.float32))
    file = FileRecord(folder / path, 3000, 0, "0" * 64)
    assert catalogue.add(track, np.ones((1, 7), np.float32), sound, file) is None
    if seal:
        catalogue.seal()
    return folder


def upload(hub: LoopbackHub, folder: Path) -> str:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    hub.add("someone/music", files, kind="dataset")
    return "hf://datasets/someone/music"


def test_a_library_comes_with_its_music_and_nothing_else(hub: LoopbackHub, tmp_path: Path) -> None:
    folder = small_library(tmp_path / "library")
    (folder / "tool.py").write_text("print('never')")
    found = find_library(upload(hub, folder))
    assert {path.name for path in found.rglob("*.*")} == {"catalogue.sqlite", "one.opus"}
    assert [track.path for track in Catalogue(found, read_only=True).tracks()] == [
        found / "audio/one.opus"
    ]
    assert find_library(folder) == folder


@pytest.mark.parametrize("path", ["/etc/hostname", "../../outside.opus"])
def test_a_library_may_not_name_files_outside_itself(
    hub: LoopbackHub, tmp_path: Path, path: str
) -> None:
    folder = small_library(tmp_path / "library")
    with sqlite3.connect(folder / "catalogue.sqlite") as connection:
        connection.execute("UPDATE files SET path = ?", (path,))
    with pytest.raises(LibraryError, match=r"names a file outside its folder"):
        find_library(upload(hub, folder))


def test_a_library_must_be_sealed_and_plain(hub: LoopbackHub, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is not sealed"):
        find_library(upload(hub, small_library(tmp_path / "open", seal=False)))
    folder = small_library(tmp_path / "tricky")
    with sqlite3.connect(folder / "catalogue.sqlite") as connection:
        connection.execute("CREATE VIEW tricky AS SELECT 1")
    with pytest.raises(LibraryError, match="holds more than tables"):
        find_library(upload(hub, folder))
