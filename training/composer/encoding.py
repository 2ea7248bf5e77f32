"""PCM to a tagged Ogg/Opus file, through the ffmpeg that imageio-ffmpeg brings."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import imageio_ffmpeg

from training.composer.errors import ComposerError
from training.composer.signals import SAMPLE_RATE_HZ
from viml_core.types import FloatArray

BIT_RATE = "72k"


def write_opus(path: Path, sound: FloatArray, tags: Mapping[str, str]) -> None:
    """Write (2, n) float32 at `SAMPLE_RATE_HZ` with Vorbis comments; the file appears whole or not
    at all, and the same input gives the same bytes. Raises ComposerError where the disk refuses it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]
    command += ["-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "2", "-i", "pipe:0"]
    command += [
        "-c:a",
        "libopus",
        "-b:a",
        BIT_RATE,
        "-fflags",
        "+bitexact",
        "-flags:a",
        "+bitexact",
    ]
    for key, value in tags.items():
        command += ["-metadata", f"{key}={value}"]
    command += ["-f", "ogg", str(unfinished)]
    samples = sound.T.astype("<f4", copy=False).tobytes()
    done = subprocess.run(command, input=samples, capture_output=True, check=False)
    if done.returncode != 0:
        unfinished.unlink(missing_ok=True)
        reason = done.stderr.decode(errors="replace").strip()
        raise ComposerError(f"{path} could not be encoded: {reason}. Check the free disk space.")
    unfinished.replace(path)
