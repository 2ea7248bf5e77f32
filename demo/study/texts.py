"""Every word that a rater or the author of a study reads on a page. Plain text, escaped later."""

from __future__ import annotations

PAGE_TITLE = "Which suits better?"
QUESTIONS = {
    "video-to-music": "Which music suits this video better?",
    "music-to-video": "Which video suits this music better?",
}
QUESTIONS_WITH_WORDS = {
    "video-to-music": "Which music suits this video and these words better?",
    "music-to-video": "Which video suits this music and these words better?",
}
HOW = {
    "video-to-music": (
        "Play both: the picture is the same, the music differs. Listen to at least {seconds} "
        "seconds of each, then choose. In a few pairs one of the two carries noise instead of "
        "music: choose the other one there."
    ),
    "music-to-video": (
        "Play both: the music is the same, the picture differs. Watch at least {seconds} seconds "
        "of each, then choose. In a few pairs one of the two shows a test picture: choose the "
        "other one there."
    ),
}
CHOICES = {
    "forced": (("left", "A", "A is better"), ("right", "B", "B is better")),
    "four-way": (
        ("left", "A", "A is better"),
        ("tie", "T", "Equally good"),
        ("both bad", "X", "Both bad"),
        ("right", "B", "B is better"),
    ),
}
WORDS_REASON = "the words"  # offered where there are some
REASONS = ("mood", "rhythm and cuts", "style", "energy", "setting", WORDS_REASON)
REASON_NAMES = {reason: reason for reason in REASONS}
REASONS_TITLE = "Why? (optional)"
COMMENT = "Anything else? (optional)"
CONFIRM = "Confirm and go on"
KEYS = (
    ("Space", "play or pause"),
    ("S", "switch between A and B"),
    ("← or A", "A is better"),
    ("→ or B", "B is better"),
    ("Enter", "confirm"),
)
KEYS_FOUR_WAY = (("T", "equally good"), ("X", "both bad"))
KEYS_TITLE = "Keys"
PLAY, PAUSE = "Play", "Pause"
SEEK = "Position"
HEARD = "{heard} of {needed} s"
HEARD_ENOUGH = "enough"
PROGRESS = "{done} of {total}"
DONE_TITLE = "That was the last one. Thank you!"
DONE = "All your answers are kept. You may close this page."
CODE = (
    "Your code is {code}. No name and no address is kept with your answers. To have them deleted, "
    "tell this code to the person who invited you."
)
STILL_LISTENING = "Play at least {seconds} seconds of both first."
CHOOSE_FIRST = "Choose one first."
OFFLINE = "The server cannot be reached; your choice is still here. Trying again…"
MEDIA_FAILED = "This preview does not load. Reload the page; you will go on right here."

NO_LINK_TITLE = "This link does not work"
NO_LINK = "It may be incomplete: copy it whole from the invitation, to its very last character."
ERASED_TITLE = "Your answers were deleted"
ERASED = "So this link has ended. Thank you for having taken part."
WELCOME_TITLE = "A listening study"
WELCOME = "To take part you need the personal link from your invitation."

ERROR_TURN = "This is not the pair that is to be judged now; reload the page."
ERROR_CHOICE = "There is no such choice in this study."
ERROR_TOO_LONG = "That is too long; shorten what you wrote."
ERROR_TWICE = "You have judged this pair before; reload the page."
ERROR_UNHEARD = "At least {seconds} seconds of both must have been played before you choose."
