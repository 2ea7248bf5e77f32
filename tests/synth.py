"""Plain clips and tracks for the tests of whole paths."""

from __future__ import annotations

import subprocess
from pathlib import Path

from viml_core.media.audio import decode_audio
from viml_core.media.ffmpeg import ffmpeg_path


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg, or fail with its words."""
    command = [ffmpeg_path(), "-nostdin", "-v", "error", "-y", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def clip(
    out: Path,
    seconds: float,
    size: str = "320x240",
    source: str = "testsrc2",
    codec: str = "libx264",
) -> Path:
    """A clip with pictures of a lavfi source (`testsrc2` moves) and a tone."""
    picture = f"{source}{':' if '=' in source else '='}size={size}:rate=25:duration={seconds}"
    ffmpeg(
        *("-f", "lavfi", "-i", picture),
        *("-f", "lavfi", "-i", f"sine=frequency=220:duration={seconds}"),
        *("-c:v", codec, "-pix_fmt", "yuv420p", out),
    )
    return out


def track(out: Path, seconds: float, hz: float = 330.0) -> Path:
    """A pulsing tone; the codec follows from the suffix."""
    wave = f"sine=frequency={hz}:duration={seconds}"
    ffmpeg("-f", "lavfi", "-i", wave, "-af", "tremolo=f=2:d=0.9", out)
    return out


def duration_s(path: Path | str) -> float:
    """How long the sound of a file plays."""
    return decode_audio(Path(path), max_duration_s=3600).duration_s
