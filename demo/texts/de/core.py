"""What the core says of its work and its failures: templates of its sentences, and the German.

A test holds the templates to what the core says. What is missing here is shown in English.
"""

from __future__ import annotations

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
_FILES = {
    "There is no file '{}'; check the {}'s path.": "Es gibt keine Datei „{0}“; prüfe den Pfad.",
    "'{}' is a folder; choose one {} inside it.": ("„{0}“ ist ein Ordner; wähle eine Datei darin."),
    "'{}' is not a regular file; choose a {} on disk.": (
        "„{0}“ ist keine gewöhnliche Datei; wähle eine auf der Platte."
    ),
    "'{}' may not be read; allow reading it or copy it elsewhere.": (
        "„{0}“ darf nicht gelesen werden; erlaube es oder kopiere die Datei anderswohin."
    ),
    "'{}' is empty (0 bytes); save or upload the {} again.": (
        "„{0}“ ist leer (0 Bytes); speichere oder lade die Datei noch einmal."
    ),
    "'{}' has {} MB and at most {} MB are accepted; cut the {} or save it at a lower bit rate.": (
        "„{0}“ hat {1} MB, angenommen werden höchstens {2} MB; kürze die Datei oder speichere sie "
        "mit geringerer Bitrate."
    ),
    "'{}' cannot be opened ({}).": "„{0}“ lässt sich nicht öffnen ({1}).",
    "'{}' cannot be written to '{}' ({}); free some space there or choose another folder.": (
        "„{0}“ kann nicht nach „{1}“ geschrieben werden ({2}); schaffe dort Platz oder wähle einen "
        "anderen Ordner."
    ),
    "'{}' cannot be written ({}); free some space and try again.": (
        "„{0}“ kann nicht geschrieben werden ({1}); schaffe Platz und versuche es noch einmal."
    ),
    "The disk is full or cannot be written ({}); free some space and try again.": (
        "Die Platte ist voll oder nicht beschreibbar ({0}); schaffe Platz und versuche es noch "
        "einmal."
    ),
    "The file {} cannot be kept ({}); add it again, or make room on the disk.": (
        "Die Datei {0} kann nicht aufbewahrt werden ({1}); füge sie noch einmal hinzu oder schaffe "
        "Platz auf der Platte."
    ),
    "The pictures of the clip cannot be kept ({}); make room on the disk.": (
        "Die Bilder des Clips können nicht aufbewahrt werden ({0}); schaffe Platz auf der Platte."
    ),
    "No folder for this visit can be made ({}); make room on the disk.": (
        "Für diesen Besuch lässt sich kein Ordner anlegen ({0}); schaffe Platz auf der Platte."
    ),
    "The job was stopped as asked.": "Es wurde wie gewünscht angehalten.",
    "The request was stopped.": "Die Anfrage wurde angehalten.",
}
_CLIPS = {
    "The clip {} is no longer kept on the server; please add it again.": (
        "Der Clip {0} liegt nicht mehr auf dem Server; bitte füge ihn noch einmal hinzu."
    ),
    "The clip {} cannot be opened; check the path.": (
        "Der Clip {0} lässt sich nicht öffnen; prüfe den Pfad."
    ),
    "'{}' is cut short: its index, written last, is missing. The recording or the upload did not "
    "finish; save or upload the clip again.": (
        "„{0}“ ist unvollständig: das Verzeichnis, das zuletzt geschrieben wird, fehlt. Die "
        "Aufnahme oder das Hochladen wurde nicht fertig; speichere den Clip oder lade ihn noch "
        "einmal hoch."
    ),
    "'{}' is not a video that can be read ({}); choose a clip such as mp4, mov, webm, mkv or "
    "avi.": (
        "„{0}“ ist kein Video, das sich lesen lässt ({1}); wähle einen Clip wie mp4, mov, webm, "
        "mkv oder avi."
    ),
    "'{}' holds no moving picture; choose a clip with a picture.": (
        "„{0}“ enthält kein bewegtes Bild; wähle einen Clip mit Bild."
    ),
    "The picture of '{}' cannot be decoded ({}); save it again as mp4 with H.264.": (
        "Das Bild von „{0}“ lässt sich nicht decodieren ({1}); speichere es als mp4 mit H.264."
    ),
    "No picture of '{}' can be decoded ({}); save it again as mp4 with H.264.": (
        "Kein Bild von „{0}“ lässt sich decodieren ({1}); speichere es als mp4 mit H.264."
    ),
    "The times in '{}' contradict each other; save it again as mp4 with H.264.": (
        "Die Zeiten in „{0}“ widersprechen sich; speichere den Clip als mp4 mit H.264."
    ),
    "The picture of '{}' is {} x {} and at most {} pixels a side are accepted; save the clip "
    "smaller.": (
        "Das Bild von „{0}“ hat {1} x {2} Pixel, angenommen werden höchstens {3} je Seite; "
        "speichere den Clip kleiner."
    ),
    "'{}' lasts {} s and at most {} s are accepted; cut the clip.": (
        "„{0}“ dauert {1} s, angenommen werden höchstens {2} s; kürze den Clip."
    ),
    "The clip has no picture to look at: choose another file.": (
        "Der Clip hat kein Bild, das man ansehen könnte: wähle eine andere Datei."
    ),
    "The sound of '{}' cannot be decoded ({}); leave it out of the mix.": (
        "Der Ton von „{0}“ lässt sich nicht decodieren ({1}); lass ihn aus der Mischung."
    ),
}
_MUSIC = {
    "'{}' is cut short: its index, written last, is missing; save or copy it again.": (
        "„{0}“ ist unvollständig: das Verzeichnis, das zuletzt geschrieben wird, fehlt; speichere "
        "oder kopiere die Datei noch einmal."
    ),
    "'{}' holds no sound; choose a music file.": (
        "„{0}“ enthält keinen Ton; wähle eine Musikdatei."
    ),
    "'{}' holds no sound (0 samples); choose another track.": (
        "„{0}“ enthält keinen Ton; wähle ein anderes Stück."
    ),
    "'{}' is not a music file that can be read ({}); choose wav, flac, ogg, opus, mp3 or m4a.": (
        "„{0}“ ist keine Musikdatei, die sich lesen lässt ({1}); wähle wav, flac, ogg, opus, mp3 "
        "oder m4a."
    ),
    "'{}' is longer than the {} s that are accepted; cut the track.": (
        "„{0}“ ist länger als die {1} s, die angenommen werden; kürze das Stück."
    ),
    "'{}' has only {} samples a second; choose a track with {} or more.": (
        "„{0}“ hat nur {1} Abtastwerte je Sekunde; wähle ein Stück mit {2} oder mehr."
    ),
    "The track has no sound in it: choose another file.": (
        "Das Stück enthält keinen Ton: wähle eine andere Datei."
    ),
    "The music {} cannot be opened ({}); check the path.": (
        "Die Musik {0} lässt sich nicht öffnen ({1}); prüfe den Pfad."
    ),
    "Indexing was stopped.": "Das Anhören wurde angehalten.",
    "{} New tracks kept: {}; run it again to go on from there.": (
        "{0} Neue Stücke, die bleiben: {1}; füge sie noch einmal hinzu, um dort weiterzumachen."
    ),
    "It was removed from this library by hand, so it stays out of it.": (
        "Es wurde von Hand aus dieser Sammlung entfernt und bleibt ihr deshalb fern."
    ),
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
_SENTENCES = Sentences(
    {**_STEPS, **_FILES, **_CLIPS, **_MUSIC, **_LIBRARY, **_ASKING, **_MODELS, **_FINISHING}
)


def told(sentence: str) -> str:
    return _SENTENCES(sentence)
