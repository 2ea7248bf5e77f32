"""The page as a whole, its steps and its mishaps."""

from __future__ import annotations

TITLE = "ViML"
HEADLINE = "Music that fits your clip"
INTRODUCTION = (
    "Drop in a clip, say what the music should be like, or say nothing, and watch it with the "
    "tracks that suit it best."
)

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


def step_preview(rank: int, count: int) -> str:
    """The step in which one preview is made."""
    return f"Putting track {rank} of {count} under the clip"


def step_sound(rank: int, count: int) -> str:
    """The step in which one track is made ready to be heard without a clip."""
    return f"Making track {rank} of {count} ready to be heard"


PRIVACY = (
    "Your files stay in a folder of this visit, unreachable for others, and are deleted when you "
    "press “Delete my files now”, when you leave, or after an hour."
)


def served(model: str, preset: str, encoders: str, checkpoints: str) -> str:
    """Who answers: the line that never hides a fallback."""
    return f"Served by {model} on the {preset} preset ({encoders}); checkpoints {checkpoints}."


def shipped_instead(source: str, reason: str) -> str:
    """The line that says which models serve where others were asked for."""
    return f"The models of {source} could not be had, so the shipped ones serve. {reason}"


def models_from(source: str) -> str:
    """Where the models came from, if they are not the shipped ones."""
    return f"Models from {source}."


TAB_SUGGEST = "Music for a clip"
TAB_LIBRARY = "Library"
DELETE_NOW = "Delete my files now"
DELETED = "Your clips, your uploaded music and all that was made of them have been deleted."


TAB_ROOM = "Listening room"
