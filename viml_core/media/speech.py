"""Where somebody speaks, heard by silero-vad, whose network comes with its package (MIT)."""

from __future__ import annotations

from dataclasses import dataclass

from viml_core.types import Waveform


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
    hangover_s: float = 0.4
    margin_s: float = 0.05


def find_speech(
    waveform: Waveform,
    config: SpeechConfig = SpeechConfig(),
) -> tuple[Interval, ...]:
    """Stretches of speech in ascending order, apart from each other. Any rate and channels."""
    raise NotImplementedError
