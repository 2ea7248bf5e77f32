"""What the core says of its work and its failures: templates of its sentences, and the German.

A test holds the templates to what the core says. What is missing here is shown in English.
"""

from __future__ import annotations

from demo.texts.de import failures
from demo.translating import Sentences

_STEPS = {
    "Reading the clip": "Der Clip wird gelesen",
    "Looking at the clip": "Der Clip wird angesehen",
    "Looking for music": "Musik wird gesucht",
    "Indexing {}": "{0} wird angehört",
    "Loading the models": "Die Modelle werden geladen",
    "Loading the text encoder": "Der Encoder der Worte wird geladen",
    "Loading the picture encoder": "Der Encoder der Bilder wird geladen",
    "Loading the music encoder": "Der Encoder der Musik wird geladen",
    "Looking for {}": "{0} wird gesucht",
    "Fetching {}": "{0} wird geholt",
    "Fetching {} from the package index (once)": "{0} wird vom Paketindex geholt (einmalig)",
}
_LIBRARY = {
    "A track needs a title; type one.": "Ein Stück braucht einen Titel; gib einen ein.",
    "'{}...' has {} characters, and {} are the most; please shorten it.": (
        "„{0}...“ hat {1} Zeichen, und {2} sind das Meiste; bitte kürze es."
    ),
    "These are {} tags, and {} are the most; please drop some.": (
        "Das sind {0} Merkmale, und {1} sind das Meiste; bitte lass welche weg."
    ),
    "The library {} has no track with the id {}.": (
        "Die Sammlung {0} hat kein Stück mit der Kennung {1}."
    ),
    "There is no track {} in the library {} any more.": (
        "In der Sammlung {1} gibt es das Stück {0} nicht mehr."
    ),
    "The library has no track that can be suggested; add music with `python -m viml_core index "
    "MUSIC_DIR --library DIR`.": (
        "Die Sammlung hat kein Stück, das vorgeschlagen werden kann; füge Musik hinzu."
    ),
    "Every track of the library {} is silent or speech; add music with {}.": (
        "Alle Stücke der Sammlung {0} sind stumm oder Sprache; füge Musik hinzu."
    ),
    "The library {} cannot be written because its disk is full or fails ({}); make room and try "
    "again.": (
        "Die Sammlung {0} kann nicht geschrieben werden, weil ihre Platte voll ist oder versagt "
        "({1}); schaffe Platz und versuche es noch einmal."
    ),
    "The catalogue {} is damaged; move that file away and make the library again with {}.": (
        "Der Katalog {0} ist beschädigt; lege die Datei beiseite und erstelle die Sammlung neu."
    ),
    "No tempo was found in '{}', so none is faster.": (
        "In „{0}“ wurde kein Tempo gefunden, also ist auch nichts schneller."
    ),
    "No instrument was recognised in '{}'.": "In „{0}“ wurde kein Instrument erkannt.",
}
_ASKING = {
    "The tempo is asked to be at least {} and at most {}; swap them.": (
        "Das Tempo soll mindestens {0} und höchstens {1} sein; vertausche die beiden."
    ),
    "The length is asked to be at least {} and at most {}; swap them.": (
        "Die Länge soll mindestens {0} und höchstens {1} sein; vertausche die beiden."
    ),
    "There is no model '{}'; choose one of {}.": (
        "Es gibt kein Modell „{0}“; wähle eines von {1}."
    ),
    "This needs the model '{}', which the checkpoint lacks.": (
        "Dafür braucht es das Modell „{0}“, das bei diesen Checkpoints fehlt."
    ),
    "Choose {} or {} models to compare; {} were.": (
        "Wähle {0} oder {1} Modelle zum Vergleichen; es waren {2}."
    ),
    "A model is chosen twice; choose different ones to compare.": (
        "Ein Modell ist zweimal gewählt; wähle verschiedene zum Vergleichen."
    ),
    "The model 'mt' ranks by words alone: type some, or leave it out.": (
        "Das Modell „mt“ ordnet allein nach Worten: gib welche ein oder lass es weg."
    ),
    "The study cannot be written to {} ({}); make room there.": (
        "Die Studie kann nicht nach {0} geschrieben werden ({1}); schaffe dort Platz."
    ),
}
_MODELS = {
    "'{}' is not an address on the Hub; write hf://owner/name or hf://owner/name@revision, and "
    "hf://datasets/owner/name for a library.": (
        "„{0}“ ist keine Adresse auf dem Hub; schreibe hf://owner/name oder "
        "hf://owner/name@revision."
    ),
    "{} is a data set; models are at hf://owner/name.": (
        "{0} ist ein Datensatz; Modelle liegen unter hf://owner/name."
    ),
    "There is no {} repository {} on the Hub, or you may not see it; check the name, or log in "
    "with `hf auth login`.": (
        "Auf dem Hub gibt es {1} nicht, oder du darfst es nicht sehen; prüfe den Namen oder melde "
        "dich mit `hf auth login` an."
    ),
    "The repository {} has no revision '{}'; check the part behind the @, or leave it out.": (
        "{0} hat keine Revision „{1}“; prüfe, was hinter dem @ steht, oder lass es weg."
    ),
    "{} could not be fetched, the Hub at {} is out of reach or broke off ({}); check the "
    "connection and try again.": (
        "{0} konnte nicht geholt werden, der Hub unter {1} ist nicht erreichbar ({2}); prüfe die "
        "Verbindung und versuche es noch einmal."
    ),
    "There is no checkpoint in {}; name a folder or repository that holds {} as subfolders, or "
    "train one.": (
        "In {0} liegt kein Checkpoint; nenne einen Ordner oder ein Repository mit den Unterordnern "
        "{1}."
    ),
    "{} needs the preset '{}', and this page runs on '{}'; start it again with --model {} and a "
    "library of that preset.": (
        "{0} braucht das Preset „{1}“, und diese Seite läuft mit „{2}“; starte sie neu mit --model "
        "{3} und einer Sammlung dieses Presets."
    ),
    "{} needs other encoders than those that this page runs on; start it again with --model {}.": (
        "{0} braucht andere Encoder als die, mit denen diese Seite läuft; starte sie neu mit "
        "--model {1}."
    ),
}
_FINISHING = {
    "loops at a bar line": "wird am Taktstrich wiederholt",
    "loops over a crossfade, for no bar lines are audible": (
        "wird mit einer Überblendung wiederholt, denn Taktstriche sind nicht zu hören"
    ),
    "fades at the clip's end": "wird am Ende des Clips ausgeblendet",
    "ends before the clip does": "endet vor dem Clip",
    "cut at the end of a phrase": "endet mit einer Phrase",
    "The pictures were encoded anew as H.264 (CRF 17), for mp4 cannot hold {}.": (
        "Die Bilder wurden neu als H.264 (CRF 17) codiert, denn mp4 kann {0} nicht enthalten."
    ),
    "The pictures were encoded anew as H.264 (CRF 17), for the file does not time them.": (
        "Die Bilder wurden neu als H.264 (CRF 17) codiert, denn die Datei sagt nicht, wann sie "
        "kommen."
    ),
    "The mix has {} = {}, but it must lie between {} and {}.": (
        "Die Mischung hat {0} = {1}, der Wert muss aber zwischen {2} und {3} liegen."
    ),
}
_PROJECT = {
    "it is not JSON": "sie ist kein JSON",
    "it is too large": "sie ist zu groß",
    "it cannot be read as text": "sie lässt sich nicht als Text lesen",
    "it must be an object with the keys {} and no others": (
        "sie muss ein Objekt mit den Schlüsseln {0} und keinen anderen sein"
    ),
    "{} is of the wrong type": "{0} ist von der falschen Art",
    "it is of format {}, and this page reads {}": (
        "sie hat das Format {0}, und diese Seite liest {1}"
    ),
    "clip must have a name and a sha256": "clip muss einen Namen und einen sha256 haben",
    "there is no music called {}": "es gibt keine Musik namens {0}",
    "there is no model called {}": "es gibt kein Modell namens {0}",
    "alpha must lie between 0 and 1": "alpha muss zwischen 0 und 1 liegen",
    "filters must have eight values": "filters muss acht Werte haben",
    "a filter has a value that the page does not know": (
        "ein Filter hat einen Wert, den die Seite nicht kennt"
    ),
}
_TEMPLATES = {
    **_STEPS,
    **failures.FILES,
    **failures.CLIPS,
    **failures.MUSIC,
    **_LIBRARY,
    **_ASKING,
    **_MODELS,
    **_FINISHING,
    **_PROJECT,
}
_SENTENCES = Sentences(_TEMPLATES)


def told(sentence: str) -> str:
    return _SENTENCES(sentence)
