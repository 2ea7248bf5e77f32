"""Every word of the page, in one place. Sentences that hold a file's name or a visitor's words are
plain text: whoever puts them into HTML escapes them.
"""

from __future__ import annotations

from viml_core.config import Limits

TITLE = "ViML"
HEADLINE = "Music that fits your clip"
INTRODUCTION = (
    "Drop in a clip, say what the music should be like, or say nothing, and watch it with the "
    "tracks that suit it best."
)

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
    "any": "anything, also where the licence is not stated",
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
MIN_BPM, MAX_BPM = "Tempo from (bpm)", "Tempo to (bpm)"
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

NOTHING_YET = "Your suggestions appear here"
NOTHING_YET_STEPS = (
    "Add a clip, or click an example.",
    "Describe the music, or leave that to the picture.",
    "Watch the clip with the best tracks, best first.",
)
BEST = "Best match"
RANK = "Rank"
DOWNLOAD = "Download this clip"
PLAYER = {
    "player": "Your clip with the suggested music",
    "play": "Play",
    "pause": "Pause",
    "pick": "Play",
    "waiting": "Not ready yet:",
    "seek": "Position",
    "repeat": "Repeat",
    "wide": "Full screen",
    "download": DOWNLOAD,
    "keys": "Space plays and pauses, 1 to 9 switch the music while the clip runs, ← → jump 5 s.",
}
DOWNLOAD_SOUND = "Download this music"
BALANCE = "Picture or words?"
BALANCE_HINT = "0: the picture alone (MVPt+). 0.5: both together (ViML). 1: the words alone (MT)."
CHANGED = "What did my words change?"
WITH_WORDS = "With your words"
WITHOUT_WORDS = "By the picture alone"
SAME_RANK = "same place"
MORE_LIKE = "More like this"
BUTS = {
    "more": "more like this",
    "calmer": "but calmer",
    "faster": "but faster",
    "no vocals": "but without vocals",
    "other instruments": "but with other instruments",
}
BACK = "Back to the suggestions"
SPEAKS = "speaks for it"
LIKENESS = "Likeness"
NOTHING_ALIKE = "No other track of this library is like that."
ERROR_NO_ANSWER = "There are no suggestions on the page any more; ask again."
MATCH = "Match"
MATCH_QUESTION = "What “match” means, and what answered"
MATCH_MEANING = (
    "Match is the estimated chance that a track suits your clip and words, rather than clashes "
    "with them. The figures for picture and words, and the match itself where no calibration is "
    "named, say how near a track lies in the model's space: 1 is as near as can be, 0 is "
    "unrelated. The bar compares a track with the best of its list."
)
NOTHING_FITS = (
    "Nothing in this library seems to fit; these are the nearest tracks. Other words or other "
    "music may do better."
)
NOT_CALIBRATED = "Matches are raw likenesses: these checkpoints have no calibration."
PICTURE_SCORE = "picture"
WORDS_SCORE = "words"
LICENCE = "Licence"
NO_LICENCE = "not stated"
SEEN = "Seen in the clip"

STEP_STARTING = "Starting"
STEP_RANKING = "Comparing with the music"
STOPPED_TITLE = "Stopped"
STOPPED = "Nothing unfinished was kept. What you entered is still there."
BUG_TITLE = "Something went wrong on our side"
BUG = "What you entered is still there; please try again."
FOR_PROGRAMS = "Programs can ask, too."
LOADING = "The models are still loading; the first request waits for them."
NOT_SERVED = "The models could not be loaded"
OTHER_MODELS = "Other models"
MODEL_SOURCE = "Models from a folder or the Hub"
MODEL_SOURCE_HINT = "Leave it empty for the shipped ones. They take over once they are whole."
USE_MODELS = "Use these models"
LOADING_OTHERS = "Loading the other models; those that serve go on until then."
KEPT_MODELS = "The models were not changed"

