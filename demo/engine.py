"""The models behind the page: loaded once, in the background, shared by all sessions."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from viml_core.errors import Cancelled
from viml_core.recommender import Recommender
from viml_core.types import Progress

POLL_S = 0.2


class Engine:
    """Loads the recommender while the page already shows; who needs it waits, with progress.

    A load that failed is tried again by the next who asks: weights can be fetched and checkpoints
    put in place without starting the page anew.
    """

    def __init__(self, checkpoints: Path | None) -> None:
        self._checkpoints = checkpoints
        self._step = "Loading the models"
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="engine")
        self._loading: Future[Recommender] | None = None

    def start(self) -> Future[Recommender]:
        """Begin to load, unless that is done or under way."""
        with self._lock:
            loading = self._loading
            if loading is None or (loading.done() and loading.exception() is not None):
                loading = self._loading = self._worker.submit(self._load)
            return loading

    def recommender(self, progress: Progress, cancel: threading.Event) -> Recommender:
        """The loaded recommender.

        Raises:
            WeightsError, CheckpointError: it could not be loaded.
            Cancelled: `cancel` was set while it was loading.
        """
        loading = self.start()
        while not wait([loading], timeout=POLL_S).done:
            progress(self._step)
            if cancel.is_set():
                raise Cancelled("The request was stopped.")
        return loading.result()

    def _load(self) -> Recommender:
        return Recommender.load(checkpoints=self._checkpoints, progress=self._note)

    def _note(self, step: str, fraction: float | None = None) -> None:
        self._step = step
