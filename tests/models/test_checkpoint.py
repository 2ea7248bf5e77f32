"""Checkpoints: the round trip, and a sentence for each way in which one can be wrong."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
import torch

from tests.toy import features, toy_config
from viml_core.errors import CheckpointError
from viml_core.models.checkpoint import load_checkpoint, save_checkpoint
from viml_core.models.retrieval import build_model


@pytest.fixture
def folder(tmp_path):
    torch.manual_seed(0)
    save_checkpoint(build_model(toy_config()), tmp_path / "viml")
    return tmp_path / "viml"


def test_round_trip_keeps_the_embeddings(folder):
    rng = np.random.default_rng(0)
    x_v, x_t = features(rng, 2, 6), features(rng, 1, 5)[0]
    torch.manual_seed(0)
    original = build_model(toy_config()).eval()
    with torch.inference_mode():
        expected = original.embed_query(
            torch.from_numpy(x_v)[None], torch.ones(1, 2).bool(), torch.from_numpy(x_t)[None]
        )
    np.testing.assert_allclose(
        load_checkpoint(folder).embed_query(x_v, x_t), expected[0].numpy(), atol=1e-6
    )


def test_half_precision_halves_the_file_and_hardly_moves_the_embedding(folder):
    rng = np.random.default_rng(1)
    x_m = [features(rng, 3, 7)]
    full = load_checkpoint(folder)
    size = (folder / "model.safetensors").stat().st_size
    save_checkpoint(full.model, folder, dtype=torch.float16)
    half = load_checkpoint(folder)
    assert (folder / "model.safetensors").stat().st_size < 0.65 * size
    assert half.embed_music(x_m) @ full.embed_music(x_m).T > 0.999
    assert half.fingerprint != full.fingerprint


def test_music_is_embedded_alike_alone_and_among_others(folder):
    rng = np.random.default_rng(2)
    tracks = [features(rng, segments, 7) for segments in (1, 3, 9, 2)]
    embedder = load_checkpoint(folder)
    together = embedder.embed_music(tracks)
    alone = np.concatenate([embedder.embed_music([track]) for track in tracks])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def edit_config(folder, **changes):
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def cut(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda f: (f / "config.json").unlink(), "no readable config.json"),
        (lambda f: (f / "model.safetensors").unlink(), "no readable model.safetensors"),
        (lambda f: (f / "config.json").write_text("{"), "not a configuration"),
        (lambda f: edit_config(f, surprise=1), "surprise"),
        (lambda f: edit_config(f, name="gpt"), "gpt"),
        (lambda f: edit_config(f, dim="16"), "not a configuration"),
        (lambda f: edit_config(f, heads=3), "3 'heads' cannot share"),
        (lambda f: edit_config(f, layers=0), "'layers' is 0"),
        (lambda f: edit_config(f, dropout=2.0), "'dropout' is 2.0"),
        (lambda f: edit_config(f, seen_dim=99), "'seen_dim' is 99"),
        (lambda f: edit_config(f, dim=32), "do not fit"),
        (lambda f: edit_config(f, fusion="linear"), "do not fit"),
        (lambda f: (f / "model.safetensors").write_bytes(b"\x80\x04pickle"), "do not fit"),
        (cut, "do not fit"),
    ],
)
def test_a_damaged_checkpoint_is_refused_with_a_sentence(folder, damage, says):
    damage(folder)
    with pytest.raises(CheckpointError, match=says):
        load_checkpoint(folder)


def test_a_writer_that_is_killed_leaves_a_whole_checkpoint(folder):
    script = (
        "import sys, pathlib, torch\n"
        "from tests.toy import toy_config\n"
        "from viml_core.models.checkpoint import save_checkpoint\n"
        "from viml_core.models.retrieval import build_model\n"
        "model = build_model(toy_config())\n"
        "print('ready', flush=True)\n"
        "while True: save_checkpoint(model, pathlib.Path(sys.argv[1]))\n"
    )
    before = load_checkpoint(folder).fingerprint
    process = subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE)
    process.stdout.readline()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    process.kill()
    process.wait()
    leftovers = [p / "old" for p in folder.parent.glob(".viml-*")]
    survivor = folder if folder.exists() else next(p for p in leftovers if p.exists())
    assert load_checkpoint(survivor).fingerprint != before
