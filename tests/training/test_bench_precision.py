"""The benchmark of precisions tells what agrees from what does not."""

from __future__ import annotations

import argparse

import pytest
import torch
from torch import nn

from training.bench import precision


def test_agreement_is_measured_against_fp32(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 8))
    inputs = torch.randn(16, 64)
    others = {"another": lambda network: nn.Linear(64, 8)}
    monkeypatch.setattr(precision, "PRECISIONS", precision.PRECISIONS | others)

    def run(variant: nn.Module) -> torch.Tensor:
        dtype = next((p.dtype for p in variant.parameters()), torch.float32)
        return variant(inputs.to(dtype))

    with torch.inference_mode():
        rows = precision._compare("toy", network, run, argparse.Namespace(runs=1))
    agreed = {row.precision: row.min_cosine for row in rows}
    assert agreed["fp32"] == pytest.approx(1, abs=1e-6)
    assert 0.99 < agreed["bf16"] < 1 and agreed.get("int8", 1) > 0.98
    assert agreed["another"] < 0.9
