"""The studies behind one address: a rater's link says, and only to the server, which is theirs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from pathlib import Path

from demo.study.manifest import MANIFEST_FILE
from demo.study.sittings import Study
from viml_core.errors import VimlError


class Studies:
    """Made studies that are being served. Safe to use from several threads."""

    def __init__(self, folders: Iterable[Path], shelf: Path | None = None) -> None:
        """folders: one study each; shelf: a folder in which more may appear at any time.

        Raises:
            StorageError: one of the folders holds no whole study.
        """
        self._studies = [Study(folder) for folder in folders]
        self._shelf = shelf
        self._tried = {study.folder for study in self._studies}
        self._lock = threading.Lock()

    def of(self, token: str) -> Study | None:
        """The study that gave out a token; None where none did."""
        return self._known(token) or (self._known(token) if self._look_again() else None)

    def close(self) -> None:
        """Ends all work on their stores."""
        for study in self._studies:
            study.store.close()

    def _known(self, token: str) -> Study | None:
        return next((study for study in list(self._studies) if study.rater(token)), None)

    def _look_again(self) -> bool:
        """Opens what has appeared; a study appears whole, so that once is enough."""
        with self._lock:
            there = self._shelf.glob(f"[!.]*/{MANIFEST_FILE}") if self._shelf else ()
            fresh = {path.parent for path in there} - self._tried
            for folder in sorted(fresh):
                self._tried.add(folder)
                try:
                    self._studies.append(Study(folder))
                except VimlError as error:  # the others are served all the same
                    logging.getLogger(__name__).warning("Not served: %s", error)
            return bool(fresh)
