"""The preset `paper`: the real loading code on tiny models, and never random weights in silence."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import open_clip
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import ClapFeatureExtractor, ClapModel

from tests.features.tiny_encoders import CLIP_CONFIG, save_clap, save_clip, save_tiny_deepsim
from tests.hub.server import running_hub
from viml_core.errors import CheckpointError, InputError, WeightsError
from viml_core.features.accelerator import Accelerator, Function
from viml_core.features.clap import load_clap
from viml_core.features.clip import ClipTextEncoder, ClipVisualEncoder
from viml_core.features.clip_model import load_clip
from viml_core.features.presets import PaperEncoders, load_paper, load_preset
from viml_core.types import Segment, Waveform

SENTENCES = ["warm acoustic guitar", "", "a " * 200]


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="module")
def clap_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clap(tmp_path_factory.mktemp("clap"))


def segment(seed: int, pictures: int = 20) -> Segment:
    frames = np.random.default_rng(seed).integers(0, 256, (pictures, 32, 32, 3), dtype=np.uint8)
    return Segment(frames, np.arange(pictures, dtype=np.float32) / 6)


def noise(seconds: float, rate_hz: int = 48_000, seed: int = 0) -> Waveform:
    samples = np.random.default_rng(seed).normal(0, 0.1, (1, round(seconds * rate_hz)))
    return Waveform(samples.astype(np.float32), rate_hz)


def test_words_are_as_open_clip_itself_embeds_them(
    clip_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    encoder = ClipTextEncoder(load_clip(f"local-dir:{clip_folder}"))
    assert "randomly" not in caplog.text  # an alarm for nothing: they are loaded strictly
    theirs = open_clip.create_model(f"local-dir:{clip_folder}", require_pretrained=True).eval()
    tokens = open_clip.get_tokenizer(f"local-dir:{clip_folder}")(SENTENCES)
    assert tokens.shape == (3, 77)
    with torch.inference_mode():
        expected = theirs.encode_text(tokens, normalize=True).numpy()
    np.testing.assert_allclose(encoder.encode(SENTENCES), expected, atol=1e-5)
    np.testing.assert_allclose(encoder.encode(SENTENCES[:1]), expected[:1], atol=1e-5)


def test_a_segment_is_the_mean_of_its_pictures_as_open_clip_prepares_them(
    clip_folder: Path,
) -> None:
    encoder = ClipVisualEncoder(load_clip(f"local-dir:{clip_folder}"), "fp32")
    theirs, _, prepare = open_clip.create_model_and_transforms(f"local-dir:{clip_folder}")
    theirs.eval()
    from PIL import Image

    segments = [segment(1), segment(2, pictures=3)]
    x_v, seen = encoder.encode(segments)
    for row, part in zip(x_v, segments, strict=True):
        pixels = torch.stack([prepare(Image.fromarray(frame)) for frame in part.frames])
        with torch.inference_mode():
            expected = theirs.encode_image(pixels, normalize=True).mean(dim=0)
        np.testing.assert_allclose(row, expected.numpy(), atol=1e-5)
    assert seen == ()


def test_bf16_is_used_where_it_agrees_and_said(clip_folder: Path, tmp_path: Path) -> None:
    half = ClipVisualEncoder(load_clip(f"local-dir:{clip_folder}"), "bf16")
    exact = ClipVisualEncoder(load_clip(f"local-dir:{clip_folder}"), "fp32")
    assert half.precision == "bf16" and "bf16" in half.name and half.agreement > 0.998
    assert half.fingerprint != exact.fingerprint
    rows = [encoder.embed(segment(5).frames) for encoder in (half, exact)]
    assert (rows[0] * rows[1]).sum(axis=1).min() > 0.998

    brittle = shutil.copytree(clip_folder, tmp_path / "brittle")
    file = brittle / "open_clip_model.safetensors"
    tensors = load_file(file)
    tensors["visual.positional_embedding"] += 3e4  # beside it bf16 loses the picture
    save_file(tensors, file)
    kept = ClipVisualEncoder(load_clip(f"local-dir:{brittle}"), "bf16")
    assert kept.agreement < 0.998 and kept.precision == "fp32" and "fp32" in kept.name
    again = ClipVisualEncoder(load_clip(f"local-dir:{brittle}"), "fp32")
    np.testing.assert_array_equal(kept.embed(segment(5).frames), again.embed(segment(5).frames))


@pytest.mark.parametrize("borrowed", [False, True])
def test_the_forward_pass_runs_only_where_the_accelerator_is_lent(
    clip_folder: Path, borrowed: bool
) -> None:
    lent = calls = 0

    def wrap(function: Function) -> Function:
        def inside(*arguments: object) -> object:
            nonlocal lent, calls
            lent, calls = lent + 1, calls + 1
            try:
                return function(*arguments)
            finally:
                lent -= 1

        return inside

    clip = load_clip(f"local-dir:{clip_folder}")
    encoder = ClipVisualEncoder(clip, "fp32", Accelerator("cpu", wrap, borrowed))
    clip.network.visual.register_forward_pre_hook(lambda *_: None if lent else pytest.fail("alone"))
    x_v, _ = encoder.encode([segment(1), segment(2)])
    assert x_v.shape == (2, 16) and calls == (1 if borrowed else 2)


def test_clip_never_runs_on_weights_that_are_not_its_own(clip_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(clip_folder, tmp_path / "clip")
    file = folder / "open_clip_model.safetensors"
    tensors = load_file(file)
    save_file({k: v for k, v in tensors.items() if k != "visual.proj"}, file)
    with pytest.raises(WeightsError, match="does not hold the weights of local-dir"):
        load_clip(f"local-dir:{folder}")
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(WeightsError, match="does not hold the weights of local-dir"):
        load_clip(f"local-dir:{folder}")
    torch.save(tensors, folder / "open_clip_pytorch_model.bin")
    file.unlink()
    with pytest.raises(WeightsError, match="pickles are not read"):
        load_clip(f"local-dir:{folder}")
    with pytest.raises(InputError, match="publishes no model 'ViT-B-32:nothing'"):
        load_clip("ViT-B-32:nothing")


def test_clip_comes_from_the_hub_with_the_activation_of_its_tag(
    clip_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ViT-B-32:openai` itself is too large for a test: a tiny model stands in its repository."""
    config = tmp_path / "configs" / "ViT-B-32.json"
    config.parent.mkdir()
    config.write_text(json.dumps(CLIP_CONFIG["model_cfg"]))
    monkeypatch.setitem(
        open_clip.factory._MODEL_CONFIGS, "ViT-B-32", json.loads(config.read_text())
    )
    files = {path.name: path.read_bytes() for path in clip_folder.iterdir()}
    with running_hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hf"))
        monkeypatch.setenv("VIML_CACHE", str(tmp_path / "viml"))
        hub.add("timm/vit_base_patch32_clip_224.openai", files | {"open_clip_model.bin": b"no"})
        commit = hub.add("someone/clip", files)
        tagged = load_clip("ViT-B-32:openai")
        named = load_clip(f"hf-hub:someone/clip@{commit}")
    assert isinstance(
        tagged.network.transformer.resblocks[0].mlp.gelu, open_clip.transformer.QuickGELU
    )
    assert tagged.mean == open_clip.OPENAI_DATASET_MEAN and named.mean == (0.5, 0.4, 0.3)
    assert not any(request.endswith(".bin") for request in hub.requests)
    assert ClipTextEncoder(tagged).fingerprint != ClipTextEncoder(named).fingerprint


