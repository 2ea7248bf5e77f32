"""The previews of a study: equally loud in a pair, and alike in all that does not matter."""

from __future__ import annotations

import hashlib
import os
import secrets
import struct
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from demo.study.asking import Candidate
from demo.study.manifest import MADE_AT_S, Preview
from viml_core.config import PreviewConfig
from viml_core.errors import MediaError
from viml_core.media.audio import decode_audio
from viml_core.media.ffmpeg import run_ffmpeg
from viml_core.media.loudness import measure_loudness
from viml_core.media.preview import render_preview
from viml_core.recommender import Recommender
from viml_core.types import Track

LOUDNESS_LUFS = -18.0  # low enough that hardly any peak is held down, which one might hear
MOST_DIFFERENCE_LU = 0.5
GOOD_ENOUGH_LU = 0.2
ROUNDS = 3
MOST_PADDING_BYTES = 16 * 1024
_NOISE_RATE_HZ, _PULSES_HZ = 44100, 3.0


def render_pair(pair: Sequence[Candidate], media: Path) -> tuple[Preview, Preview]:
    """Both previews of a pair, in an order that chance decides.

    Raises:
        MediaError: they cannot be rendered, or not equally loud.
    """
    previews: dict[int, Preview] = {}
    for side in np.random.default_rng(secrets.randbits(64)).permutation(2).tolist():
        previews[side] = render(pair[side], media, LOUDNESS_LUFS)
    for _ in range(ROUNDS):
        levels = [previews[side].loudness_lufs for side in (0, 1)]
        if abs(levels[0] - levels[1]) <= GOOD_ENOUGH_LU:
            break
        louder = levels.index(max(levels))  # one that cannot be raised: the other comes down
        (media / previews[louder].name).unlink()
        previews[louder] = render(pair[louder], media, min(levels))
    difference = abs(previews[0].loudness_lufs - previews[1].loudness_lufs)
    if difference > MOST_DIFFERENCE_LU:
        raise MediaError(
            f"'{pair[0].subject}' and '{pair[1].subject}' under '{pair[0].clip.info.path.name}' "
            f"differ by {difference:.1f} LU and cannot be made equally loud; leave the query out."
        )
    return previews[0], previews[1]


def render(candidate: Candidate, media: Path, loudness_lufs: float) -> Preview:
    """One preview under a random name."""
    written = render_preview(
        candidate.clip,
        candidate.track,
        media / f"{secrets.token_hex(16)}.mp4",
        start_s=candidate.start_s,
        config=PreviewConfig(loudness_lufs=loudness_lufs),
    )
    pad(written)
    os.utime(written, (MADE_AT_S, MADE_AT_S))
    duration_s, heard_lufs = measure(written)
    content = written.read_bytes()
    return Preview(
        name=written.name,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        duration_s=duration_s,
        loudness_lufs=heard_lufs,
        subject=candidate.subject,
    )


def pad(preview: Path) -> None:
    """Appends an empty box of a length that chance decides, which players skip.

    A model that does not read words gives two questions on one clip the same answer, and two files
    of one size would show it.
    """
    if preview.suffix == ".mp4":
        size = 8 + secrets.randbelow(MOST_PADDING_BYTES)
        with preview.open("ab") as file:
            file.write(struct.pack(">I4s", size, b"free") + bytes(size - 8))


def measure(preview: Path) -> tuple[float, float]:
    """Seconds and integrated loudness of a preview's sound, decoded as a browser would."""
    sound = decode_audio(preview, max_duration_s=3600)
    return round(sound.duration_s, 3), round(measure_loudness(sound).integrated_lufs, 3)


def spoilt_music(candidate: Candidate, scratch: Path) -> Candidate:
    """The same clip with pulses of noise instead of music."""
    duration_s = candidate.clip.info.duration_s
    count = round(duration_s * _NOISE_RATE_HZ)
    noise = np.random.default_rng(0).uniform(-0.2, 0.2, count)
    pulses = np.sin(2 * np.pi * _PULSES_HZ * np.arange(count) / _NOISE_RATE_HZ) > 0
    path = scratch / f"noise-{secrets.token_hex(4)}.wav"
    soundfile.write(path, noise * pulses, _NOISE_RATE_HZ)
    loudness = measure_loudness(decode_audio(path, max_duration_s=3600))
    track = Track(
        track_id="noise",
        path=path,
        title="noise",
        artist="",
        license="",
        duration_s=duration_s,
        loudness_lufs=loudness.integrated_lufs,
        peak_dbfs=loudness.peak_dbfs,
        bpm=None,
        tags=(),
    )
    return Candidate(candidate.clip, track, 0.0, "noise")


def spoilt_picture(candidate: Candidate, recommender: Recommender, scratch: Path) -> Candidate:
    """The same track under a test picture instead of a clip."""
    info = candidate.clip.info
    size = f"{info.width // 2 * 2}x{info.height // 2 * 2}"
    path = scratch / f"bars-{secrets.token_hex(4)}.mp4"
    source = f"smptehdbars=size={size}:rate=25:duration={info.duration_s:.3f}"
    picture = ["-f", "lavfi", "-i", source, "-c:v", "libx264", "-pix_fmt", "yuv420p"]
    run_ffmpeg(["-v", "error", *picture, "-y", f"file:{path}"])
    clip = recommender.understand(path, scratch)
    return replace(candidate, clip=clip, subject="test picture")
