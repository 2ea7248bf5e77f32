"""Where somebody speaks, heard by silero-vad, whose network comes with its package (MIT)."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch

from viml_core.media.audio import resample
from viml_core.types import Waveform

RATE_HZ = 16_000  # the network's
_LISTENING = threading.Lock()  # the network carries what it has heard from frame to frame


@dataclass(frozen=True)
class Interval:
    """A stretch of time in seconds."""

    start_s: float
    end_s: float


@dataclass(frozen=True)
class SpeechConfig:
    """When speech begins and ends.

    Hysteresis: it begins where the network is surer than `enter` and ends where it has been less
    sure than `leave` for `hangover_s`. What is shorter than `shortest_s` is none; each stretch is
    widened by `margin_s` at both ends.
    """

    enter: float = 0.5
    leave: float = 0.35
    shortest_s: float = 0.25
    hangover_s: float = 0.3
    margin_s: float = 0.03


def find_speech(
    waveform: Waveform,
    config: SpeechConfig = SpeechConfig(),
) -> tuple[Interval, ...]:
    """Stretches of speech in ascending order, apart from each other. Any rate and channels."""
    samples = resample(waveform, RATE_HZ, mono=True).samples[0]
    if samples.size == 0:
        return ()
    silero = _silero()
    with _LISTENING, torch.inference_mode():
        stretches = silero.find(
            torch.from_numpy(samples),
            silero.network,
            sampling_rate=RATE_HZ,
            threshold=config.enter,
            neg_threshold=config.leave,
            min_speech_duration_ms=round(config.shortest_s * 1000),
            min_silence_duration_ms=round(config.hangover_s * 1000),
            speech_pad_ms=round(config.margin_s * 1000),
        )
    return tuple(Interval(s["start"] / RATE_HZ, s["end"] / RATE_HZ) for s in stretches)


@dataclass(frozen=True)
class _Silero:
    find: Callable[..., list[dict[str, int]]]
    network: Any


@lru_cache(maxsize=1)
def _silero() -> _Silero:
    """Importing silero-vad sets torch to one thread for the whole process; that is undone."""
    threads = torch.get_num_threads()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # its network is a TorchScript file
            from silero_vad import get_speech_timestamps, load_silero_vad

            return _Silero(get_speech_timestamps, load_silero_vad())
    finally:
        torch.set_num_threads(threads)
