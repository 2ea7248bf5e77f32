"""The corpus by one command: real encoders on a few small things; it resumes and is not redone."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.synth import ffmpeg
from training import corpus
from training.data import filmed
from training.data.kept_texts import KeptTexts
from training.data.music import LabelledMusic
from training.data.scenes import read_scenes
from training.data.triplets import Triplets, read_about
from training.synthesis.labels import Labels
from viml_core.config import STARTER_LIBRARY
from viml_core.errors import InputError
from viml_core.features.text import EmbeddedTextEncoder

SOURCES = ("starter", "scenes", "musiccaps", "moving", "routes")
CAPTIONS = """caption,aspect_list
"A shanty with an accordion. This song may be playing in a pirate movie.","['accordion', 'shanty']"
"""


@pytest.fixture
def plan(tmp_path, monkeypatch, recommender):
    """Two excerpts of starter tracks, three scenes, a caption and a drawn scene."""
    audio = tmp_path / "home" / "audio"
    audio.mkdir(parents=True)
    manifest = STARTER_LIBRARY / "audio" / "renderings.jsonl"
    rows = [json.loads(line) for line in manifest.read_text().splitlines()][:2]
    for row in rows:
        source = STARTER_LIBRARY / "audio" / row["file"]
        ffmpeg("-i", source, "-t", "5", "-c", "copy", audio / row["file"])
    (audio / "renderings.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "captions.csv").write_text(CAPTIONS)
    monkeypatch.setattr(corpus, "STARTER_LIBRARY", tmp_path / "home")
    monkeypatch.setattr(corpus, "load_preset", lambda *_: recommender.preset)
    scenes = read_scenes()
    monkeypatch.setattr(corpus, "read_scenes", lambda: scenes[:3])
    monkeypatch.setattr(corpus, "annotated", lambda *_: examples(scenes))
    monkeypatch.setattr(filmed, "read_moving_scenes", lambda: MOVING[:1])
    monkeypatch.setattr(filmed, "LOOKS_OF_DRAWING", 1)
    return corpus.Plan(
        out=tmp_path / "out",
        sources=SOURCES,
        real=None,
        pictures=None,
        musiccaps=tmp_path / "captions.csv",
        renderings=tmp_path / "renderings",
        texts=(),
        per_style=1,
        seconds=22.0,
        workers=1,
    )


MOVING = filmed.read_moving_scenes()
examples = corpus.annotated


class Stopped(Exception):
    """What a kill would do, at a chosen place."""


def test_it_goes_on_where_it_was_stopped_and_is_not_made_twice(
    plan, recommender, monkeypatch, capsys
):
    file, music = plan.out / "corpus.safetensors", recommender.preset.music
    heard, encode = [], music.encode

    def stop_at_the_second(waveform):
        if heard:
            raise Stopped
        heard.append(waveform)
        return encode(waveform)

    monkeypatch.setattr(music, "encode", stop_at_the_second)
    with pytest.raises(Stopped):
        corpus.make(plan, file)
    assert not file.exists()

    again = []
    monkeypatch.setattr(music, "encode", lambda w: (again.append(w), encode(w))[1])
    about = corpus.make(plan, file)
    assert len(again) == 1  # the other one was kept
    assert about == read_about(file)
    assert about["sources"] == list(SOURCES)
    assert about["tracks"] == {"starter": 2}
    assert about["scenes"] == {"scenes": 3, "musiccaps": 1, "moving": 1}
    assert (about["pictures looked at"], about["described tracks"]) == (1, 1)
    assert sum(about["texts by route"].values()) == 6
    assert any("no language model" in route for route in about["texts by route"])

    made = Triplets.load(file)
    assert made.rows.max(axis=0).tolist() < [len(made.video), len(made.text), len(made.music)]
    looked = list((plan.out / "films").iterdir())
    capsys.readouterr()
    assert corpus.make(plan, file) == about
    assert "current" in capsys.readouterr().out
    assert list((plan.out / "films").iterdir()) == looked

    fewer = replace(plan, sources=("starter", "scenes"))
    assert corpus.make(fewer, file)["key"] != about["key"]
    assert corpus.make(plan, file)["key"] == about["key"]
    assert Triplets.load(file).digest() == made.digest()


def test_a_corpus_without_music_or_pictures_is_a_sentence(plan):
    with pytest.raises(InputError, match="needs music"):
        corpus.make(replace(plan, sources=("scenes",)), plan.out / "x")
    with pytest.raises(InputError, match="needs pictures"):
        corpus.make(replace(plan, sources=("starter",)), plan.out / "x")
    assert not plan.out.exists(), "it is said before any work"


def test_another_preset_imagines_nothing_and_has_a_place_of_its_own(monkeypatch, capsys):
    made = []
    monkeypatch.setattr(corpus, "make", lambda plan, file: made.append((plan, file)) or {})
    for preset in ("embedded", "paper"):
        arguments = ["--preset", preset, "--musiccaps", "captions.csv", "--leave-out", "routes"]
        monkeypatch.setattr(sys, "argv", ["corpus", *arguments])
        corpus.main()
    (usual, _), (paper, file) = made
    assert set(usual.sources) - set(paper.sources) == {"scenes", "musiccaps"}
    assert usual.out == Path("build/corpus") and "routes" not in usual.sources
    assert file == Path("build/corpus-paper/corpus.safetensors") and "moving" in paper.sources


def test_real_music_that_nobody_named_is_refused(plan, recommender, monkeypatch):
    heard = [LabelledMusic(np.zeros((1, 3), np.float32), Labels(genres=()))]
    monkeypatch.setattr(corpus, "heard_music", lambda *_: heard)
    with pytest.raises(InputError, match=r"names no tags.*--leave-out real"):
        corpus.make(replace(plan, sources=("real", "moving"), real=plan.out), plan.out / "c")


def test_texts_are_encoded_once_and_forgotten_with_the_encoder(tmp_path):
    asked = []

    class Encoder(EmbeddedTextEncoder):
        def encode(self, texts):
            asked.extend(texts)
            return super().encode(texts)

    encoder, path = Encoder(), tmp_path / "texts.safetensors"
    plain = EmbeddedTextEncoder.encode(encoder, ["calm piano"])[0]
    asked.clear()
    kept = KeptTexts(encoder, path)
    both = kept.encode(["calm piano", "", "calm piano"])
    assert sorted(asked) == ["", "calm piano"]
    np.testing.assert_allclose(both[0], plain, atol=1e-5)
    kept.save()
    asked.clear()
    np.testing.assert_array_equal(KeptTexts(encoder, path).encode(["calm piano"]), both[:1])
    assert not [text for text in asked if text]
    encoder.fingerprint = "another"
    KeptTexts(encoder, path).encode(["calm piano"])
    assert "calm piano" in asked
    path.write_bytes(path.read_bytes()[:50])
    np.testing.assert_allclose(KeptTexts(encoder, path).encode([""]), both[1:2], atol=1e-5)


@pytest.mark.slow
def test_a_killed_run_goes_on(tmp_path):
    command = [sys.executable, "-m", "training.corpus", "--out", str(tmp_path), "--workers", "2"]
    command += ["--leave-out", "renderings", "moving", "scenes", "routes"]
    (tmp_path / "captions.csv").write_text(CAPTIONS)
    command += ["--musiccaps", str(tmp_path / "captions.csv")]
    catalogue = tmp_path / "rendered" / "catalogue.sqlite"

    def tracks() -> int:
        if not catalogue.exists():
            return 0
        with sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM tracks").fetchone()[0]

    running = subprocess.Popen(command, start_new_session=True)
    while tracks() < 5:
        assert running.poll() is None
        time.sleep(0.5)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert tracks() >= 5
    subprocess.run(command, check=True, timeout=1800)
    assert read_about(tmp_path / "corpus.safetensors")["tracks"] == {"starter": 62}
