"""Runs ffmpeg: safely on hostile files, cancellable, and with its own words kept for error texts.

Every upload is treated as hostile. Some demuxers (playlists, concat scripts, session descriptions)
open further files or the network, so each input names the demuxers it may be read with, only the
`file` and `pipe` protocols are open, and arguments are lists that no shell ever sees.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from viml_core.errors import Cancelled, StorageError, VimlError

CLIP_DEMUXERS = (
    "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,obu,ivf,asf,flv,ogg,dv,mxf,gif,mjpeg"
)
TRACK_DEMUXERS = (
    "mov,matroska,webm,mp3,aac,ac3,eac3,flac,ogg,wav,w64,aiff,caf,au,asf,amr,ape,wv,tta,dsf,avi,"
    "mpegts,mpeg,flv"
)
_DISK_FULL = ("No space left on device", "Disk quota exceeded", "Read-only file system")
_CONSEQUENCES = (
    *("frame=", "Error opening", "Conversion failed", "Task finished", "Terminating thread"),
    *("Nothing was written", "Output file is empty", "Could not open encoder", "Last message"),
    "Cannot determine format",
)
_LOG_LINES = 2000  # kept of the log's beginning, and as many of its end
_POLL_S = 0.05


class FfmpegFailed(Exception):
    """ffmpeg ended with an error. Callers turn it into a `VimlError` that fits what they wanted."""

    def __init__(self, log: str) -> None:
        super().__init__(_reason(log))
        self.log = log


@dataclass(frozen=True)
class FfmpegResult:
    """What a finished run wrote to standard output, and its log."""

    stdout: bytes
    log: str


def ffmpeg_path() -> str:
    """The ffmpeg that imageio-ffmpeg brings; a system ffmpeg is neither needed nor preferred."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise VimlError(
            "No ffmpeg was found; install it with 'pip install imageio-ffmpeg'."
        ) from error


def file_url(path: Path) -> str:
    """A path as ffmpeg takes it literally: no option, no protocol, no pattern."""
    return f"file:{path.absolute()}"


def input_arguments(path: Path, demuxers: str) -> list[str]:
    """`-i` for an untrusted file that may only be read with the named demuxers."""
    allowed = ["-protocol_whitelist", "file,pipe", "-format_whitelist", demuxers]
    return [*allowed, "-i", file_url(path)]


class FfmpegRun:
    """One running ffmpeg, as a context manager that kills it when the block is left early.

    `stdout` carries what the arguments send to `pipe:1`; `stdin` takes raw input where `feed` is
    set. Setting `cancel`, or `timeout_s` passing, kills the process at once.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        feed: bool = False,
        cancel: threading.Event | None = None,
        timeout_s: float | None = None,
    ) -> None:
        self._cancel = cancel
        self._timeout_s = timeout_s
        self._ended = threading.Event()
        self._head: list[str] = []
        self._tail: deque[str] = deque(maxlen=_LOG_LINES)
        self._process = subprocess.Popen(
            [ffmpeg_path(), "-hide_banner", "-nostats", *arguments],
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._threads = [threading.Thread(target=self._keep_log, daemon=True)]
        if cancel is not None or timeout_s is not None:
            self._threads.append(threading.Thread(target=self._watch, daemon=True))
        for thread in self._threads:
            thread.start()

    @property
    def stdout(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def wait(self) -> str:
        """The log of the finished run.

        Raises `Cancelled`, `StorageError` for a full disk, `FfmpegFailed` for anything else.
        """
        code = self._process.wait()
        self._ended.set()
        for thread in self._threads:
            thread.join()
        log = "".join([*self._head, *self._tail])
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("The job was stopped as asked.")
        if any(phrase in log for phrase in _DISK_FULL):
            raise StorageError(
                f"The disk is full or cannot be written ({_reason(log)}); free some space and try "
                "again."
            )
        if code != 0:
            raise FfmpegFailed(log)
        return log

    def __enter__(self) -> FfmpegRun:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._ended.set()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                _close_quietly(pipe)

    def _keep_log(self) -> None:
        stderr = self._process.stderr
        assert stderr is not None
        for line in iter(lambda: stderr.readline(4096), b""):
            keep = self._head if len(self._head) < _LOG_LINES else self._tail
            keep.append(line.decode("utf-8", errors="replace"))

    def _watch(self) -> None:
        deadline = time.monotonic() + (self._timeout_s or float("inf"))
        while not self._ended.wait(_POLL_S):
            if self._cancel is not None and self._cancel.is_set():
                self._process.kill()
                return
            if time.monotonic() > deadline:
                self._tail.append(f"no end within {self._timeout_s} s\n")
                self._process.kill()
                return


def run_ffmpeg(
    arguments: Sequence[str],
    *,
    feed: memoryview | None = None,
    cancel: threading.Event | None = None,
    timeout_s: float | None = None,
) -> FfmpegResult:
    """Runs ffmpeg to its end, `feed` going into its standard input. Raises as `FfmpegRun.wait`."""
    with FfmpegRun(arguments, feed=feed is not None, cancel=cancel, timeout_s=timeout_s) as running:
        if feed is not None:
            with suppress(BrokenPipeError):  # ffmpeg stopped reading: `wait` says why
                running.stdin.write(feed)
                running.stdin.close()
        stdout = running.stdout.read()
        return FfmpegResult(stdout=stdout, log=running.wait())


def _close_quietly(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # unsent bytes for a process that is gone
        pipe.close()


def _reason(log: str) -> str:
    """The line of a log that says most: the last one that is not mere consequence."""
    lines = [line.split("] ", 1)[-1].strip() for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(_CONSEQUENCES)]
    return (telling or lines or ["no reason given"])[-1][:200]
