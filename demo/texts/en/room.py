"""The listening room, what is exported from it, and the blind study that is made there."""

from __future__ import annotations

from demo.texts.en.results import PLAYER

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
ROOM_MUSIC_HINT = "As in the first tab; prepared examples are of the starter library."
ROOM_STOPPED = "Stopped. What was ready stays."
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


def room_served(marks: str, tracks: int, collection: str) -> str:
    """Which checkpoints answered, and what they chose from."""
    return f"Answered by the checkpoints {marks}, out of the {tracks} tracks of {collection}."


def room_alpha(alpha: float) -> str:
    """The weight of the words in a blend."""
    return f"weight of the words {alpha:.2f}"


def room_shared(columns: str) -> str:
    """Which of the other columns show the track, where not all do."""
    return f"also in {columns}"


def room_place(column: str, rank: int, listed: bool) -> str:
    """Where another column has the track."""
    return f"{column}: rank {rank}" if listed else f"{column}: not listed, rank {rank}"


ROOM_EXPORTED = (
    "The same clip and the same words, and what each model chose. One picture, and the sound of "
    "whichever track you pick; all are equally loud."
)
FILM_HEARD = "playing"
STUDY_MAKE = "Make a blind study"
STUDY_HINT = (
    "Raters get two previews, without names, and choose. Models A and B and the music from above "
    "are compared; each clip, or each track, is asked with each line of words."
)
STUDY_TITLE = "Title, for you alone"
STUDY_TASK = "Task"
STUDY_TASKS = {
    "video-to-music": "which music for a clip",
    "music-to-video": "which clip for a track",
}
STUDY_CLIPS = "Clips"
STUDY_TRACKS = "Tracks to ask with"
STUDY_WORDS = "Words, a line for each question"
STUDY_WORDS_HINT = "Without any, the picture alone is asked with."
STUDY_PAIRS = "Pairs for each rater"
STUDY_RATERS = "Raters"
STUDY_CHOICE = "Choice"
STUDY_CHOICES = {"forced": "A or B", "four-way": "A, B, tie, or both bad"}
STUDY_GO = "Make the study"
STUDY_MADE = "The study is made"
STUDY_LINKS = "It is served from now on. A link for each rater, who are known by these codes:"
STUDY_SERVE = "For raters at other computers, and what they said:"
STUDY_REPORTS = "What raters said"
STUDY_MADE_HERE = "Studies made on this computer"
STUDY_REPORT = "Show the report"
STUDY_PLOT = "Preferences with their 95% intervals"
ERROR_NO_STUDY = "There is no such study: make one, or choose one of those on the page."
ERROR_STUDY_NO_CLIPS = "There are no clips: add some under “Make a blind study”."
ERROR_STUDY_NO_TRACKS = "There are no tracks to ask with: add some under “Make a blind study”."


def study_made(pairs: int, raters: int, whole: bool) -> str:
    """How large a study is, and whether the check found nothing."""
    said = "whole, equally loud and balanced" if whole else "the check found problems"
    return f"{pairs} pairs, {raters} raters; {said}."
