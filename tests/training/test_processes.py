"""Workers whose parent is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

PARENT = """
import sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from filelock import FileLock
from training.processes import end_with_parent

def hold(lock):
    with FileLock(lock):
        print("held", flush=True)
        time.sleep(60)

if __name__ == "__main__":
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent) as pool:
        pool.submit(hold, sys.argv[1]).result()
"""


def test_a_worker_ends_with_its_killed_parent_in_the_middle_of_its_work(tmp_path):
    script, lock = tmp_path / "parent.py", FileLock(tmp_path / "lock")
    script.write_text(PARENT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script), lock.lock_file],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert parent.stdout is not None and parent.stdout.readline() == "held\n"
    with pytest.raises(Timeout):
        lock.acquire(timeout=0)
    parent.kill()
    parent.wait()
    with lock.acquire(timeout=20):
        pass
