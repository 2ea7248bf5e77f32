"""The listening room, what is exported from it, and the blind study that is made there."""

from __future__ import annotations

from demo.texts.de.results import PLAYER

ROOM_MODELS = {
    "viml": "ViML",
    "mvpt+": "MVPt+",
    "mt": "MT",
    "viml&mt": "ViML & MT",
    "viml&mvpt+": "ViML & MVPt+",
    "mt&mvpt+": "MT & MVPt+",
}
ROOM_NO_MODEL = "keines"
ROOM_COLUMNS = ("Modell A", "Modell B", "Modell C")
ROOM_PREPARED = "Vorbereitete Beispiele"
ROOM_COMPARE = "Vergleichen"
ROOM_WORDS_HINT = "Modelle, die nur das Bild ansehen, beachten sie nicht."
ROOM_COUNT = "Stücke je Modell"
ROOM_NOTHING_YET = "Modelle nebeneinander"
ROOM_STEPS = (
    "Öffne ein vorbereitetes Beispiel oder füge einen eigenen Clip hinzu.",
    "Wähle zwei oder drei Modelle.",
    "Höre hin: ein Bild, und der Ton des Stücks, das du wählst.",
)
ROOM_PLAYER = PLAYER | {
    "player": "Der Clip mit der Musik, die jedes Modell gewählt hat",
    "keys": (
        "Leertaste: abspielen und Pause; 1 bis 9: andere Musik in Leserichtung, A1, B1 und so "
        "weiter, während der Clip läuft; ← →: 5 s springen."
    ),
}
ROOM_COMMON = "in allen Listen"
ROOM_LINK = "Link zu diesem Beispiel"
ROOM_MUSIC_HINT = "Wie im ersten Tab; vorbereitete Beispiele sind aus der mitgelieferten Sammlung."
ROOM_STOPPED = "Angehalten. Was fertig war, bleibt."
ERROR_ROOM_NO_CLIP = (
    "Es gibt keinen Clip zum Vergleichen: öffne ein vorbereitetes Beispiel oder füge einen hinzu."
)
ERROR_NO_EXAMPLE = "Dieses Beispiel gibt es nicht mehr; wähle eines von denen auf der Seite."
ROOM_EXPORTED = (
    "Derselbe Clip und dieselben Worte, und was jedes Modell gewählt hat. Ein Bild, und der Ton "
    "des Stücks, das du wählst; alle sind gleich laut."
)
FILM_HEARD = "zu hören"


def room_question(text: str) -> str:
    return f"Der Clip und „{text}“" if text else "Der Clip, nach dem Bild allein"


def room_common(common: int, k: int) -> str:
    if common == 0:
        tracks = "Kein Stück ist"
    else:
        tracks = "1 Stück ist" if common == 1 else f"{common} Stücke sind"
    return f"{tracks} unter den ersten {k} aller Listen. Alle sind gleich laut."


def room_served(marks: str, tracks: int, collection: str) -> str:
    return f"Beantwortet von den Checkpoints {marks}, aus den {tracks} Stücken von {collection}."


def room_alpha(alpha: float) -> str:
    return f"Gewicht der Worte {alpha:.2f}".replace(".", ",")


def room_shared(columns: str) -> str:
    """Which of the other columns show the track, where not all do."""
    return f"auch in {columns}"


def room_place(column: str, rank: int, listed: bool) -> str:
    return f"{column}: Rang {rank}" if listed else f"{column}: nicht in der Liste, Rang {rank}"


STUDY_MAKE = "Eine Blindstudie anlegen"
STUDY_HINT = (
    "Bewertende bekommen zwei Vorschauen, ohne Namen, und wählen. Verglichen werden die Modelle A "
    "und B mit der Musik von oben; jeder Clip oder jedes Stück wird mit jeder Zeile von Worten "
    "gefragt."
)
STUDY_TITLE = "Titel, nur für dich"
STUDY_TASK = "Aufgabe"
STUDY_TASKS = {
    "video-to-music": "welche Musik zu einem Clip",
    "music-to-video": "welcher Clip zu einem Stück",
}
STUDY_CLIPS = "Clips der Studie"
STUDY_TRACKS = "Stücke, mit denen gefragt wird"
STUDY_WORDS = "Worte, eine Zeile je Frage"
STUDY_WORDS_HINT = "Ohne Worte wird mit dem Bild allein gefragt."
STUDY_PAIRS = "Paare je Person"
STUDY_RATERS = "Bewertende"
STUDY_CHOICE = "Auswahl"
STUDY_CHOICES = {"forced": "A oder B", "four-way": "A, B, gleich gut oder beide schlecht"}
STUDY_GO = "Die Studie anlegen"
STUDY_MADE = "Die Studie ist angelegt"
STUDY_LINKS = "Sie ist ab jetzt erreichbar. Ein Link für jede Person, bekannt unter diesem Code:"
STUDY_SERVE = "Für Bewertende an anderen Rechnern, und was sie sagten:"
STUDY_REPORTS = "Was die Bewertenden sagten"
STUDY_MADE_HERE = "Studien von diesem Rechner"
STUDY_REPORT = "Den Bericht zeigen"
STUDY_PLOT = "Vorlieben mit ihren 95-%-Intervallen"
ERROR_NO_STUDY = "Diese Studie gibt es nicht: lege eine an oder wähle eine von denen auf der Seite."
ERROR_STUDY_NO_CLIPS = "Es gibt keine Clips: füge unter „Eine Blindstudie anlegen“ welche hinzu."
ERROR_STUDY_NO_TRACKS = (
    "Es gibt keine Stücke, mit denen gefragt werden könnte: füge unter „Eine Blindstudie anlegen“ "
    "welche hinzu."
)


def study_made(pairs: int, raters: int, whole: bool) -> str:
    said = "vollständig, gleich laut und ausgewogen" if whole else "die Prüfung fand Fehler"
    return f"{pairs} Paare, {raters} Bewertende; {said}."
