"""Workers whose parent is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

PARENT = """
import sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from training.processes import end_with_parent

def beat(file):
    for i in range(1000):
        Path(file).write_text(str(i))
        time.sleep(0.02)

if __name__ == "__main__":
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent) as pool:
        pool.submit(beat, sys.argv[1]).result()
"""


def test_a_worker_ends_with_its_killed_parent_in_the_middle_of_its_work(tmp_path):
    script, heart = tmp_path / "parent.py", tmp_path / "heart"
    script.write_text(PARENT, encoding="utf-8")
    checkout = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    parent = subprocess.Popen([sys.executable, str(script), str(heart)], env=checkout)
    assert _within_s(20, lambda: heart.exists())
    parent.kill()
    parent.wait()
    assert _within_s(10, lambda: not _beats(heart))


def _beats(heart: Path) -> bool:
    before = heart.read_bytes()
    time.sleep(0.5)
    return heart.read_bytes() != before


def _within_s(seconds: float, condition) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False
