"""Presets as a whole."""

from __future__ import annotations

import subprocess
import sys

import pytest

from viml_core.config import SamplingConfig
from viml_core.errors import InputError, WeightsError
from viml_core.features import musicnn
from viml_core.features.presets import load_preset


def test_the_embedded_preset_is_whole_and_says_what_it_does() -> None:
    steps: list[str] = []
    preset = load_preset("embedded", lambda step, fraction=None: steps.append(step))
    assert preset.name == "embedded" and preset.sampling == SamplingConfig()
    encoders = (preset.visual, preset.text, preset.music)
    assert [encoder.dim for encoder in encoders] == [418, 384, 905]
    assert len(set(preset.fingerprints.values())) == 3
    assert preset.fingerprints == load_preset().fingerprints
    assert len(steps) == 3


def test_an_unknown_preset_is_refused_with_those_that_exist() -> None:
    with pytest.raises(InputError, match=r"no preset 'clap'.*embedded"):
        load_preset("clap")


def test_missing_weights_are_an_error_and_no_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise WeightsError("The weight file is not there.")

    monkeypatch.setattr(musicnn.weights, "find", missing)
    with pytest.raises(WeightsError):
        load_preset()


def test_loading_costs_little_and_imports_no_training_framework() -> None:
    code = """
import sys, time, torch
torch.set_num_threads(1)
start_s = time.process_time()
from viml_core.features.presets import load_preset
assert not {"viml_core.features.music", "tokenizers"} & set(sys.modules)
load_preset()
heavy = {"timm", "open_clip", "torchvision", "transformers", "sentence_transformers", "librosa",
         "gradio", "faiss", "tensorflow", "musicnn", "scipy.signal"}
print(sorted(heavy & set(sys.modules)), time.process_time() - start_s)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported, cost_s = done.stdout.rsplit(maxsplit=1)
    assert imported.strip() == "[]"
    assert float(cost_s) < 4.0  # 1.7 s on an idle core of 2023
