"""Publishing, and loading what was published: the real client against the loopback Hub."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from huggingface_hub import ModelCard

from tests.hub.conftest import hub  # noqa: F401
from tests.hub.repositories import LoopbackHub
from tests.toy import toy_config
from training import publish
from viml_core.errors import CheckpointError, HubError, InputError, VimlError
from viml_core.library.catalogue import Catalogue, FileRecord
from viml_core.library.identity import Sound
from viml_core.models.checkpoint import load_checkpoint, save_checkpoint
from viml_core.models.retrieval import build_model
from viml_core.sources import find_checkpoints, find_library
from viml_core.types import Track

REPO = "someone/viml-toy"
REPORT = {
    "level": "track",
    "split": "test",
    "query": "tags",
    "pool": 2000,
    "rows": {
        "chance": {"V->M": {"R@10": 0.5}},
        "mt": {"V->M": {"R@10": 42.72, "MR": 15}, "note": "text is no figure"},
    },
}


@pytest.fixture
def checkpoints(tmp_path: Path) -> Path:
    """Two toy models, tuned alphas, and what must not be published."""
    torch.manual_seed(0)
    for name in ("viml", "mt"):
        save_checkpoint(build_model(toy_config(name)), tmp_path / "mine" / name)  # type: ignore[arg-type]
    (tmp_path / "mine/alphas.json").write_text("{}")
    (tmp_path / "mine/notes.txt").write_text("private")
    (tmp_path / "mine/mt/optimiser.bin").write_text("private")
    return tmp_path / "mine"


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_nobody")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> None:
    monkeypatch.setattr(sys, "argv", ["publish", *map(str, arguments)])
    publish.main()


def test_a_dry_run_writes_the_folder_and_asks_nothing(
    hub: LoopbackHub,  # noqa: F811
    checkpoints: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = tmp_path / "track level.json"
    report.write_text(json.dumps(REPORT))
    out = tmp_path / "out"
    asked = ("--model", checkpoints, "--repo", REPO, "--dry-run", "--out", out)
    run(monkeypatch, *asked, "--results", report, "--data", "Nothing but noise.")
    written = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    models = {f"{m}/{f}" for m in ("viml", "mt") for f in ("config.json", "model.safetensors")}
    assert written == {"README.md", "LICENSE", "alphas.json"} | models
    said = capsys.readouterr().out
    assert all(name in said for name in written)
    assert hub.requests == []
    card = ModelCard.load(out / "README.md", ignore_metadata_errors=False)
    found = {(r.metric_name, r.metric_value) for r in card.data.eval_results}
    assert found == {("mt: V->M R@10", 42.72), ("mt: V->M MR", 15)}
    assert card.data.license == "apache-2.0"
    assert "| chance | 0.5 | - |" in card.text and "Nothing but noise." in card.text
    assert "optimiser" not in card.text and "Known weaknesses" in card.text
    with pytest.raises(InputError, match="is not empty"):
        run(monkeypatch, *asked)


def test_a_model_comes_back_as_it_was_published(
    hub: LoopbackHub,  # noqa: F811
    token: None,
    checkpoints: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(monkeypatch, "--model", checkpoints, "--repo", REPO, "--private")
    published = capsys.readouterr().out.splitlines()[-1].removeprefix("published ")
    assert hub.repositories["model", REPO].private
    found = find_checkpoints(published)
    assert found.source == published and found.preset == "toy"
    for name in ("viml", "mt"):
        mine, theirs = (load_checkpoint(folder / name) for folder in (checkpoints, found.folder))
        assert mine.fingerprint == theirs.fingerprint
        x_m = [np.ones((3, 7), np.float32)]
        np.testing.assert_array_equal(mine.embed_music(x_m), theirs.embed_music(x_m))

    shutil.rmtree(checkpoints / "viml")
    run(monkeypatch, "--model", checkpoints, "--repo", REPO)
    newest = find_checkpoints(f"hf://{REPO}")
    assert newest.source != published and not (newest.folder / "viml").exists()
    assert (find_checkpoints(published).folder / "viml").exists()


def test_what_stands_in_the_way_of_an_upload_is_said(
    hub: LoopbackHub,  # noqa: F811
    checkpoints: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(error: type[VimlError], sentence: str, *arguments: str | Path) -> None:
        with pytest.raises(error, match=sentence) as raised:
            run(monkeypatch, *arguments)
        assert "\n" not in str(raised.value)

    model = ("--model", checkpoints, "--repo", REPO)
    refused(HubError, r"refused hf://someone/viml-toy \(status 401\); log in", *model)
    monkeypatch.setenv("HF_TOKEN", "hf_of_nobody")
    hub.faults["commit"] = "broken"
    refused(HubError, "status 500", *model)
    hub.faults.clear()
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    refused(HubError, "out of reach", *model)
    refused(InputError, "Say where to with --repo", "--model", checkpoints)
    refused(InputError, "not an address", "--model", checkpoints, "--repo", "toy")
    refused(CheckpointError, "no checkpoint in", "--model", tmp_path / "x", "--repo", REPO)
    weights = checkpoints / "mt/model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-8])
    refused(CheckpointError, "cut short", *model)


def test_a_library_comes_back_with_the_audio_that_may_be_shared(
    hub: LoopbackHub,  # noqa: F811
    token: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    music = tmp_path / "private place"
    music.mkdir()
    catalogue = Catalogue(tmp_path / "library")
    (tmp_path / "library").mkdir()
    catalogue.create("toy", "m")
    licences = ("CC BY 4.0", "not stated", "https://creativecommons.org/publicdomain/zero/1.0/")
    for number, licence in enumerate(licences):
        path = music / f"Track {number}.OGG"
        path.write_bytes(bytes([number]) * 3000)
        track = Track(
            f"t{number}", path, f"Title {number}", "Me", licence, 10.0, -14.0, -1.0, None, ()
        )
        sound = Sound(f"t{number}", 10.0 + 20 * number, np.zeros(20, np.float32))
        record = FileRecord(path, 3000, 0, str(number) * 64)
        assert catalogue.add(track, np.ones((1, 7), np.float32), sound, record) is None
    catalogue.note(FileRecord(music / "broken.ogg", 1, 0, reason="not music"))

    run(monkeypatch, "--library", tmp_path / "library", "--repo", "someone/music")
    said = capsys.readouterr().out
    assert "3 tracks, 2 with audio" in said
    folder = find_library(said.splitlines()[-1].removeprefix("published "))
    tracks = Catalogue(folder, read_only=True).tracks()
    assert [track.title for track in tracks] == ["Title 0", "Title 2"]
    assert [track.path.read_bytes()[:1] for track in tracks] == [b"\0", b"\2"]
    assert b"private place" not in (folder / "catalogue.sqlite").read_bytes()
    card = hub.repositories["dataset", "someone/music"].commits[-1][1]["README.md"].decode()
    assert "| CC BY 4.0 | 1 |" in card and "The other 1 are listed" in card
    assert all(path.exists() for path in music.glob("Track *"))
