"""What is asked with: the clip, the words, the music, the filters, the models."""

from __future__ import annotations

from demo.texts.de import counting
from viml_core.config import Limits

CLIP = "Dein Clip"
EXAMPLES = "Oder probiere einen von diesen"
EXAMPLE_NAMES = {
    "calm-sea.mp4": "Ruhige See",
    "night-drive.mp4": "Nachtfahrt",
    "paper-fox.mp4": "Papierfuchs",
}
WORDS = "Wie soll die Musik klingen?"
WORDS_HINT = "Das Feld darf leer bleiben: dann entscheidet allein das Bild. Am besten auf Englisch."
WORDS_PLACEHOLDER = "warm acoustic guitar, hopeful"
PICTURE_ONLY = "Nur das Bild"
PICTURE_ONLY_HINT = "Lässt deine Worte stehen, beachtet sie aber nicht."
COUNT = "Anzahl der Stücke"
FILTERS = "Nur Musik, die ..."
USE = "verwendet werden darf für"
USES = {
    "any": "alles, auch ohne Lizenzangabe",
    "personal": "private Videos",
    "monetised": "Videos mit Einnahmen",
    "advertising": "Werbung",
}
USE_HINT = "Nach der Lizenz; Musik mit „no derivatives“ kommt nie unter ein Video."
VOICE = "enthält"
VOICES = {
    "any": "Gesang oder keinen",
    "instrumental": "keinen Gesang, der erkannt wurde",
    "vocals": "Gesang",
}
MIN_BPM, MAX_BPM = "Bpm ab", "Bpm bis"
MIN_LENGTH, MAX_LENGTH = "Länge ab (s)", "Länge bis (s)"
BOUNDS_HINT = "0 lässt eine Grenze offen."
INCLUDE, EXCLUDE = "Mit all diesen Merkmalen", "Mit keinem dieser Merkmale"
MUSIC = "Musik zur Auswahl"
STARTER = "Mitgelieferte Sammlung"
OWN = "Meine eigene Musik"
ADVANCED = "Weitere Einstellungen"
MODEL = "Modell"
MODELS = {
    "viml": "ViML: Bild und Worte zusammen",
    "mvpt+": "MVPt+: das Bild allein",
    "mt": "MT: die Worte allein",
    "viml&mt": "ViML und MT, gemischt",
    "viml&mvpt+": "ViML und MVPt+, gemischt",
    "mt&mvpt+": "MT und MVPt+, gemischt",
}
ALPHA = "Gewicht der Worte"
ALPHA_HINT = "Für zwei gemischte Modelle: 0 folgt dem Modell des Bildes, 1 dem der Worte."
DIVERSE = "Fast gleiche Stücke auseinanderhalten"
DIVERSE_HINT = "Fassungen eines Stücks füllen nicht die Liste. Aus: streng nach Übereinstimmung."
FIND = "Musik finden"
STOP = "Anhalten"

OWN_UPLOAD = "Musikdateien hinzufügen"
OWN_UPLOAD_HINT = "Sie werden einmal angehört und nur für diesen Besuch aufbewahrt."
OWN_FOLDER = "Oder ein Musikordner auf diesem Rechner"
OWN_FOLDER_PLACEHOLDER = "/home/ich/Musik"
OWN_FOLDER_BUTTON = "Diesen Ordner hinzufügen"
OWN_STOP = "Nicht weiter anhören"
OWN_EMPTY = "Noch keine eigene Musik."
OWN_SPEECH = "das ist Sprache ohne Musik: bleibt erhalten, wird aber nie vorgeschlagen"
OWN_STOPPED = (
    "Angehalten. Was fertig war, kann verwendet werden; wer dieselben Dateien noch einmal "
    "hinzufügt, macht dort weiter."
)
ERROR_NO_CLIP = (
    "Noch gibt es nichts, wonach gesucht werden könnte: füge einen Clip hinzu, klicke auf ein "
    "Beispiel oder beschreibe die Musik."
)
ERROR_NO_WORDS = (
    "Das Modell MT hört nur auf Worte, und es gibt keine: beschreibe die Musik, schalte „Nur das "
    "Bild“ aus oder wähle unter „Weitere Einstellungen“ ein anderes Modell."
)
ERROR_NO_CUTS = (
    "Es gibt keinen Clip, dessen Schnitte auf Schläge fallen könnten: füge einen hinzu oder lass "
    "das auf 0."
)
ERROR_NO_OWN_MUSIC = (
    "Es gibt noch keine eigene Musik: füge unter „Meine eigene Musik“ Dateien hinzu oder wähle die "
    "mitgelieferte Sammlung."
)
ERROR_HOSTED_FOLDER = (
    "Diese Seite ist für andere offen und liest deshalb keine Ordner des Rechners, auf dem sie "
    "läuft: lade die Musikdateien stattdessen hoch."
)
ERROR_NO_FOLDER = "Gib zuerst den Pfad eines Ordners mit Musik ein."


def words_too_long(length: int, limit: int) -> str:
    return f"Die Beschreibung hat {length} Zeichen, und {limit} sind das Meiste; bitte kürze sie."


def count_out_of_range(count: float, most: int) -> str:
    return f"Die Anzahl der Stücke ist {count:g}, muss aber zwischen 1 und {most} liegen."


def unknown_music(choice: str, known: tuple[str, ...]) -> str:
    return f"Es gibt keine Musik namens '{choice}'; wähle eine von {', '.join(known)}."


def no_such_folder(folder: str) -> str:
    return f"Auf diesem Rechner gibt es keinen Ordner {folder}; prüfe den Pfad."


def too_many_files(count: int, limit: int) -> str:
    return f"Das sind {count} Dateien, und {limit} auf einmal sind das Meiste; bitte nimm weniger."


def too_much_music(limit_bytes: int) -> str:
    return (
        f"Mit diesen Dateien wäre deine Musik größer als {_size(limit_bytes)}, das Meiste für "
        "einen Besuch; bitte nimm weniger."
    )


def limits_line(limits: Limits) -> str:
    return (
        f"Clips bis {_minutes(limits.max_clip_s)} und {_size(limits.max_clip_bytes)}, "
        f"Beschreibungen bis {limits.max_text_chars} Zeichen."
    )


def own_limits_line(limits: Limits, max_tracks: int) -> str:
    return f"Bis zu {max_tracks} Dateien von je {_minutes(limits.max_track_s)}. {OWN_UPLOAD_HINT}"


def _size(size_bytes: int) -> str:
    mebibytes = size_bytes / 1024**2
    size = f"{mebibytes / 1024:g} GB" if mebibytes >= 1024 else f"{mebibytes:g} MB"
    return size.replace(".", ",")


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} min".replace(".", ",")


def own_report(added: int, known: int, duplicates: int, total: int) -> str:
    parts = [f"{added} hinzugefügt"]
    parts += [f"{known} schon da"] if known else []
    parts += [f"{duplicates} doppelt"] if duplicates else []
    return f"{', '.join(parts)}. Deine Sammlung hat {counting.tracks(total)}."


def own_left_out(count: int) -> str:
    return f"{count} {'Datei wurde' if count == 1 else 'Dateien wurden'} ausgelassen:"


def own_more(count: int) -> str:
    return f"und {count} weitere"


def own_duplicate(original: str) -> str:
    return f"dieselbe Aufnahme wie {original}"