ERROR_TITLE = "That did not work"
ERROR_NO_CLIP = (
    "There is nothing to go by yet: add a clip, click one of the examples, or describe the music."
)
ERROR_NO_WORDS = (
    "The model MT listens to words alone, and there are none: describe the music, switch "
    "“Picture only” off, or choose another model under “Advanced”."
)
ERROR_NO_OWN_MUSIC = (
    "There is no music of your own yet: add audio files under “My own music”, or choose the "
    "starter library."
)
ERROR_HOSTED_FOLDER = (
    "This page is open to others, so it reads no folders of the computer that it runs on: upload "
    "the audio files instead."
)
ERROR_NO_FOLDER = "Type the path of a folder with music first."


def step_preview(rank: int, count: int) -> str:
    """The step in which one preview is made."""
    return f"Putting track {rank} of {count} under the clip"


def step_sound(rank: int, count: int) -> str:
    """The step in which one track is made ready to be heard without a clip."""
    return f"Making track {rank} of {count} ready to be heard"


def moved(up: int) -> str:
    """How far a track moved, for those who do not see the arrow."""
    return f"{abs(up)} {'up' if up > 0 else 'down'}"


def new_in_list(rank: int) -> str:
    """A track that the words brought into the list."""
    return f"new, was {rank}"


def out_of_list(rank: int) -> str:
    """A track that the words pushed out of the list."""
    return f"out, now {rank}"


def alike(count: int, title: str, but: str) -> str:
    """The headline over tracks that are like another one."""
    tracks = "1 track" if count == 1 else f"{count} tracks"
    return f"{tracks} like “{title}”" + ("" if but == "more" else f", {BUTS[but]}")


def filtered_out(count: int) -> str:
    """How many tracks the filters left out."""
    return f"{count} {'track does' if count == 1 else 'tracks do'} not pass your filters."


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


PRIVACY = (
    "Your files stay in a folder of this visit, unreachable for others, and are deleted when you "
    "press “Delete my files now”, when you leave, or after an hour."
)


def own_limits_line(limits: Limits, max_tracks: int) -> str:
    """What uploaded music may be."""
    return f"Up to {max_tracks} files of {_minutes(limits.max_track_s)} each. {OWN_UPLOAD_HINT}"


def _size(size_bytes: int) -> str:
    mebibytes = size_bytes / 1024**2
    return f"{mebibytes / 1024:g} GB" if mebibytes >= 1024 else f"{mebibytes:g} MB"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} min"


def found(count: int, wanted: int, words: str, has_clip: bool) -> str:
    """The headline over the results."""
    tracks = "1 track" if count == 1 else f"{count} tracks"
    if not has_clip:
        what = f"“{words}”"
    else:
        what = f"your clip and “{words}”" if words else "your clip, by its picture alone"
    note = f" There are no more than {count} to choose from." if count < wanted else ""
    return f"{tracks} for {what}.{note}"


def calibrated(name: str) -> str:
    """What the matches were calibrated on."""
    return f"Matches are chances, calibrated on {name}."


def served(model: str, preset: str, encoders: str, checkpoints: str) -> str:
    """Who answers: the line that never hides a fallback."""
    return f"Served by {model} on the {preset} preset ({encoders}); checkpoints {checkpoints}."


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


def shipped_instead(source: str, reason: str) -> str:
    """The line that says which models serve where others were asked for."""
    return f"The models of {source} could not be had, so the shipped ones serve. {reason}"


def models_from(source: str) -> str:
    """Where the models came from, if they are not the shipped ones."""
    return f"Models from {source}."


# The library tab.
TAB_SUGGEST = "Music for a clip"
TAB_LIBRARY = "Library"
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
DELETE_NOW = "Delete my files now"
DELETED = "Your clips, your uploaded music and all that was made of them have been deleted."


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


# The listening room: several models side by side.

