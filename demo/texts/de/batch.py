"""Several clips in one style, and a session saved as a file."""

from __future__ import annotations

from demo.texts.de.core import told
from demo.texts.de.form import FIND

PROJECT = "Diese Sitzung speichern oder wieder öffnen"
PROJECT_SAVE = "Als Datei speichern"
PROJECT_SAVED = "Deine Projektdatei"
PROJECT_OPEN = "Eine Projektdatei wieder öffnen"
PROJECT_OPENED = (
    "Wieder geöffnet. „Musik finden“ fragt erneut; „Fertigstellen“ hat dann die gespeicherten "
    "Mischungen."
)
ERROR_CLIP_GONE = "Der Clip liegt nicht mehr auf dem Server; bitte füge ihn noch einmal hinzu."
BATCH = "Mehrere Clips in diesem Stil"
BATCH_CLIPS = "Clips für den Stapel"
BATCH_BEGIN = "Alle fertigstellen"
BATCH_ARCHIVE = "Deine Clips"
BATCH_NO_CLIPS = "Es gibt noch keine Clips: füge welche hinzu, um alle auf einmal fertigzustellen."
BATCH_NOTHING = "Kein Stück kommt durch die Filter; lockere sie."


def no_project(reason: str) -> str:
    """What was to be reopened is no project file."""
    return f"Das ist keine Projektdatei, die sich wieder öffnen lässt: {told(reason)}."


def project_without_clip(name: str) -> str:
    """A project was reopened whose clip is not here."""
    return f"Wieder geöffnet, ohne den Clip: füge „{name}“ hinzu, dann drücke „{FIND}“."


def batch_hint(most: int) -> str:
    return (
        f"Bis zu {most} Clips. Jeder bekommt das Stück, das am besten zu ihm und deinen Worten "
        "passt, vom richtigen Moment an, und du ein Archiv mit einer Tabelle der Wahl."
    )


def batch_too_many(count: int, most: int) -> str:
    return f"Das sind {count} Clips, und {most} auf einmal sind das Meiste; bitte nimm weniger."


def step_batch(number: int, count: int) -> str:
    return f"Clip {number} von {count} wird fertiggestellt"


def batch_done(done: int, count: int) -> str:
    return f"{done} von {count} Clips wurden fertig."
