"""The page as a whole, its steps and its mishaps."""

from __future__ import annotations

from demo.texts.de.core import told

TITLE = "ViML"
HEADLINE = "Musik, die zu deinem Clip passt"
INTRODUCTION = (
    "Lege einen Clip ab, sage, wie die Musik klingen soll, oder sage nichts, und sieh ihn dir mit "
    "den Stücken an, die am besten passen."
)

STEP_STARTING = "Es geht los"
STEP_RANKING = "Vergleich mit der Musik"
STOPPED_TITLE = "Angehalten"
STOPPED = "Nichts Halbfertiges wurde aufbewahrt. Was du eingegeben hast, ist noch da."
BUG_TITLE = "Bei uns ist etwas schiefgegangen"
BUG = "Was du eingegeben hast, ist noch da; bitte versuche es noch einmal."
FOR_PROGRAMS = "Auch Programme können fragen."
LOADING = "Die Modelle werden noch geladen; die erste Frage wartet auf sie."
NOT_SERVED = "Die Modelle konnten nicht geladen werden"
OTHER_MODELS = "Andere Modelle"
MODEL_SOURCE = "Modelle aus einem Ordner oder vom Hub"
MODEL_SOURCE_HINT = "Leer: die mitgelieferten. Andere übernehmen, sobald sie vollständig sind."
USE_MODELS = "Diese Modelle verwenden"
LOADING_OTHERS = "Die anderen Modelle werden geladen; so lange antworten die bisherigen."
KEPT_MODELS = "Die Modelle wurden nicht gewechselt"

ERROR_TITLE = "Das hat nicht geklappt"


def step_preview(rank: int, count: int) -> str:
    return f"Stück {rank} von {count} kommt unter den Clip"


def step_sound(rank: int, count: int) -> str:
    return f"Stück {rank} von {count} wird zum Anhören vorbereitet"


PRIVACY = (
    "Deine Dateien bleiben in einem Ordner dieses Besuchs, unerreichbar für andere, und werden "
    "gelöscht, wenn du „Meine Dateien jetzt löschen“ drückst, wenn du gehst oder nach einer Stunde."
)


def served(model: str, preset: str, encoders: str, checkpoints: str) -> str:
    return f"Es antwortet {model} mit dem Preset {preset} ({encoders}); Checkpoints {checkpoints}."


def shipped_instead(source: str, reason: str) -> str:
    return (
        f"Die Modelle von {source} waren nicht zu haben, deshalb antworten die mitgelieferten. "
        f"{told(reason)}"
    )


def models_from(source: str) -> str:
    return f"Modelle von {source}."


TAB_SUGGEST = "Musik für einen Clip"
TAB_LIBRARY = "Sammlung"
DELETE_NOW = "Meine Dateien jetzt löschen"
DELETED = "Deine Clips, deine Musik und alles, was daraus entstand, wurden gelöscht."


TAB_ROOM = "Hörraum"