TAB_ROOM = "Listening room"
ROOM_MODELS = {
    "viml": "ViML",
    "mvpt+": "MVPt+",
    "mt": "MT",
    "viml&mt": "ViML & MT",
    "viml&mvpt+": "ViML & MVPt+",
    "mt&mvpt+": "MT & MVPt+",
}
ROOM_NO_MODEL = "none"
ROOM_COLUMNS = ("Model A", "Model B", "Model C")
ROOM_PREPARED = "Prepared examples"
ROOM_COMPARE = "Compare"
ROOM_WORDS_HINT = "Models that look at the picture alone ignore them."
ROOM_COUNT = "Tracks of each model"
ROOM_NOTHING_YET = "Models side by side"
ROOM_STEPS = (
    "Open a prepared example, or add a clip of your own.",
    "Choose two or three models.",
    "Listen: one picture, and the sound of whichever track you pick.",
)
ROOM_PLAYER = PLAYER | {
    "player": "The clip with the music that each model chose",
    "keys": (
        "Space plays and pauses; 1 to 9 switch the music in the order of reading, A1, B1 and so "
        "on, while the clip runs; ← → jump 5 s."
    ),
}
ROOM_COMMON = "in all lists"
ROOM_LINK = "Link to this example"
ERROR_ROOM_NO_CLIP = "There is no clip to compare under: open a prepared example, or add a clip."
ERROR_NO_EXAMPLE = "There is no such example any more; choose one of those on the page."


def room_question(text: str) -> str:
    """What the models were asked."""
    return f"The clip and “{text}”" if text else "The clip, by its picture alone"


def room_common(common: int, k: int) -> str:
    """How much the lists share."""
    if common == 0:
        return f"No track is among the first {k} of all lists. All are equally loud."
    tracks = "1 track is" if common == 1 else f"{common} tracks are"
    return f"{tracks} among the first {k} of all lists. All are equally loud."


def room_served(marks: str) -> str:
    """Which checkpoints answered."""
    return f"Answered by the checkpoints {marks}."


def room_alpha(alpha: float) -> str:
    """The weight of the words in a blend."""
    return f"weight of the words {alpha:.2f}"


def room_shared(columns: str) -> str:
    """Which of the other columns show the track, where not all do."""
    return f"also in {columns}"


def room_place(column: str, rank: int, listed: bool) -> str:
    """Where another column has the track."""
    return f"{column}: rank {rank}" if listed else f"{column}: not listed, rank {rank}"


# Finishing a result.
FINISH = "Finish"
PLACED_MEANING = (
    "The music starts where it lies nearest to your clip and words, moved to a bar line. “On the "
    "beat” says how near your clip's cuts and movements fall to its beats, 1 is on them; by chance "
    "is what the same cuts get on average when the music is shifted."
)
MIX_HINT = "Change a setting to hear it. Click the waveform to start the music there."
MIX_START = "Music starts at (s)"
MIX_FADE_IN, MIX_FADE_OUT = "Fade in (s)", "Fade out (s)"
MIX_LEVEL = "Music level (dB)"
MIX_OWN = "The clip's own sound"
OWN_SOUNDS = {
    "keep": "keep",
    "duck": "keep, and lower the music under speech",
    "mute": "leave out",
}
MIX_DUCK = "Lower the music under speech by"
MIX_LOUDNESS = "Loudness (LUFS)"
MIX_FIT = "Where the music is too short or too long"
FITS = {
    "loop": "loop at a bar line",
    "cut": "end with a phrase",
    "as is": "leave it",
}
MIX_PREVIEW, MIX_EXPORT, MIX_CLOSE = "Preview the mix", "Export", "Close"
MIX_FILES = "Your files"
STEP_EXPORT = "Writing the finished clip"
EXPORTED = "Finished"
PICTURE_KEPT = "The picture is your upload's own, bit by bit."
ERROR_NOT_READY = "This track is not ready to be finished; wait for its preview, or ask again."

CURVE_MUSIC = "how loud the music is"
CURVE_MOTION = "how the clip moves"
PROJECT = "Save or reopen this session"
PROJECT_SAVE = "Save as a file"
PROJECT_SAVED = "Your project file"
PROJECT_OPEN = "Reopen a project file"
PROJECT_OPENED = "Reopened. “Find music” asks again; “Finish” then has the mixes that were saved."
ERROR_CLIP_GONE = "The clip is no longer kept on the server; please add it again."
BATCH = "Several clips in this style"
BATCH_CLIPS = "Clips"
BATCH_BEGIN = "Make them all"
BATCH_ARCHIVE = "Your clips"
BATCH_NO_CLIPS = "There are no clips yet: add some to make them all at once."
BATCH_NOTHING = "No track passes the filters; loosen them."


