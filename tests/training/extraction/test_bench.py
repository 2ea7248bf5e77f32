"""The benchmark of the workers, small: its figures are those of its runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.slow
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="two workers need two cores")
def test_the_benchmark_reports_its_runs() -> None:
    command = [sys.executable, "-m", "training.bench", "extraction"]
    command += ["--clips", "2", "--seconds", "2", "--repeat", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    ((one_s, two_s),) = report["runs_s"]
    assert report["speed-up / 2"] == pytest.approx(one_s / two_s / 2)
    assert report["met"] == (report["speed-up / 2"] >= 0.9)
