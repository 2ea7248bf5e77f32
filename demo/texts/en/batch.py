"""Several clips in one style, and a session saved as a file."""

from __future__ import annotations

from demo.texts.en.form import FIND

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
