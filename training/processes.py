"""What a worker process owes to the one that started it."""

from __future__ import annotations

import multiprocessing
import os
import threading


def end_with_parent() -> None:
    """End this worker at once when its parent is gone, also where that was killed.

    A pool of `concurrent.futures` does not: its workers would train on for nobody.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None, "only a worker process has a parent to watch"

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
