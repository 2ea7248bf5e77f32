"""The words of the page in German, by the names of `demo/texts.py`; see `demo/language.py`."""

from __future__ import annotations

from viml_core.config import Limits

TITLE = "ViML"
HEADLINE = "Musik, die zu deinem Clip passt"
INTRODUCTION = (
    "Lege einen Clip ab, sage, wie die Musik klingen soll, oder sage nichts, und sieh ihn dir mit "
    "den Stücken an, die am besten passen."
)

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
    "any": "alles, auch wo keine Lizenz angegeben ist",
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
MIN_BPM, MAX_BPM = "Tempo ab (bpm)", "Tempo bis (bpm)"
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

NOTHING_YET = "Hier erscheinen deine Vorschläge"
NOTHING_YET_STEPS = (
    "Füge einen Clip hinzu oder klicke auf ein Beispiel.",
    "Beschreibe die Musik oder überlass das dem Bild.",
    "Sieh dir den Clip mit den besten Stücken an, das beste zuerst.",
)
BEST = "Passt am besten"
RANK = "Rang"
DOWNLOAD = "Diesen Clip herunterladen"
PLAYER = {
    "player": "Dein Clip mit der vorgeschlagenen Musik",
    "play": "Abspielen",
    "pause": "Pause",
    "pick": "Abspielen:",
    "waiting": "Noch nicht fertig:",
    "seek": "Stelle",
    "repeat": "Wiederholen",
    "wide": "Ganzer Bildschirm",
    "download": DOWNLOAD,
    "keys": (
        "Leertaste: abspielen und Pause, 1 bis 9: andere Musik, während der Clip läuft, ← →: 5 s "
        "springen."
    ),
}
DOWNLOAD_SOUND = "Diese Musik herunterladen"
BALANCE = "Bild oder Worte?"
BALANCE_HINT = "0: das Bild allein (MVPt+). 0.5: beides (ViML). 1: die Worte allein (MT)."
CHANGED = "Was haben meine Worte geändert?"
WITH_WORDS = "Mit deinen Worten"
WITHOUT_WORDS = "Nach dem Bild allein"
SAME_RANK = "gleicher Platz"
MORE_LIKE = "Mehr davon"
BUTS = {
    "more": "mehr davon",
    "calmer": "aber ruhiger",
    "faster": "aber schneller",
    "no vocals": "aber ohne Gesang",
    "other instruments": "aber mit anderen Instrumenten",
}
BACK = "Zurück zu den Vorschlägen"
SPEAKS = "spricht dafür"
LIKENESS = "Ähnlichkeit"
NOTHING_ALIKE = "Kein anderes Stück dieser Sammlung ist so."
ERROR_NO_ANSWER = "Auf der Seite stehen keine Vorschläge mehr; frage noch einmal."
MATCH = "Übereinstimmung"
MATCH_QUESTION = "Was „Übereinstimmung“ heißt und was geantwortet hat"
MATCH_MEANING = (
    "Die Übereinstimmung ist die geschätzte Wahrscheinlichkeit, dass ein Stück zu Clip und Worten "
    "passt, statt sich mit ihnen zu beißen. Die Zahlen für Bild und Worte, und die Übereinstimmung "
    "selbst, wo keine Kalibrierung genannt ist, sagen, wie nah ein Stück im Raum des Modells "
    "liegt: 1 ist so nah wie möglich, 0 ist beliebig. Der Balken vergleicht mit dem Besten der "
    "Liste."
)
NOTHING_FITS = (
    "In dieser Sammlung scheint nichts zu passen; dies sind die nächsten Stücke. Andere Worte oder "
    "andere Musik helfen vielleicht."
)
NOT_CALIBRATED = "Die Zahlen sind bloße Ähnlichkeiten: diese Modelle haben keine Kalibrierung."
PICTURE_SCORE = "Bild"
WORDS_SCORE = "Worte"
LICENCE = "Lizenz"
NO_LICENCE = "nicht angegeben"
SEEN = "Im Clip gesehen"

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
ERROR_NO_CLIP = (
    "Noch gibt es nichts, wonach gesucht werden könnte: füge einen Clip hinzu, klicke auf ein "
    "Beispiel oder beschreibe die Musik."
)
ERROR_NO_WORDS = (
    "Das Modell MT hört nur auf Worte, und es gibt keine: beschreibe die Musik, schalte „Nur das "
    "Bild“ aus oder wähle unter „Weitere Einstellungen“ ein anderes Modell."
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


def _tracks(count: int) -> str:
    return "1 Stück" if count == 1 else f"{count} Stücke"


def step_preview(rank: int, count: int) -> str:
    return f"Stück {rank} von {count} kommt unter den Clip"


def step_sound(rank: int, count: int) -> str:
    return f"Stück {rank} von {count} wird zum Anhören vorbereitet"


def moved(up: int) -> str:
    return f"{abs(up)} {'nach oben' if up > 0 else 'nach unten'}"


def new_in_list(rank: int) -> str:
    return f"neu, war {rank}"


def out_of_list(rank: int) -> str:
    return f"heraus, jetzt {rank}"


def alike(count: int, title: str, but: str) -> str:
    return f"{_tracks(count)} wie „{title}“" + ("" if but == "more" else f", {BUTS[but]}")


def filtered_out(count: int) -> str:
    passes = "kommt" if count == 1 else "kommen"
    return f"{_tracks(count)} {passes} nicht durch deine Filter."


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


PRIVACY = (
    "Deine Dateien bleiben in einem Ordner dieses Besuchs, unerreichbar für andere, und werden "
    "gelöscht, wenn du „Meine Dateien jetzt löschen“ drückst, wenn du gehst oder nach einer Stunde."
)


def own_limits_line(limits: Limits, max_tracks: int) -> str:
    return f"Bis zu {max_tracks} Dateien von je {_minutes(limits.max_track_s)}. {OWN_UPLOAD_HINT}"


def _size(size_bytes: int) -> str:
    mebibytes = size_bytes / 1024**2
    size = f"{mebibytes / 1024:g} GB" if mebibytes >= 1024 else f"{mebibytes:g} MB"
    return size.replace(".", ",")


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} min".replace(".", ",")


