"""The models behind the page: loaded once, in the background, shared by all sessions."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from demo import texts
from viml_core.errors import Cancelled, CheckpointError, VimlError
from viml_core.features.accelerator import CPU, Accelerator
from viml_core.hub import is_address
from viml_core.recommender import Recommender
from viml_core.sources import find_checkpoints
from viml_core.types import Progress

POLL_S = 0.2


class Engine:
    """Loads the recommender while the page already shows; who needs it waits, with progress.

    A load that failed is tried again by the next who asks: weights can be fetched and checkpoints
    put in place without starting the page anew. Where models of the Hub cannot be had the shipped
    ones serve, and `notice` says so in one line.
    """

    def __init__(self, source: str | Path | None, accelerator: Accelerator = CPU) -> None:
        """source: a folder of checkpoints or an `hf://` address, None for the shipped ones."""
        self._source = source
        self._accelerator = accelerator
        self._step = "Loading the models"
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="engine")
        self._loading: Future[Recommender] | None = None
        self.notice: str | None = None
        self.loaded_in_s: float | None = None

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
        while not cancel.is_set():
            if wait([loading], timeout=POLL_S).done:
                return loading.result()
            progress(self._step)
        raise Cancelled("The request was stopped.")

    def ready(self) -> Recommender | None:
        """What serves now; None while it loads or where that failed."""
        loading = self._loading
        whole = loading is not None and loading.done() and loading.exception() is None
        return loading.result() if loading and whole else None

    def switch(self, source: str | None) -> Future[Recommender]:
        """Load other models beside those that serve; they take over once they are whole.

        The future raises a VimlError where they cannot; then nothing has changed. What was kept of
        clips and music stays valid, because only models on the same encoders are taken.
        """
        return self._worker.submit(self._switch, source)

    def _load(self) -> Recommender:
        began = time.monotonic()
        try:
            loaded = self._loaded(self._source)
        except VimlError as error:
            if self._source is None or not is_address(self._source):
                raise
            loaded = self._loaded(None)
            self.notice = texts.shipped_instead(str(self._source), str(error))
        self.loaded_in_s = time.monotonic() - began
        return loaded

    def _switch(self, source: str | None) -> Recommender:
        serving = self.ready()
        found = find_checkpoints(source, self._note)
        if serving and found.preset != serving.preset.name:
            raise CheckpointError(
                f"{found.source} needs the preset '{found.preset}', and this page runs on "
                f"'{serving.preset.name}'; start it again with --model {found.source} and a "
                "library of that preset."
            )
        fresh = self._loaded(source)
        if serving and fresh.preset.fingerprints != serving.preset.fingerprints:
            raise CheckpointError(
                f"{found.source} needs other encoders than those that this page runs on; start it "
                f"again with --model {found.source}."
            )
        whole: Future[Recommender] = Future()
        whole.set_result(fresh)
        with self._lock:
            self._loading, self._source, self.notice = whole, source, None
        return fresh

    def _loaded(self, source: str | Path | None) -> Recommender:
        return Recommender.load(
            checkpoints=source, progress=self._note, accelerator=self._accelerator
        )

    def _note(self, step: str, fraction: float | None = None) -> None:
        self._step = step
