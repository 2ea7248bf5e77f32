"""What the finishing panel says, as HTML: what is being finished, and what was measured of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from demo import listening, texts
from demo.answered import Rendered
from demo.finish_plot import curves
from viml_core.finishing.export import Exported
from viml_core.finishing.mixing import MixedSound
from viml_core.types import ClipFeatures


@dataclass(frozen=True)
class _Heard:
    """Heights over `of_s` seconds of sound, from `start_s` of which the clip's music is."""

    peaks: Sequence[int]
    of_s: float
    start_s: float


def about(ready: Rendered, clip: ClipFeatures, start_s: float, mixed: MixedSound | None) -> str:
    """What is being finished, and what was measured of its mix."""
    track = ready.suggestion.track
    lines = [texts.MIX_HINT] if mixed is None else _measured(mixed)
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    heading = escape(texts.finishing(track.title))
    plot = ""
    if clip.activity:
        clip_s = clip.info.duration_s
        heard = _Heard(ready.peaks, track.duration_s, start_s)
        if mixed:  # with its fades and loops, and where it makes room
            heard = _Heard(listening.heights(mixed.music.samples), clip_s, 0.0)
        plot = curves(
            clip.activity, heard.peaks, track_s=heard.of_s, start_s=heard.start_s, clip_s=clip_s
        )
    return f'<div class="vm-finishing"><h3>{heading}</h3>{told}{plot}</div>'


def told(exported: Exported) -> str:
    """What came of an export."""
    kept = [texts.PICTURE_KEPT] if exported.picture_copied else []
    notes = map(texts.told, exported.notes)
    loudness = texts.mix_loudness(exported.loudness_lufs, exported.true_peak_dbtp)
    lines = "".join(f"<p>{escape(line)}</p>" for line in (*kept, *notes, loudness))
    return f'<div class="vm-status" role="status"><h2>{texts.EXPORTED}</h2>{lines}</div>'


def _measured(mixed: MixedSound) -> list[str]:
    ducked_s = sum(down.end_s - down.start_s for down in mixed.ducked)
    loudness = texts.mix_loudness(mixed.loudness_lufs, mixed.true_peak_dbtp)
    ducked = [texts.ducked(ducked_s)] if mixed.ducked else []
    why = texts.told(mixed.arrangement.why)
    return [f"{why[:1].upper()}{why[1:]}.", loudness, *ducked]
