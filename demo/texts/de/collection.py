"""The library tab."""

from __future__ import annotations

from demo.texts.de import counting

LIBRARY_HINT = (
    "Die mitgelieferte Sammlung kann man ansehen und anhören. Eigene Musik lässt sich auch "
    "bearbeiten; was du änderst, merkt sich die Sammlung, und deine Dateien bleiben, wie sie sind."
)
COLLECTION = {
    "tracks": "Stücke",
    "search": "Titel, Interpreten, Lizenzen und Merkmale durchsuchen",
    "order": "Sortieren nach",
    "count": "{found} von {all} Stücken",
    "more": "Mehr zeigen",
    "play": "Abspielen:",
    "heard": "Zu hören",
    "title": "Titel",
    "artist": "Interpret",
    "bpm": "Tempo",
    "length_s": "Länge",
    "lufs": "LUFS",
    "license": "Lizenz",
    "license_hint": "Zum Beispiel CC-BY-4.0; danach wird gefiltert. Leer, wenn unbekannt.",
    "no_licence": "nicht angegeben",
    "tags": "Merkmale",
    "tags_hint": "Durch Kommas getrennt. Was „speech only“ trägt, wird nie vorgeschlagen.",
    "acts": "Bearbeiten oder entfernen",
    "edit": "Bearbeiten",
    "remove": "Entfernen",
    "remove_question": "„{title}“ aus deiner Sammlung entfernen?",
    "remove_meaning": (
        "Eine hochgeladene Datei wird gelöscht. Eine Datei in einem Ordner dieses Rechners bleibt, "
        "wie sie ist, und bleibt der Sammlung fern, bis du sie wieder zulässt."
    ),
    "save": "Speichern",
    "cancel": "Abbrechen",
    "map": "Karte",
    "map_label": "Die Stücke als Punkte; Pfeiltasten führen weiter, die Eingabetaste spielt ab",
    "map_hint": "Was nah beieinanderliegt, klingt für das Modell ähnlich. Ein Klick spielt es ab.",
}
TRACK_SILENT = "stumm, wird nie vorgeschlagen"
TRACK_SPEECH = "Sprache, wird nie vorgeschlagen"
MAP_STAR_CLIP = "Dein Clip"
MAP_STAR_WORDS = "Deine Worte"
MAP_NO_STAR = "Suche in dieser Sammlung Musik für einen Clip, dann erscheint er hier als Stern."
ERROR_NOT_YOURS = (
    "Die mitgelieferte Sammlung lässt sich nicht ändern: füge unter „Meine eigene Musik“ eigene "
    "hinzu."
)
HEALTH_WELL = "Alle Dateien waren lesbar, nichts ist stumm, und keine zwei Stücke sind gleich."
HEALTH_UNREADABLE = "Nicht lesbar"
HEALTH_SILENT = "Stumm"
HEALTH_SPEECH = "Sprache ohne Musik"
HEALTH_DUPLICATES = "Doppelt, davon wird eines verwendet"
HEALTH_MISSING = "Die Datei ist weg"
HEALTH_ALIKE = "Fast gleich, mit der Ähnlichkeit"
HEALTH_REMOVED = "Von dir entfernt"
HEALTH_PUT_BACK = "Diese wieder zulassen"
STATISTICS = "Zahlen"
STATISTICS_TEMPO = "Tempo (bpm)"
STATISTICS_LENGTH = "Länge (min:s)"
STATISTICS_LOUDNESS = "Lautheit (LUFS)"
STATISTICS_TAGS = "Was zu hören ist"
STATISTICS_LICENCES = "Lizenzen"


def library_size(count: int, starter: bool) -> str:
    whose = "Die mitgelieferte" if starter else "Deine"
    return f"{whose} Sammlung hat {counting.tracks(count)}."


def library_total(count: int, total_s: float) -> str:
    hours = f"{total_s / 3600:.1f} h".replace(".", ",")
    return f"{counting.tracks(count)}, {hours if total_s >= 3600 else f'{total_s / 60:.0f} min'}"


def corrected(title: str) -> str:
    return f"„{title}“ wurde gespeichert."


def removed(title: str) -> str:
    return f"„{title}“ wurde entfernt."


def put_back(count: int) -> str:
    files = "1 Datei kommt" if count == 1 else f"{count} Dateien kommen"
    return f"{files} wieder hinein, wenn du den Ordner hinzufügst."


def map_shown(shown: int, total: int) -> str:
    return "" if shown == total else f"{shown} von {total} Stücken sind zu sehen."


def health_summary(found: int) -> str:
    if not found:
        return "Zustand: alles gut"
    return f"Zustand: {'ein Hinweis' if found == 1 else f'{found} Hinweise'}"


def health_suggestible(suggestible: int, total: int) -> str:
    return f"{suggestible} von {total} Stücken können vorgeschlagen werden."


def without_tempo(count: int) -> str:
    where = "einem Stück" if count == 1 else f"{count} Stücken"
    return f"In {where} wurde kein Takt gefunden."


def plot_most(count: int) -> str:
    return f"höchstens {count}"
