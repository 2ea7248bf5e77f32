"""What is asked with: the clip, the words, the music, the filters, the models."""

from __future__ import annotations

from viml_core.config import Limits

CLIP = "Your clip"
EXAMPLES = "Or try one of these"
EXAMPLE_NAMES = {
    "calm-sea.mp4": "Calm sea",
    "night-drive.mp4": "Night drive",
    "paper-fox.mp4": "Paper fox",
}
WORDS = "What should the music be like?"
WORDS_HINT = "You may leave this empty: then the picture alone decides."
WORDS_PLACEHOLDER = "warm acoustic guitar, hopeful"
PICTURE_ONLY = "Picture only"
PICTURE_ONLY_HINT = "Keeps your words, but ignores them."
COUNT = "Number of tracks"
FILTERS = "Only music that ..."
USE = "may be used for"
USES = {
    "any": "anything, licence stated or not",
    "personal": "personal videos",
    "monetised": "monetised videos",
    "advertising": "advertising",
}
USE_HINT = "By the licence; music under “no derivatives” is never put under a video."
VOICE = "has"
VOICES = {
    "any": "vocals or none",
    "instrumental": "no vocals that were recognised",
    "vocals": "vocals",
}
MIN_BPM, MAX_BPM = "Bpm from", "Bpm to"
MIN_LENGTH, MAX_LENGTH = "Length from (s)", "Length to (s)"
BOUNDS_HINT = "0 leaves a bound open."
INCLUDE, EXCLUDE = "With all of these tags", "With none of these tags"
MUSIC = "Music to choose from"
STARTER = "Starter library"
OWN = "My own music"
ADVANCED = "Advanced"
MODEL = "Model"
MODELS = {
    "viml": "ViML: picture and words together",
    "mvpt+": "MVPt+: the picture alone",
    "mt": "MT: the words alone",
    "viml&mt": "ViML and MT, blended",
    "viml&mvpt+": "ViML and MVPt+, blended",
    "mt&mvpt+": "MT and MVPt+, blended",
}
ALPHA = "Weight of the words"
ALPHA_HINT = "For a blend of two models: 0 follows the picture's model, 1 the words' model."
DIVERSE = "Keep near-identical tracks apart"
DIVERSE_HINT = "Versions of one piece do not fill the list. Off: strictly by match."
FIND = "Find music"
STOP = "Stop"

OWN_UPLOAD = "Add audio files"
OWN_UPLOAD_HINT = "They are listened to once and kept for this visit only."
OWN_FOLDER = "Or a music folder on this computer"
OWN_FOLDER_PLACEHOLDER = "/home/me/Music"
OWN_FOLDER_BUTTON = "Add this folder"
OWN_STOP = "Stop listening"
OWN_EMPTY = "No music of your own yet."
OWN_SPEECH = "this is speech without music, so it is kept but never suggested"
OWN_STOPPED = "Stopped. The tracks that were finished can be used; adding the same files goes on."
ERROR_NO_CLIP = (
    "There is nothing to go by yet: add a clip, click one of the examples, or describe the music."
)
ERROR_NO_WORDS = (
    "The model MT listens to words alone, and there are none: describe the music, switch "
    "“Picture only” off, or choose another model under “Advanced”."
)
ERROR_NO_CUTS = "There is no clip whose cuts could fall on beats: add one, or leave that at 0."
ERROR_NO_OWN_MUSIC = (
    "There is no music of your own yet: add audio files under “My own music”, or choose the "
    "starter library."
)
ERROR_HOSTED_FOLDER = (
    "This page is open to others, so it reads no folders of the computer that it runs on: upload "
    "the audio files instead."
)
ERROR_NO_FOLDER = "Type the path of a folder with music first."


def words_too_long(length: int, limit: int) -> str:
    """More words than the limit allows."""
    return f"The description has {length} characters, and {limit} are the most; please shorten it."


def count_out_of_range(count: float, most: int) -> str:
    """Not a number of tracks that the page can show."""
    return f"The number of tracks is {count:g}, but it must lie between 1 and {most}."


def unknown_music(choice: str, known: tuple[str, ...]) -> str:
    """Not one of the choices of music."""
    return f"There is no music called '{choice}'; choose one of {', '.join(known)}."


def no_such_folder(folder: str) -> str:
    """A typed path that is no folder."""
    return f"There is no folder {folder} on this computer; check the path."


def too_many_files(count: int, limit: int) -> str:
    """More uploaded tracks than the limit allows."""
    return f"These are {count} files, and {limit} at once are the most; please add fewer."


def too_much_music(limit_bytes: int) -> str:
    """More uploaded music than a visitor may bring."""
    return (
        f"With these files your music would be larger than {_size(limit_bytes)}, which is the most "
        "for one visit; please add fewer."
    )


def limits_line(limits: Limits) -> str:
    """What a clip may be."""
    return (
        f"Clips up to {_minutes(limits.max_clip_s)} and {_size(limits.max_clip_bytes)}, "
        f"descriptions up to "
        f"{limits.max_text_chars} characters."
    )


def own_limits_line(limits: Limits, max_tracks: int) -> str:
    """What uploaded music may be."""
    return f"Up to {max_tracks} files of {_minutes(limits.max_track_s)} each. {OWN_UPLOAD_HINT}"


def _size(size_bytes: int) -> str:
    mebibytes = size_bytes / 1024**2
    return f"{mebibytes / 1024:g} GB" if mebibytes >= 1024 else f"{mebibytes:g} MB"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} min"


def own_report(added: int, known: int, duplicates: int, total: int) -> str:
    """What came of adding music."""
    parts = [f"{added} added"]
    parts += [f"{known} already there"] if known else []
    parts += [f"{duplicates} {'duplicate' if duplicates == 1 else 'duplicates'}"] * bool(duplicates)
    tracks = "1 track" if total == 1 else f"{total} tracks"
    return f"{', '.join(parts)}. Your library has {tracks}."


def own_left_out(count: int) -> str:
    """The heading of the list of files that did not become tracks."""
    return f"{count} {'file was' if count == 1 else 'files were'} left out:"


def own_more(count: int) -> str:
    """The end of a long list."""
    return f"and {count} more"


def own_duplicate(original: str) -> str:
    """Why a duplicate is not a track of its own."""
    return f"the same recording as {original}"
