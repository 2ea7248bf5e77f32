"""The clips seen so far, so that asking again with other words costs no second look."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from viml_core.config import Limits
from viml_core.errors import MediaError
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, Progress, no_progress

CLIPS_KEPT = 16
_Identity = tuple[str, int, int]


@dataclass(frozen=True)
class _Kept:
    """A clip, and the folder with its files."""

    clip: ClipFeatures
    scratch: Path


class ClipCache:
    """Features, glimpses and proxies of the last clips, in a folder that its owner deletes.

    A file is known by its path, size and time of change. Safe to use from several threads; two that
    ask for the same new clip at once both look at it, and one result is kept.
    """

    def __init__(self, recommender: Recommender, folder: Path, kept: int = CLIPS_KEPT) -> None:
        self.recommender = recommender
        self.folder = folder
        self.kept = kept
        self._clips: OrderedDict[_Identity, _Kept] = OrderedDict()
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
                return self._clips[key].clip
        scratch = Path(tempfile.mkdtemp(prefix="clip-", dir=self.folder))
        try:
            clip = self.recommender.understand(
                video, scratch, limits=limits, progress=progress, cancel=cancel
            )
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        with self._lock:
            self._clips[key] = _Kept(clip, scratch)
            while len(self._clips) > self.kept:
                _, oldest = self._clips.popitem(last=False)
                shutil.rmtree(oldest.scratch, ignore_errors=True)
        return clip


def _identity(video: Path) -> _Identity:
    try:
        stat = video.stat()
    except OSError as error:
        raise MediaError(f"The clip {video} cannot be opened; check the path.") from error
    return str(video.resolve()), stat.st_mtime_ns, stat.st_size
