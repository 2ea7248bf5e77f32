"""In which language a study speaks to a rater: the one that their browser asks for.

`demo/study/texts.py` is English and what is kept: the values of choices and reasons are the same
whatever a rater reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

from demo.study import texts, texts_de
from demo.translating import Sentences


@dataclass(frozen=True)
class Language:
    """Its code, and the file with its words."""

    code: str
    words: ModuleType

    @cached_property
    def _failures(self) -> Sentences:
        names = [name for name in vars(texts) if name.startswith("ERROR_")]
        return Sentences(
            {
                getattr(texts, name).replace("{seconds}", "{}"): getattr(self.words, name).replace(
                    "{seconds}", "{0}"
                )
                for name in names
            }
        )

    def told(self, failure: str) -> str:
        """A failure that the study told in English."""
        return self._failures(failure)

    def page_words(
        self, task: str, choice: str, min_listen_s: float, rater: str
    ) -> dict[str, object]:
        """What a rater's page says; it names neither the study nor what is compared."""
        said: Any = self.words
        seconds = f"{min_listen_s:g}"
        keys = said.KEYS + (said.KEYS_FOUR_WAY if choice == "four-way" else ())
        choices = said.CHOICES[choice]
        return {
            "question": said.QUESTIONS[task],
            "question_with_words": said.QUESTIONS_WITH_WORDS[task],
            "how": said.HOW[task].format(seconds=seconds),
            "choices": [{"value": v, "key": key, "label": label} for v, key, label in choices],
            "reasons_title": said.REASONS_TITLE,
            "reasons": [[reason, said.REASON_NAMES[reason]] for reason in texts.REASONS],
            "words_reason": texts.WORDS_REASON,
            "comment": said.COMMENT,
            "confirm": said.CONFIRM,
            "keys_title": said.KEYS_TITLE,
            "keys": [list(key) for key in keys],
            "play": said.PLAY,
            "pause": said.PAUSE,
            "seek": said.SEEK,
            "heard": said.HEARD,
            "heard_enough": said.HEARD_ENOUGH,
            "progress": said.PROGRESS,
            "done_title": said.DONE_TITLE,
            "done": said.DONE,
            "code": said.CODE.format(code=rater),
            "still_listening": said.STILL_LISTENING.format(seconds=seconds),
            "choose_first": said.CHOOSE_FIRST,
            "offline": said.OFFLINE,
            "media_failed": said.MEDIA_FAILED,
        }


LANGUAGES = {
    language.code: language for language in (Language("en", texts), Language("de", texts_de))
}


def asked_for(accept_language: str) -> Language:
    """The first of a browser's languages that the study speaks, else English.

    accept_language: the header, such as `de-AT,de;q=0.9,en;q=0.5`.
    """
    wishes = []
    for number, part in enumerate(accept_language.split(",")):
        name, _, weight = part.partition(";q=")
        try:
            wishes.append((-float(weight or 1), number, name.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    known = (LANGUAGES[name] for weight, _, name in sorted(wishes) if name in LANGUAGES and weight)
    return next(known, LANGUAGES["en"])
