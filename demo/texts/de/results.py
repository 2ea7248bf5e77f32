"""The suggestions: what was found, how it was ranked, what is like it."""

from __future__ import annotations

from demo.texts.de import counting

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
    "start": "Die Musik beginnt bei",
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
ON_BEAT = "Schnitte auf dem Schlag"
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
HAS_MUSIC = (
    "Dieser Clip hat schon Musik: Lass unter „Fertigstellen“ seinen eigenen Ton weg, sonst ist "
    "beides zu hören."
)
STRIP = "Was angesehen wurde und was darin zu sehen war"


def on_beat_hint(count: int) -> str:
    return (
        f"0: sie zählen nicht. 1: von den besten {count} Stücken zuerst die, deren Schläge auf die "
        "Schnitte und Bewegungen deines Clips fallen; dafür werden sie erst angehört."
    )


def step_beats(number: int, count: int) -> str:
    return f"Die Schläge von Stück {number} von {count} werden gehört"


def moved(up: int) -> str:
    return f"{abs(up)} {'nach oben' if up > 0 else 'nach unten'}"


def new_in_list(rank: int) -> str:
    return f"neu, war {rank}"


def out_of_list(rank: int) -> str:
    return f"heraus, jetzt {rank}"


def alike(count: int, title: str, but: str) -> str:
    return f"{counting.tracks(count)} wie „{title}“" + ("" if but == "more" else f", {BUTS[but]}")


def filtered_out(count: int) -> str:
    passes = "kommt" if count == 1 else "kommen"
    return f"{counting.tracks(count)} {passes} nicht durch deine Filter."


def found(count: int, wanted: int, words: str, has_clip: bool) -> str:
    if not has_clip:
        what = f"„{words}“"
    else:
        what = f"deinen Clip und „{words}“" if words else "deinen Clip, nach dem Bild allein"
    note = f" Mehr als {count} stehen nicht zur Auswahl." if count < wanted else ""
    return f"{counting.tracks(count)} für {what}.{note}"


def calibrated(name: str) -> str:
    return f"Übereinstimmungen sind Wahrscheinlichkeiten, kalibriert auf {name}."


PLACED_MEANING = (
    "Die Musik beginnt dort, wo sie Clip und Worten am nächsten ist, verschoben auf einen "
    "Taktstrich. „Auf dem Schlag“ sagt, wie nah Schnitte und Bewegungen des Clips an den Schlägen "
    "liegen, 1 heißt genau darauf; zufällig ist, was dieselben Schnitte im Mittel erreichen, wenn "
    "man die Musik verschiebt."
)


def starts_at(start_s: float, score: str, beginning: str) -> str:
    minutes, seconds = divmod(int(start_s), 60)
    if start_s <= 0:
        return f"beginnt am Anfang ({score})"
    return f"beginnt bei {minutes}:{seconds:02d} ({score}, am Anfang {beginning})"


def on_the_beat(score: str, chance: str) -> str:
    return f"auf dem Schlag {score} (zufällig {chance})"


def glimpse(clock: str, seen: str) -> str:
    """A picture of the clip, for those who do not see it."""
    return f"Bei {clock}: {seen}" if seen else f"Bei {clock}"
