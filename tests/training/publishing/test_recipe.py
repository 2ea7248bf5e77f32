"""The maintainer's recipe under `--preset paper`, by its commands, with small random encoders."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.features.tiny_encoders import save_clip, save_tiny_deepsim
from tests.hub.server import running_hub
from tests.synth import clip, track
from training.data.manifests.table import Row, write_manifest

SOURCES = ("testsrc2", "pal75bars", "smptebars", "rgbtestsrc", "yuvtestsrc", "testsrc")
SPLIT_OF = ("train", "train", "train", "validation", "test", "test")
ROOT = Path(__file__).resolve().parents[3]
SMALL = {"dim": 16, "layers": 1, "feedforward_dim": 32, "max_segments": 2}


def manifest(folder: Path) -> Path:
    """Six clips with sound, and a text of tags for each."""
    rows = []
    with (folder / "texts.jsonl").open("w") as texts:
        for source, split in zip(SOURCES, SPLIT_OF, strict=True):
            path = clip(folder / f"{source}.mp4", 4, "96x64", source)
            rows.append(
                Row(source, source, "movieclips", split, "ok", "", str(path), 0.0, 4.0, 4.0)
            )
            text = {"id": source, "route": "tags", "text": f"piano, {source}"}
            texts.write(json.dumps(text) + "\n")
    write_manifest(rows, folder / "m.parquet")
    return folder / "m.parquet"


@pytest.mark.slow
def test_extract_train_evaluate_publish_and_suggest(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="manifests need pyarrow (training/requirements.txt)")

    def run(module: str, *arguments: str | Path) -> str:
        command = [sys.executable, "-m", module, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, f"{module}: {done.stderr}"
        return done.stdout

    with running_hub() as hub:
        environment = os.environ | {
            "VIML_CLIP": f"local-dir:{save_clip(tmp_path / 'clip')}",
            "VIML_MUSIC_ENCODER": f"deepsim:{save_tiny_deepsim(tmp_path / 'deepsim')}",
            "VIML_CACHE": str(tmp_path / "cache"),
            "HF_ENDPOINT": hub.url,
            "HF_HOME": str(tmp_path / "hf"),
            "HF_TOKEN": "hf_of_nobody",
            "HF_HUB_DISABLE_XET": "1",
        }
        listed, features = manifest(tmp_path), tmp_path / "features"
        corpus, models = tmp_path / "corpus.safetensors", tmp_path / "models"
        run(
            "training.extract", "run", "--preset", "paper", "--manifest", listed, "--out", features,
            "--workers", "1",
        )  # fmt: skip
        texts = tmp_path / "texts.jsonl"
        run(
            "training.extract", "assemble", "--manifest", listed, "--features", features,
            "--texts", texts, "--out", corpus,
        )  # fmt: skip
        recipe = tmp_path / "paper.json"
        recipe.write_text(
            json.dumps(
                {
                    "preset": "paper",
                    "corpus": str(corpus),
                    "validation": str(corpus),
                    "route": "tags",
                    "out": str(models),
                    "run": str(tmp_path / "run"),
                    "model": SMALL,
                    "train": {"epochs": 2, "batch_size": 2},
                }
            )
        )
        run("training.train", "--config", recipe)
        report = tmp_path / "report.json"
        report.write_text(
            run("training.evaluate", "retrieval", "--data", corpus, "--checkpoints", models,
                "--json")
        )  # fmt: skip
        said = run(
            "training.publish", "--model", models, "--repo", "someone/paper", "--results", report
        )
        published = said.splitlines()[-1].removeprefix("published ")
        card = hub.repositories["model", "someone/paper"].commits[-1][1]["README.md"].decode()
        assert "model-index" in card and "viml: V->M R@10" in card

        music = tmp_path / "music"
        music.mkdir()
        for number in range(3):
            track(music / f"{number}.wav", 12, 220 * (number + 1))
        library = tmp_path / "library"
        run("viml_core", "index", music, "--preset", "paper", "--library", library)
        answer = json.loads(
            run("viml_core", "suggest", tmp_path / "testsrc2.mp4", "--text", "piano", "--json",
                "--model", published, "--library", library)
        )  # fmt: skip
    assert answer["model"]["preset"] == "paper" and answer["model"]["source"] == published
    assert len(answer["results"]) == 3


@pytest.mark.slow
def test_the_shipped_corpus_is_made_anew_by_the_commands_of_the_guide(tmp_path: Path) -> None:
    """As they are written, but for the media: the starter library and drawings, which are here."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- paper corpus commands -->\n```\n(.*?)```", guide, re.DOTALL)
    assert found
    tables = {
        "tracks.csv": "file,style_words,query\n"
        + "0.wav,piano;calm,calm piano\n1.wav,strings;slow,slow strings\n2.wav,drums,drums\n",
        "clips.csv": "file,mood,fit_words,misfit_words\n"
        + "".join(f"{source}.mp4,calm,piano,drums\n" for source in SOURCES[:2]),
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text)
    for number in range(3):
        track(tmp_path / f"{number}.wav", 12, 220 * (number + 1))
    for source in SOURCES[:2]:
        clip(tmp_path / f"{source}.mp4", 4, "96x64", source)
    shutil.copytree(ROOT / "training", tmp_path / "training", ignore=lambda *_: ["__pycache__"])
    for folder in ("demo", "viml_core", "assets", "LICENSE", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    given = {
        "--real MUSIC_ROOT --pictures PICTURES_ROOT": "--leave-out renderings real pictures",
        "training/data/dev/": f"{tmp_path}/",
        "MUSIC_ROOT": str(tmp_path),
        "CLIPS_ROOT": str(tmp_path),
    }
    commands = found[1]
    for name, value in given.items():
        assert name in commands
        commands = commands.replace(name, value)
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "VIML_CLIP": f"local-dir:{save_clip(tmp_path / 'clip')}",
        "VIML_MUSIC_ENCODER": f"deepsim:{save_tiny_deepsim(tmp_path / 'deepsim')}",
        "VIML_CACHE": str(tmp_path / "cache"),
        "HF_HUB_OFFLINE": "1",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads((tmp_path / "build/report.json").read_text())
    assert {"chance", "viml", "mvpt+", "mt"} <= set(report["rows"])
    assert "cold start" not in report["rows"]
    assert "viml/model.safetensors" in done.stdout
    models = tmp_path / "build/checkpoints/paper"
    assert json.loads((models / "viml/config.json").read_text())["preset"] == "paper"
