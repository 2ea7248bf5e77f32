"""The command line on real sound: learnt to the end, killed, refused, and read by the synthesis."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from safetensors.numpy import load_file

from tests.training.tagger.tones import (
    ARTISTS,
    INSTRUMENTS,
    SMALL,
    write_music,
    write_recipe,
    write_table,
)
from training.synthesis.items import read_items
from training.synthesize import main as synthesize
from training.tagger import tagging
from training.tagger.__main__ import main
from viml_core.console import EXIT_INTERRUPTED, run
from viml_core.features.deepsim_encoder import load_deepsim

COMMAND = (sys.executable, "-m", "training.tagger")


def tagger(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True)


def here(monkeypatch, capsys, *arguments, status: int = 0) -> str:
    """What the command prints, run in this process."""
    monkeypatch.setattr(sys, "argv", ["tagger", *map(str, arguments)])
    assert run("tagger", main) == status
    return capsys.readouterr().out


def mistake(monkeypatch, capsys, *arguments) -> str:
    """The one line that is said of it."""
    monkeypatch.setattr(sys, "argv", ["tagger", *map(str, arguments)])
    assert run("tagger", main) == 2
    stderr = capsys.readouterr().err.split("\033[K")[-1]
    assert stderr.count("\n") == 1
    return stderr


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with music, one file that is none, and a tagger that has learnt the music."""
    folder = tmp_path_factory.mktemp("tagger")
    rows = write_music(folder)
    (folder / "audio" / "broken.wav").write_bytes(b"RIFF and nothing behind it")
    broken = {"path": "broken.wav", "group": "artist 1", "instruments": "piano"}
    write_table(folder / "table.csv", [*rows, dict.fromkeys(rows[0], "") | broken])
    done = tagger("train", "--config", write_recipe(folder))
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_training_tells_what_it_did(trained):
    folder, told = trained
    assert "9 tracks trained on, 3 held out" in told
    assert "1 tracks could not be read: broken.wav: 'broken.wav' is not a music file" in told
    assert "12 labels of 1 kinds are no tag of the taxonomy: instruments: kazoo (12)" in told
    config = json.loads((folder / "tagger" / "config.json").read_text())
    assert (config["width"], len(config["tags"])) == (SMALL["width"], 89)
    log = [json.loads(line) for line in (folder / "run" / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == list(range(SMALL["steps"]))
    assert log[-1]["tags"] < 0.5 * log[0]["tags"]


def test_it_knows_tones_it_has_never_heard(trained, monkeypatch, capsys):
    folder, _ = trained
    record = json.loads((folder / "run" / "trained.json").read_text())
    assert not set(record["train"]) & set(record["held_out"])
    evaluate = ("evaluate", "--config", folder / "recipe.json")
    report = json.loads(here(monkeypatch, capsys, *evaluate, "--json"))
    assert report["held_out"] == 3
    tags = {row["tag"]: row for row in report["tags"]}
    assert tags.keys() == {*INSTRUMENTS, "jazz", "folk", "rock"}
    assert all((row["roc_auc"], row["pr_auc"]) == (1.0, 1.0) for row in tags.values())
    assert tags["piano"]["prevalence"] == pytest.approx(1 / 3)
    assert report["macro"]["all"]["tags"] == 6
    assert len(report["not_measured"]) == 83
    table = here(monkeypatch, capsys, *evaluate)
    assert "| piano | instruments | 3 | 1 | 1.000 | 1.000 | 0.333 |" in table


def test_items_go_into_the_synthesis(trained, tmp_path, monkeypatch, capsys):
    folder, _ = trained
    out = tmp_path / "items.jsonl"
    tag = ("tag", folder / "audio", "--tagger", folder / "tagger", "--out", out)
    told = here(monkeypatch, capsys, *tag)
    assert "12 items" in told and "1 left out" in told
    assert "broken.wav: 'broken.wav' is not a music file" in told
    items = {item.id: item for item in read_items(out)}
    assert len(items) == 12
    for instrument in INSTRUMENTS:
        heard = sorted(items, key=lambda name: -items[name].instruments[instrument])
        assert all(name.startswith(instrument) for name in heard[:ARTISTS])
    for item in items.values():
        assert (len(item.genres), len(item.moods), len(item.instruments)) == (20, 28, 41)
    texts = tmp_path / "tags.jsonl"
    synthesis = ("tags", "--items", out, "--out", texts, "--threshold", "0.1")
    monkeypatch.setattr(sys, "argv", ["synthesize", *map(str, synthesis)])
    assert run("synthesize", synthesize) == 0
    assert len(texts.read_text().splitlines()) == 12


def test_tagging_goes_on_where_it_was_killed(trained, tmp_path, monkeypatch, capsys):
    folder, _ = trained
    out, tag = tmp_path / "items.jsonl", tagging._item
    heard = []

    def killed(name, *others):
        if len(heard) == 3:
            raise KeyboardInterrupt
        heard.append(name)
        return tag(name, *others)

    arguments = ("tag", folder / "audio", "--tagger", folder / "tagger", "--out", out)
    monkeypatch.setattr(tagging, "_item", killed)
    here(monkeypatch, capsys, *arguments, status=EXIT_INTERRUPTED)
    assert not out.exists()
    (left,) = tmp_path.glob(".*.part")
    with left.open("a") as file:
        file.write('{"id": "flu')  # as a kill within a write leaves it
    monkeypatch.setattr(
        tagging, "_item", lambda name, *others: heard.append(name) or tag(name, *others)
    )
    told = here(monkeypatch, capsys, *arguments)
    assert "12 items" in told and "(2 kept), 1 left out" in told
    assert len(heard) == 3 + 11  # the broken file is tried again
    assert len(read_items(out)) == 12
    assert not left.exists()


def test_musicnn_serves_where_no_tagger_is_trained(trained, tmp_path, monkeypatch, capsys):
    folder, _ = trained
    out = tmp_path / "items.jsonl"
    one = folder / "audio" / "drumset-0.wav"
    told = here(monkeypatch, capsys, "tag", one, "--tagger", "musicnn", "--out", out)
    assert "1 items by musicnn" in told
    (item,) = read_items(out)
    assert item.id == "drumset-0.wav"
    assert {"rock", "jazz", "classical"} <= item.genres.keys()
    assert "piano" in item.instruments and "trombone" not in item.instruments


def test_a_run_killed_and_started_again_ends_as_one_that_was_not(
    trained, tmp_path, monkeypatch, capsys
):
    folder, _ = trained
    slow = SMALL | {"save_every_s": 0.0}
    config = write_recipe(
        tmp_path,
        table=str(folder / "table.csv"),
        audio=str(folder / "audio"),
        cache=str(folder / "cache"),
        train=slow,
    )
    command = [*COMMAND, "train", "--config", str(config)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    log = tmp_path / "run" / "log.jsonl"
    while process.poll() is None:
        if log.exists() and log.read_bytes().count(b"\n") >= SMALL["steps"] // 2:
            os.kill(process.pid, signal.SIGKILL)
            break
        time.sleep(0.002)
    assert process.wait() == -signal.SIGKILL, "the run ended before it was killed"
    refused = write_recipe(
        tmp_path, **json.loads(config.read_text()) | {"train": slow | {"margin": 0.5}}
    )
    said = mistake(monkeypatch, capsys, "train", "--config", refused)
    assert "margin was 0.1 and is now 0.5" in said
    write_recipe(tmp_path, **json.loads(config.read_text()) | {"train": slow})
    assert tagger("train", "--config", config).returncode == 0
    ours, theirs = (
        load_file(place / "tagger" / "model.safetensors") for place in (tmp_path, folder)
    )
    assert all((ours[name] == theirs[name]).all() for name in theirs)


def test_a_checkpoint_of_another_run_is_not_evaluated(trained, tmp_path, monkeypatch, capsys):
    folder, _ = trained
    recipe = json.loads((folder / "recipe.json").read_text())
    fresh = write_recipe(tmp_path, **recipe | {"run": str(tmp_path / "run")})
    assert "no finished training" in mistake(monkeypatch, capsys, "evaluate", "--config", fresh)
    (tmp_path / "run").mkdir()
    record = json.loads((folder / "run" / "trained.json").read_text())
    other = record | {"fingerprint": "0" * 16}
    (tmp_path / "run" / "trained.json").write_text(json.dumps(other))
    said = mistake(monkeypatch, capsys, "evaluate", "--config", fresh)
    assert "is not the one that" in said


def test_the_checkpoint_is_a_music_encoder(trained):
    assert load_deepsim(trained[0] / "tagger").dim == 256


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tabel": "x"}, "unknown key 'tabel'"),
        ({"audio": None}, "lacks the key 'audio'"),
        ({"held_out_share": 1.5}, "lies between 0 and 1"),
        ({"workers": 0}, "'workers' of"),
        ({"train": {"steps": 0}}, "'steps' is 0"),
        ({"train": {"width": -1.0}}, "'width' is -1.0"),
        ({"audio": "nowhere"}, "None of the"),
        ({"table": "nothing.csv"}, "nothing.csv cannot be read"),
    ],
)
def test_a_mistake_is_one_clear_line(trained, tmp_path, monkeypatch, capsys, changes, says):
    recipe = json.loads((trained[0] / "recipe.json").read_text())
    places = {"out": str(tmp_path / "out"), "run": str(tmp_path / "run")}
    config = write_recipe(tmp_path, **recipe | places | changes)
    assert says in mistake(monkeypatch, capsys, "train", "--config", config)
    assert not (tmp_path / "out").exists()


def test_one_artist_alone_cannot_be_split(trained, tmp_path, monkeypatch, capsys):
    rows = [{"path": f"piano-{i}.wav", "group": "me", "genres": "jazz"} for i in range(3)]
    table = write_table(tmp_path / "one.csv", rows)
    recipe = json.loads((trained[0] / "recipe.json").read_text())
    config = write_recipe(tmp_path, **recipe | {"table": str(table), "out": str(tmp_path / "o")})
    said = mistake(monkeypatch, capsys, "train", "--config", config)
    assert "All tracks are of one group ('me')" in said


@pytest.mark.parametrize(
    ("music", "name", "says"),
    [
        ("audio", "nothing", "no readable DeepSim checkpoint"),
        ("empty", "tagger", "There is no music file in"),
        ("nowhere", "tagger", "cannot be opened"),
        ("audio/broken.wav", "tagger", "None of the 1 files could be tagged; broken.wav:"),
    ],
)
def test_what_cannot_be_tagged(trained, tmp_path, monkeypatch, capsys, music, name, says):
    folder, _ = trained
    (folder / "empty").mkdir(exist_ok=True)
    out = tmp_path / "items.jsonl"
    arguments = ("tag", folder / music, "--tagger", folder / name, "--out", out)
    assert says in mistake(monkeypatch, capsys, *arguments)
    assert not out.exists()
