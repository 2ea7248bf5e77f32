"""The page as a Space: exactly the files that are uploaded, for CPU hardware and ZeroGPU."""

from __future__ import annotations

import importlib.metadata
import shutil
from pathlib import Path

from training.publishing.model import LICENSE_FILE, ROOT
from viml_core.errors import InputError
from viml_core.features.musicnn import MSD, MTT, load_musicnn
from viml_core.features.musicnn_copy import FOLDER_NAME, write_copy

MAX_BYTES = 60 * 1024 * 1024
PYTHON_VERSION = "3.12"  # ZeroGPU runs 3.10 and 3.12
FOLDERS = ("demo", "viml_core", "assets")
FILES = ("app.py", "requirements.txt", LICENSE_FILE)
LEFT_OUT = ("__pycache__", "*.pyc", "make.py", ".*")
DEBIAN_PACKAGES = ("libgomp1", "libsndfile1")  # of torch and faiss; ffmpeg comes with pip
_CARD = """---
title: ViML
emoji: 🎬
colorFrom: indigo
colorTo: pink
sdk: gradio
sdk_version: {gradio}
python_version: "{python}"
app_file: app.py
short_description: Music that fits your clip, by looking and by words
license: apache-2.0
suggested_hardware: cpu-basic
startup_duration_timeout: 30m
{models}tags:
- music
- video
- music-recommendation
---

# ViML: music that fits your clip

Drop in a clip, say what the music should be like, or say nothing, and watch it with the tracks that
suit it best.

Nothing is kept: uploads lie in a folder of the visit and are deleted when you leave or after an
hour, and a restart begins with an empty disk. The hardware is two CPU cores; clips up to 3 minutes
and 200 MB. `/health` tells programs how the Space is, `/suggest` answers them.

{served}
"""


def build_space_folder(out: Path, model: str | None = None) -> Path:
    """Write into `out` what is uploaded. model: a pinned `hf://owner/name@sha` to serve.

    Raises:
        InputError: the folder is larger than a Space should be.
        WeightsError: musicnn, whose weights go with it, is not installed here.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        ignore = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(ROOT / name, out / name, ignore=ignore)
    for name in FILES:
        shutil.copyfile(ROOT / name, out / name)
    for variant in (MSD, MTT):
        state = load_musicnn(variant).state_dict()
        write_copy(variant.name, state, out / "assets" / FOLDER_NAME)
    (out / "packages.txt").write_text("\n".join(DEBIAN_PACKAGES) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(model), encoding="utf-8")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    if size > MAX_BYTES:
        raise InputError(
            f"The Space would have {size / 2**20:.0f} MB, and {MAX_BYTES / 2**20:.0f} MB are the "
            "most; publish the library as a data set and name it with --library instead."
        )
    return out


def _card(model: str | None) -> str:
    models = served = ""
    if model:
        repo, _, commit = model.removeprefix("hf://").partition("@")
        models = f"models:\n- {repo}\n"
        served = f"Served by [{repo}](https://huggingface.co/{repo}) at {commit or 'its newest'}."
    return _CARD.format(
        gradio=importlib.metadata.version("gradio"),
        python=PYTHON_VERSION,
        models=models,
        served=served or "Served by the checkpoints in `assets/checkpoints`.",
    )