def test_clap_segments_are_as_transformers_itself_embeds_them(clap_folder: Path) -> None:
    encoder = load_clap(clap_folder)
    track = noise(24.0)
    heard = encoder.encode(track)
    assert heard.x_m.shape == (3, 12) and not heard.silent
    theirs = ClapModel.from_pretrained(clap_folder).eval()
    extractor = ClapFeatureExtractor.from_pretrained(clap_folder)
    inputs = extractor(track.samples[0][480_000:960_000], sampling_rate=48_000, return_tensors="pt")
    with torch.inference_mode():
        audio = theirs.audio_model(**inputs).pooler_output
        expected = torch.nn.functional.normalize(theirs.audio_projection(audio), dim=1)[0]
    np.testing.assert_allclose(heard.x_m[1], expected.numpy(), atol=1e-5)


def test_clap_knows_silence_and_short_ends(clap_folder: Path) -> None:
    encoder = load_clap(clap_folder)
    quiet = encoder.encode(Waveform(np.zeros((2, 48_000 * 4), np.float32), 48_000))
    assert quiet.silent and not quiet.x_m.any()
    assert len(encoder.encode(noise(12.0)).x_m) == 1
    assert len(encoder.encode(noise(1.0)).x_m) == 1


def test_clap_never_runs_on_weights_that_are_not_its_own(clap_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(clap_folder, tmp_path / "clap")
    file = folder / "model.safetensors"
    tensors = load_file(file)
    lost = next(name for name in tensors if name.startswith("audio_projection"))
    save_file({k: v for k, v in tensors.items() if k != lost}, file, {"format": "pt"})
    with pytest.raises(WeightsError, match="lacks 1 of its weights, audio_projection"):
        load_clap(folder)
    file.write_bytes(file.read_bytes()[:500])
    with pytest.raises(WeightsError, match="does not hold a CLAP model"):
        load_clap(folder)
    file.unlink()
    with pytest.raises(WeightsError, match=r"lacks model.safetensors; .*pickles are not read"):
        load_clap(folder)


def test_a_missing_transformers_and_a_folder_of_something_else_are_said(
    clip_folder: Path, clap_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WeightsError, match=rf"in {clip_folder} lacks config.json, model\.safe"):
        load_clap(clip_folder)
    monkeypatch.setitem(sys.modules, "transformers", None)  # as where it is not installed
    with pytest.raises(WeightsError, match=r"needs the package transformers.*pip install 'transf"):
        load_clap(clap_folder)


def test_the_preset_is_made_of_what_the_environment_names(
    clip_folder: Path, clap_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deepsim = save_tiny_deepsim(tmp_path / "deepsim")
    monkeypatch.setenv("VIML_CLIP", f"local-dir:{clip_folder}")
    monkeypatch.setenv("VIML_MUSIC_ENCODER", f"deepsim:{deepsim}")
    preset = load_preset("paper")
    assert (preset.visual.dim, preset.text.dim, preset.music.dim) == (16, 16, 256)
    assert preset.sampling.frame_size_px == 32
    monkeypatch.setenv("VIML_MUSIC_ENCODER", f"clap:{clap_folder}")
    other = load_preset("paper")
    assert other.music.dim == 12
    assert {m for m in preset.fingerprints if preset.fingerprints[m] != other.fingerprints[m]} == {
        "music"
    }
    clip = f"local-dir:{clip_folder}"
    for encoders, error, sentence in (
        (PaperEncoders(clip, music="musicnn"), InputError, "VIML_MUSIC_ENCODER"),
        (PaperEncoders(clip, "int4"), InputError, "precision 'int4' is not known"),
        (PaperEncoders(clip, music="deepsim:/nowhere"), CheckpointError, "no readable DeepSim"),
    ):
        with pytest.raises(error, match=sentence):
            load_paper(encoders)
