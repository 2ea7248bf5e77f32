"""Finishing a result: its mix and the export."""

from __future__ import annotations

FINISH = "Fertigstellen"
MIX_HINT = (
    "Was du änderst, hörst du. Ziehe die Marke auf der Wellenform, oder klicke dorthin, um den "
    "Anfang zu verschieben."
)
MIX_START = "Musik beginnt bei (s)"
MIX_FADE_IN, MIX_FADE_OUT = "Einblenden (s)", "Ausblenden (s)"
MIX_LEVEL = "Pegel der Musik (dB)"
MIX_OWN = "Der Ton des Clips"
OWN_SOUNDS = {
    "keep": "behalten",
    "duck": "behalten, und die Musik unter Sprache absenken",
    "mute": "weglassen",
}
MIX_DUCK = "Musik unter Sprache absenken um"
MIX_LOUDNESS = "Lautheit (LUFS)"
MIX_FIT = "Wenn die Musik zu kurz oder zu lang ist"
FITS = {
    "loop": "am Taktstrich wiederholen",
    "cut": "mit einer Phrase enden",
    "as is": "so lassen",
}
MIX_PREVIEW, MIX_EXPORT, MIX_CLOSE = "Mischung anhören", "Ausgeben", "Schließen"
MIX_FILES = "Deine Dateien"
STEP_EXPORT = "Der fertige Clip wird geschrieben"
EXPORTED = "Fertig"
PICTURE_KEPT = "Das Bild ist Bit für Bit das deines Clips."
ERROR_NOT_READY = (
    "Dieses Stück lässt sich noch nicht fertigstellen; warte auf seine Vorschau oder frage noch "
    "einmal."
)


def finishing(title: str) -> str:
    return f"Fertigstellen mit „{title}“"


def duck_depth(depth_db: float) -> str:
    return f"{abs(depth_db):g} dB"


def mix_loudness(lufs: float, peak_dbtp: float) -> str:
    measured = f"Gemessen: {lufs:.1f} LUFS, höchste Spitze {peak_dbtp:.1f} dBTP"
    return measured.replace("-", "−").replace(".", ",") + "."


def ducked(seconds: float) -> str:
    return f"Die Musik macht {seconds:.1f}".replace(".", ",") + " s lang Platz für Sprache."


CURVE_MUSIC = "wie laut die Musik ist"
CURVE_MOTION = "wie sich der Clip bewegt"


def cuts_marked(cuts: int) -> str:
    """How many cuts the plot marks."""
    return "Keine Schnitte." if cuts == 0 else f"{cuts} {'Schnitt' if cuts == 1 else 'Schnitte'}."


def curves_together(correlation: float) -> str:
    """How the curves of the plot go together."""
    return f"Die Kurven korrelieren mit {correlation:.2f}".replace("-", "−").replace(".", ",") + "."
