"""The suggestions: what was found, how it was ranked, what is like it."""

from __future__ import annotations

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
    "start": "The music starts at",
    "repeat": "Repeat",
    "wide": "Full screen",
    "download": DOWNLOAD,
    "keys": "Space plays and pauses, 1 to 9 switch the music while the clip runs, ← → jump 5 s.",
}
DOWNLOAD_SOUND = "Download this music"
BALANCE = "Picture or words?"
BALANCE_HINT = "0: the picture alone (MVPt+). 0.5: both together (ViML). 1: the words alone (MT)."
ON_BEAT = "Cuts on the beat"
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
HAS_MUSIC = (
    "This clip already has music: under “Finish” leave out its own sound, or both will be heard."
)
STRIP = "What was looked at, and what was seen in it"


def on_beat_hint(count: int) -> str:
    """What the slider does, and to which tracks."""
    return (
        f"0: they do not count. 1: of the best {count} tracks, those first whose beats meet the "
        "cuts and movements of your clip; they are listened to first."
    )


def step_beats(number: int, count: int) -> str:
    """The step in which the beats of one track are heard."""
    return f"Listening for the beats of track {number} of {count}"


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


PLACED_MEANING = (
    "The music starts where it lies nearest to your clip and words, moved to a bar line. “On the "
    "beat” says how near your clip's cuts and movements fall to its beats, 1 is on them; by chance "
    "is what the same cuts get on average when the music is shifted."
)


def starts_at(start_s: float, score: str, beginning: str) -> str:
    """Where the music starts, and what the model says of it there and at its beginning."""
    minutes, seconds = divmod(int(start_s), 60)
    if start_s <= 0:
        return f"starts at its beginning ({score})"
    return f"starts at {minutes}:{seconds:02d} ({score}, at its beginning {beginning})"


def on_the_beat(score: str, chance: str) -> str:
    """How the clip's cuts fall on the music's beats."""
    return f"on the beat {score} (by chance {chance})"


def glimpse(clock: str, seen: str) -> str:
    """A picture of the clip, for those who do not see it."""
    return f"At {clock}: {seen}" if seen else f"At {clock}"
