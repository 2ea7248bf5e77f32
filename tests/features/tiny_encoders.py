"""The paper preset's encoders, tiny and random, saved in the real formats of their libraries."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file

CLIP_CONFIG = {
    "model_cfg": {
        "embed_dim": 16,
        "vision_cfg": {
            "image_size": 32, "layers": 2, "width": 32, "head_width": 16, "patch_size": 8,
        },
        "text_cfg": {
            "context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 2,
        },
    },
    "preprocess_cfg": {"mean": [0.5, 0.4, 0.3], "std": [0.2, 0.3, 0.4]},
}  # fmt: skip


def save_clip(folder: Path, seed: int = 0) -> Path:
    """An open_clip model of two layers, as `local-dir:` reads it."""
    import open_clip

    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    network = open_clip.CLIP(**CLIP_CONFIG["model_cfg"])  # type: ignore[arg-type]
    tensors = {name: value.contiguous() for name, value in network.state_dict().items()}
    save_file(tensors, folder / "open_clip_model.safetensors")
    (folder / "open_clip_config.json").write_text(json.dumps(CLIP_CONFIG))
    return folder


def save_clap(folder: Path, seed: int = 0) -> Path:
    """A whole CLAP model of transformers with its feature extractor, as `save_pretrained` does."""
    from transformers import (
        ClapAudioConfig,
        ClapConfig,
        ClapFeatureExtractor,
        ClapModel,
        ClapTextConfig,
    )

    torch.manual_seed(seed)
    text = ClapTextConfig(
        vocab_size=32,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        projection_dim=12,
    )
    audio = ClapAudioConfig(
        num_mel_bins=64,
        spec_size=256,
        patch_embeds_hidden_size=8,
        hidden_size=16,
        depths=[1, 1],
        num_attention_heads=[2, 2],
        num_hidden_layers=2,
        projection_dim=12,
    )
    config = ClapConfig(text_config=text.to_dict(), audio_config=audio.to_dict(), projection_dim=12)
    ClapModel(config).save_pretrained(folder)
    ClapFeatureExtractor(truncation="rand_trunc").save_pretrained(folder)
    return folder


def save_tiny_deepsim(folder: Path, seed: int = 0) -> Path:
    """A narrow DeepSim, as `training.tagger` saves it."""
    from viml_core.features.deepsim import DeepSim, DeepSimConfig
    from viml_core.features.deepsim_encoder import save_deepsim

    torch.manual_seed(seed)
    save_deepsim(DeepSim(DeepSimConfig(("calm", "loud"), width=0.05)), folder)
    return folder
