"""Finishing a result: its mix and the export."""

from __future__ import annotations

FINISH = "Finish"
MIX_HINT = (
    "Change a setting to hear it. Drag the mark on the waveform, or click there, to move the start."
)
MIX_START = "Music starts at (s)"
MIX_FADE_IN, MIX_FADE_OUT = "Fade in (s)", "Fade out (s)"
MIX_LEVEL = "Music level (dB)"
MIX_OWN = "The clip's own sound"
OWN_SOUNDS = {
    "keep": "keep",
    "duck": "keep, and lower the music under speech",
    "mute": "leave out",
}
MIX_DUCK = "Lower the music under speech by"
MIX_LOUDNESS = "Loudness (LUFS)"
MIX_FIT = "Where the music is too short or too long"
FITS = {
    "loop": "loop at a bar line",
    "cut": "end with a phrase",
    "as is": "leave it",
}
MIX_PREVIEW, MIX_EXPORT, MIX_CLOSE = "Preview the mix", "Export", "Close"
MIX_FILES = "Your files"
STEP_EXPORT = "Writing the finished clip"
EXPORTED = "Finished"
PICTURE_KEPT = "The picture is your upload's own, bit by bit."
ERROR_NOT_READY = "This track is not ready to be finished; wait for its preview, or ask again."

CURVE_MUSIC = "how loud the music is"
CURVE_MOTION = "how the clip moves"


def cuts_marked(cuts: int) -> str:
    """How many cuts the plot marks."""
    return "No cuts." if cuts == 0 else f"{cuts} {'cut' if cuts == 1 else 'cuts'}."


def curves_together(correlation: float) -> str:
    """How the curves of the plot go together."""
    return f"The curves correlate by {correlation:.2f}.".replace("-", "−")


def finishing(title: str) -> str:
    """The heading of the panel."""
    return f"Finish with “{title}”"


def duck_depth(depth_db: float) -> str:
    """A preset, with the minus sign of print."""
    return f"{abs(depth_db):g} dB"


def mix_loudness(lufs: float, peak_dbtp: float) -> str:
    """What a mix was measured to be."""
    return f"Measured: {lufs:.1f} LUFS, highest peak {peak_dbtp:.1f} dBTP.".replace("-", "−")


def ducked(seconds: float) -> str:
    """For how long the music makes room."""
    return f"The music makes room for speech for {seconds:.1f} s."
