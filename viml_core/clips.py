"""The clips seen so far, so that asking again with other words costs no second look."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

from viml_core.config import Limits
from viml_core.errors import MediaError
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, Progress, no_progress

CLIPS_KEPT = 16


class ClipCache:
    """Features and proxies of the last clips, in a folder that the caller owns and deletes.

    A file is known by its path, size and time of change. Safe to use from several threads; two that
    ask for the same new clip at once both look at it, and one result is kept.
    """

    def __init__(self, recommender: Recommender, folder: Path, kept: int = CLIPS_KEPT) -> None:
        self.recommender = recommender
        self.folder = folder
        self.kept = kept
        self._clips: OrderedDict[tuple[str, int, int], ClipFeatures] = OrderedDict()
        self._lock = threading.Lock()

    def look_at(
        self,
        video: Path,
        *,
        limits: Limits | None = None,
        progress: Progress = no_progress,
        cancel: threading.Event | None = None,
    ) -> ClipFeatures:
        """The clip's features, from memory where this very file was seen before.

        Raises:
            MediaError, LimitError: it is not a clip that can be served.
        """
        key = _identity(video)
        with self._lock:
            if key in self._clips:
                self._clips.move_to_end(key)
                return self._clips[key]
        scratch = Path(tempfile.mkdtemp(prefix="clip-", dir=self.folder))
        try:
            clip = self.recommender.understand(
                video, scratch, limits=limits, progress=progress, cancel=cancel
            )
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        with self._lock:
            self._clips[key] = clip
            while len(self._clips) > self.kept:
                _, oldest = self._clips.popitem(last=False)
                if oldest.proxy:
                    shutil.rmtree(oldest.proxy.parent, ignore_errors=True)
        return clip


def _identity(video: Path) -> tuple[str, int, int]:
    try:
        stat = video.stat()
    except OSError as error:
        raise MediaError(f"The clip {video} cannot be opened; check the path.") from error
    return str(video.resolve()), stat.st_mtime_ns, stat.st_size