def found(count: int, wanted: int, words: str, has_clip: bool) -> str:
    if not has_clip:
        what = f"„{words}“"
    else:
        what = f"deinen Clip und „{words}“" if words else "deinen Clip, nach dem Bild allein"
    note = f" Mehr als {count} stehen nicht zur Auswahl." if count < wanted else ""
    return f"{_tracks(count)} für {what}.{note}"


def calibrated(name: str) -> str:
    return f"Übereinstimmungen sind Wahrscheinlichkeiten, kalibriert auf {name}."


def served(model: str, preset: str, encoders: str, checkpoints: str) -> str:
    return f"Es antwortet {model} mit dem Preset {preset} ({encoders}); Checkpoints {checkpoints}."


def own_report(added: int, known: int, duplicates: int, total: int) -> str:
    parts = [f"{added} hinzugefügt"]
    parts += [f"{known} schon da"] if known else []
    parts += [f"{duplicates} doppelt"] if duplicates else []
    return f"{', '.join(parts)}. Deine Sammlung hat {_tracks(total)}."


def own_left_out(count: int) -> str:
    return f"{count} {'Datei wurde' if count == 1 else 'Dateien wurden'} ausgelassen:"


def own_more(count: int) -> str:
    return f"und {count} weitere"


def own_duplicate(original: str) -> str:
    return f"dieselbe Aufnahme wie {original}"


def shipped_instead(source: str, reason: str) -> str:
    return (
        f"Die Modelle von {source} waren nicht zu haben, deshalb antworten die mitgelieferten. "
        f"{reason}"
    )


def models_from(source: str) -> str:
    return f"Modelle von {source}."


TAB_SUGGEST = "Musik für einen Clip"
TAB_LIBRARY = "Sammlung"
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
DELETE_NOW = "Meine Dateien jetzt löschen"
DELETED = "Deine Clips, deine Musik und alles, was daraus entstand, wurden gelöscht."


def library_size(count: int, starter: bool) -> str:
    whose = "Die mitgelieferte" if starter else "Deine"
    return f"{whose} Sammlung hat {_tracks(count)}."


