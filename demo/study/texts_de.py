"""The words of `demo/study/texts.py` in German, by the same names."""

from __future__ import annotations

PAGE_TITLE = "Was passt besser?"
QUESTIONS = {
    "video-to-music": "Welche Musik passt besser zu diesem Video?",
    "music-to-video": "Welches Video passt besser zu dieser Musik?",
}
QUESTIONS_WITH_WORDS = {
    "video-to-music": "Welche Musik passt besser zu diesem Video und diesen Worten?",
    "music-to-video": "Welches Video passt besser zu dieser Musik und diesen Worten?",
}
HOW = {
    "video-to-music": (
        "Spiele beide ab: das Bild ist dasselbe, die Musik eine andere. Höre von jeder mindestens "
        "{seconds} Sekunden, dann wähle. In ein paar Paaren trägt eine der beiden Rauschen statt "
        "Musik: wähle dort die andere."
    ),
    "music-to-video": (
        "Spiele beide ab: die Musik ist dieselbe, das Bild ein anderes. Sieh von jedem mindestens "
        "{seconds} Sekunden, dann wähle. In ein paar Paaren zeigt eines der beiden ein Testbild: "
        "wähle dort das andere."
    ),
}
CHOICES = {
    "forced": (("left", "A", "A passt besser"), ("right", "B", "B passt besser")),
    "four-way": (
        ("left", "A", "A passt besser"),
        ("tie", "T", "Gleich gut"),
        ("both bad", "X", "Beide schlecht"),
        ("right", "B", "B passt besser"),
    ),
}
REASON_NAMES = {
    "mood": "Stimmung",
    "rhythm and cuts": "Rhythmus und Schnitte",
    "style": "Stil",
    "energy": "Energie",
    "setting": "Ort und Zeit",
    "the words": "die Worte",
}
REASONS_TITLE = "Warum? (freiwillig)"
COMMENT = "Noch etwas? (freiwillig)"
CONFIRM = "Bestätigen und weiter"
KEYS = (
    ("Leertaste", "abspielen oder anhalten"),
    ("S", "zwischen A und B wechseln"),
    ("← oder A", "A passt besser"),
    ("→ oder B", "B passt besser"),
    ("Eingabe", "bestätigen"),
)
KEYS_FOUR_WAY = (("T", "gleich gut"), ("X", "beide schlecht"))
KEYS_TITLE = "Tasten"
PLAY, PAUSE = "Abspielen", "Anhalten"
SEEK = "Stelle"
HEARD = "{heard} von {needed} s"
HEARD_ENOUGH = "genug"
PROGRESS = "{done} von {total}"
DONE_TITLE = "Das war das letzte Paar. Vielen Dank!"
DONE = "Alle deine Antworten sind gespeichert. Du kannst diese Seite schließen."
CODE = (
    "Dein Code ist {code}. Zu deinen Antworten werden weder Name noch Adresse gespeichert. Sollen "
    "sie gelöscht werden, nenne diesen Code der Person, die dich eingeladen hat."
)
STILL_LISTENING = "Spiele zuerst von beiden mindestens {seconds} Sekunden ab."
CHOOSE_FIRST = "Wähle zuerst."
OFFLINE = "Der Server ist nicht zu erreichen; deine Wahl ist noch hier. Es wird weiter versucht …"
MEDIA_FAILED = "Diese Vorschau lädt nicht. Lade die Seite neu; es geht genau hier weiter."

NO_LINK_TITLE = "Dieser Link führt nirgendwohin"
NO_LINK = (
    "Vielleicht ist er unvollständig: kopiere ihn ganz aus der Einladung, bis zum letzten Zeichen."
)
ERASED_TITLE = "Deine Antworten wurden gelöscht"
ERASED = "Damit endet dieser Link. Danke, dass du mitgemacht hast."
WELCOME_TITLE = "Eine Hörstudie"
WELCOME = "Zum Mitmachen brauchst du den persönlichen Link aus deiner Einladung."

ERROR_TURN = "Dieses Paar ist gerade nicht an der Reihe; lade die Seite neu."
ERROR_CHOICE = "Diese Wahl gibt es in dieser Studie nicht."
ERROR_TOO_LONG = "Das ist zu lang; kürze, was du geschrieben hast."
ERROR_TWICE = "Dieses Paar hast du schon beurteilt; lade die Seite neu."
ERROR_UNHEARD = "Vor der Wahl müssen mindestens {seconds} Sekunden von beiden gelaufen sein."
