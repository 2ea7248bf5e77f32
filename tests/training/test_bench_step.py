"""The step's benchmark: what it counts, by hand, and that the command reports it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from training.bench.step import weight_shapes

LAYER = 256 * 768 + 256 * 256 + 2 * 256 * 2048  # weights of one encoder layer


def test_every_weight_is_counted_once_with_its_tokens():
    batch, segments = 10, 18
    counted = sum(tokens * a * b for tokens, a, b in weight_shapes(batch, segments))
    sequences = 2 * 19 * 2 * LAYER + 18 * (512 + 256) * 256
    sentence = 2 * 2 * LAYER + 512 * 256
    fusion = 2 * LAYER + 512 * 256
    assert counted == batch * (sequences + sentence + fusion)


def test_the_command_reports_both_rates_and_their_ratio():
    arguments = ["--batch", "8", "--segments", "3", "--repeats", "1", "--json"]
    command = [sys.executable, "-m", "training.bench", "step", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["ratio"] == pytest.approx(
        report["step_gflop_per_s"] / report["bare_gflop_per_s"], rel=1e-6
    )
    assert report["step_s"] > 0 < report["bare_s"]
    assert (report["batch"], report["segments"]) == (8, 3)