def cuts_marked(cuts: int) -> str:
    """How many cuts the plot marks."""
    return "No cuts." if cuts == 0 else f"{cuts} {'cut' if cuts == 1 else 'cuts'}."


def curves_together(correlation: float) -> str:
    """How the curves of the plot go together."""
    return f"The curves correlate by {correlation:.2f}.".replace("-", "−")


def no_project(reason: str) -> str:
    """What was to be reopened is no project file."""
    return f"This is no project file that can be reopened: {reason}."


def project_without_clip(name: str) -> str:
    """A project was reopened whose clip is not here."""
    return f"Reopened, without its clip: add “{name}” again, then press “{FIND}”."


def batch_hint(most: int) -> str:
    """What a batch does."""
    return (
        f"Up to {most} clips. Each gets the track that suits it and your words best, from the "
        "right moment on, and you get one archive with a table of what was chosen."
    )


def batch_too_many(count: int, most: int) -> str:
    """More clips than the limit allows."""
    return f"These are {count} clips, and {most} at once are the most; please add fewer."


def step_batch(number: int, count: int) -> str:
    """The step in which one clip of a batch is made."""
    return f"Making clip {number} of {count}"


def batch_done(done: int, count: int) -> str:
    """What came of a batch."""
    return f"{done} of {count} clips were made."


def finishing(title: str) -> str:
    """The heading of the panel."""
    return f"Finish with “{title}”"


def duck_depth(depth_db: float) -> str:
    """A preset, with the minus sign of print."""
    return f"{abs(depth_db):g} dB"


def mix_loudness(lufs: float, peak_dbtp: float) -> str:
    """What a mix was measured to be."""
    return f"Measured: {lufs:.1f} LUFS, highest peak {peak_dbtp:.1f} dBTP.".replace("-", "−")


def ducked(seconds: float) -> str:
    """For how long the music makes room."""
    return f"The music makes room for speech for {seconds:.1f} s."


def starts_at(start_s: float, score: str, beginning: str) -> str:
    """Where the music starts, and what the model says of it there and at its beginning."""
    minutes, seconds = divmod(int(start_s), 60)
    if start_s <= 0:
        return f"starts at its beginning ({score})"
    return f"starts at {minutes}:{seconds:02d} ({score}, at its beginning {beginning})"


def on_the_beat(score: str, chance: str) -> str:
    """How the clip's cuts fall on the music's beats."""
    return f"on the beat {score} (by chance {chance})"


ROOM_EXPORTED = (
    "The same clip and the same words, and what each model chose. One picture, and the sound of "
    "whichever track you pick; all are equally loud."
)
FILM_HEARD = "playing"
STUDY_MAKE = "Make a blind study"
STUDY_HINT = (
    "Raters get two previews of one clip, without names, and choose. Models A and B from above are "
    "compared; each clip is asked with each line of words."
)
STUDY_TITLE = "Title, for you alone"
STUDY_CLIPS = "Clips"
STUDY_WORDS = "Words, a line for each question"
STUDY_WORDS_HINT = "Without any, the picture alone is asked with."
STUDY_PAIRS = "Pairs for each rater"
STUDY_RATERS = "Raters"
STUDY_CHOICE = "Choice"
STUDY_CHOICES = {"forced": "A or B", "four-way": "A, B, tie, or both bad"}
STUDY_GO = "Make the study"
STUDY_MADE = "The study is made"
STUDY_SERVE = "Serve it, and print a link for each rater:"
STUDY_BESIDE = "Or serve it beside this page, under /study:"
ERROR_STUDY_NO_CLIPS = "There are no clips to ask with: add some under “Make a blind study”."


def study_made(pairs: int, raters: int, whole: bool) -> str:
    """How large a study is, and whether the check found nothing."""
    said = "whole, equally loud and balanced" if whole else "the check found problems"
    return f"{pairs} pairs, {raters} raters; {said}."
