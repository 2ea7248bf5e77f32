"""What the core says of files, clips and music that cannot be used; see `core.py`."""

FILES = {
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
CLIPS = {
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
MUSIC = {
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