def library_total(count: int, total_s: float) -> str:
    hours = f"{total_s / 3600:.1f} h".replace(".", ",")
    return f"{_tracks(count)}, {hours if total_s >= 3600 else f'{total_s / 60:.0f} min'}"


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


TAB_ROOM = "Hörraum"
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


def room_served(marks: str) -> str:
    return f"Beantwortet von den Checkpoints {marks}."


def room_alpha(alpha: float) -> str:
    return f"Gewicht der Worte {alpha:.2f}".replace(".", ",")


def room_shared(columns: str) -> str:
    """Which of the other columns show the track, where not all do."""
    return f"auch in {columns}"


def room_place(column: str, rank: int, listed: bool) -> str:
    return f"{column}: Rang {rank}" if listed else f"{column}: nicht in der Liste, Rang {rank}"


FINISH = "Fertigstellen"
PLACED_MEANING = (
    "Die Musik beginnt dort, wo sie Clip und Worten am nächsten ist, verschoben auf einen "
    "Taktstrich. „Auf dem Schlag“ sagt, wie nah Schnitte und Bewegungen des Clips an den Schlägen "
    "liegen, 1 heißt genau darauf; zufällig ist, was dieselben Schnitte im Mittel erreichen, wenn "
    "man die Musik verschiebt."
)
MIX_HINT = "Was du änderst, hörst du. Ein Klick auf die Wellenform lässt die Musik dort beginnen."
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


def starts_at(start_s: float, score: str, beginning: str) -> str:
    minutes, seconds = divmod(int(start_s), 60)
    if start_s <= 0:
        return f"beginnt am Anfang ({score})"
    return f"beginnt bei {minutes}:{seconds:02d} ({score}, am Anfang {beginning})"


def on_the_beat(score: str, chance: str) -> str:
    return f"auf dem Schlag {score} (zufällig {chance})"


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
    return f"Das ist keine Projektdatei, die sich wieder öffnen lässt: {reason}."


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


STUDY_MAKE = "Eine Blindstudie anlegen"
STUDY_HINT = (
    "Bewertende bekommen zwei Vorschauen eines Clips, ohne Namen, und wählen. Verglichen werden "
    "die Modelle A und B von oben; jeder Clip wird mit jeder Zeile von Worten gefragt."
)
STUDY_TITLE = "Titel, nur für dich"
STUDY_CLIPS = "Clips der Studie"
STUDY_WORDS = "Worte, eine Zeile je Frage"
STUDY_WORDS_HINT = "Ohne Worte wird mit dem Bild allein gefragt."
STUDY_PAIRS = "Paare je Person"
STUDY_RATERS = "Bewertende"
STUDY_CHOICE = "Auswahl"
STUDY_CHOICES = {"forced": "A oder B", "four-way": "A, B, gleich gut oder beide schlecht"}
STUDY_GO = "Die Studie anlegen"
STUDY_MADE = "Die Studie ist angelegt"
STUDY_SERVE = "So wird sie angeboten, mit einem Link für jede Person:"
STUDY_BESIDE = "Oder neben dieser Seite, unter /study:"
ERROR_STUDY_NO_CLIPS = (
    "Es gibt keine Clips, mit denen gefragt werden könnte: füge unter „Eine Blindstudie anlegen“ "
    "welche hinzu."
)


def study_made(pairs: int, raters: int, whole: bool) -> str:
    said = "vollständig, gleich laut und ausgewogen" if whole else "die Prüfung fand Fehler"
    return f"{pairs} Paare, {raters} Bewertende; {said}."


CURVE_MUSIC = "wie laut die Musik ist"
CURVE_MOTION = "wie sich der Clip bewegt"


def cuts_marked(cuts: int) -> str:
    """How many cuts the plot marks."""
    return "Keine Schnitte." if cuts == 0 else f"{cuts} {'Schnitt' if cuts == 1 else 'Schnitte'}."


def curves_together(correlation: float) -> str:
    """How the curves of the plot go together."""
    return f"Die Kurven korrelieren mit {correlation:.2f}".replace("-", "−").replace(".", ",") + "."
