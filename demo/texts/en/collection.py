"""The library tab."""

from __future__ import annotations

LIBRARY_HINT = (
    "The starter library can be looked at and listened to. Your own music can be edited as well; "
    "what you correct is kept in the library, and your files are not changed."
)
COLLECTION = {
    "tracks": "Tracks",
    "search": "Search title, artist, licence and tags",
    "order": "Sort by",
    "count": "{found} of {all} tracks",
    "more": "Show more",
    "play": "Play",
    "heard": "Now playing",
    "title": "Title",
    "artist": "Artist",
    "bpm": "Tempo",
    "length_s": "Length",
    "lufs": "LUFS",
    "license": "Licence",
    "license_hint": "For example CC-BY-4.0; filters go by it. Leave it empty if you do not know.",
    "no_licence": "not stated",
    "tags": "Tags",
    "tags_hint": "With commas between them. A track tagged “speech only” is never suggested.",
    "acts": "Edit or remove",
    "edit": "Edit",
    "remove": "Remove",
    "remove_question": "Remove “{title}” from your library?",
    "remove_meaning": (
        "A file that you uploaded is deleted. A file in a folder of this computer is left alone, "
        "and stays out of the library until you let it be added again."
    ),
    "save": "Save",
    "cancel": "Cancel",
    "map": "Map",
    "map_label": "The tracks as points; arrow keys lead from one to the next, Enter plays",
    "map_hint": "Tracks near each other sound alike to the model. Click a point to hear it.",
}
TRACK_SILENT = "silent, never suggested"
TRACK_SPEECH = "speech, never suggested"
MAP_STAR_CLIP = "Your clip"
MAP_STAR_WORDS = "Your words"
MAP_NO_STAR = "Find music for a clip in this library, and the clip appears here as a star."
ERROR_NOT_YOURS = (
    "The starter library cannot be edited: add music of your own under “My own music”."
)
HEALTH_WELL = "Every file could be read, nothing is silent, and no two tracks are the same."
HEALTH_UNREADABLE = "Could not be read"
HEALTH_SILENT = "Silent"
HEALTH_SPEECH = "Speech without music"
HEALTH_DUPLICATES = "Duplicates, of which one is used"
HEALTH_MISSING = "The file is gone"
HEALTH_ALIKE = "Nearly identical, with their likeness"
HEALTH_REMOVED = "Removed by you"
HEALTH_PUT_BACK = "Let these be added again"
STATISTICS = "Statistics"
STATISTICS_TEMPO = "Tempo (bpm)"
STATISTICS_LENGTH = "Length (min:s)"
STATISTICS_LOUDNESS = "Loudness (LUFS)"
STATISTICS_TAGS = "What is heard"
STATISTICS_LICENCES = "Licences"


def library_size(count: int, starter: bool) -> str:
    """What is shown."""
    tracks = "1 track" if count == 1 else f"{count} tracks"
    return f"The starter library has {tracks}." if starter else f"Your library has {tracks}."


def library_total(count: int, total_s: float) -> str:
    """How much music there is."""
    tracks = "1 track" if count == 1 else f"{count} tracks"
    hours = f"{total_s / 3600:.1f} h"
    return f"{tracks}, {hours if total_s >= 3600 else f'{total_s / 60:.0f} min'}"


def corrected(title: str) -> str:
    """A track was edited."""
    return f"“{title}” was saved."


def removed(title: str) -> str:
    """A track was removed."""
    return f"“{title}” was removed."


def put_back(count: int) -> str:
    """Removed files may be added again."""
    return f"{count} {'file' if count == 1 else 'files'} will be taken in when you add the folder."


def map_shown(shown: int, total: int) -> str:
    """How many points there are, where not every track is one."""
    return "" if shown == total else f"{shown} of {total} tracks are shown."


def health_summary(found: int) -> str:
    """The heading of the health report."""
    if not found:
        return "Health: all is well"
    return f"Health: {found} {'thing' if found == 1 else 'things'} to look at"


def health_suggestible(suggestible: int, total: int) -> str:
    """How many tracks may be suggested."""
    return f"{suggestible} of {total} tracks can be suggested."


def without_tempo(count: int) -> str:
    """Tracks that the plot of the tempi leaves out."""
    return f"No beat was found in {count} {'track' if count == 1 else 'tracks'}."


def plot_most(count: int) -> str:
    """What the highest column of a plot stands for."""
    return f"at most {count}"
