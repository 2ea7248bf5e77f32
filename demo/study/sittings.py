"""What one rater may do now: the rules of voting, apart from the web."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.study import texts
from demo.study.assignment import Task
from demo.study.listening import (
    SIDES,
    OpenReads,
    Play,
    Side,
    bytes_read,
    heard_s,
    opened_s,
)
from demo.study.manifest import MEDIA_FOLDER, Pair, Preview, read_manifest
from demo.study.store import AlreadyVoted, Store, Vote
from demo.study.tokens import Signer
from viml_core.errors import InputError

CLOCK_SLACK_S = 0.05  # of both clocks' rounding
CHECK_SIDES = ("check: real", "check: spoilt")  # stand where the models do


class NotNow(InputError):
    """Not the pair that is to be judged now."""


class Unheard(InputError):
    """The evidence of listening is not there yet."""


@dataclass(frozen=True)
class Answer:
    """What a rater sends for one pair."""

    choice: str
    reasons: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True)
class Sitting:
    """Where a rater is. task, pair: None when all is done."""

    rater: str
    position: int
    total: int
    task: Task | None
    pair: Pair | None

    def preview(self, side: Side) -> Preview:
        """What is on a side."""
        if self.task is None or self.pair is None:
            raise NotNow(texts.ERROR_TURN)
        left = self.task.left
        return self.pair.previews[left if side == "left" else 1 - left]


class Study:
    """A made study that is being served."""

    def __init__(self, folder: Path) -> None:
        """Raises `StorageError` where the folder holds no whole study."""
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.plan = self.manifest.plan
        self.signer = Signer(folder)
        self.store = Store(folder)
        self.open_reads = OpenReads()
        self._tasks = {one.rater: one.tasks for one in self.manifest.lists}
        self._pairs = {pair.pair_id: pair for pair in self.manifest.pairs}

    def rater(self, token: str) -> str | None:
        """Whose link it is, or None."""
        rater = self.signer.rater(token)
        return rater if rater in self._tasks else None

    def sitting(self, rater: str) -> Sitting:
        """Where a rater is now."""
        tasks, position = self._tasks[rater], self.store.judged(rater)
        task = tasks[position] if position < len(tasks) else None
        pair = self._pairs[task.pair] if task else None
        return Sitting(rater, position, len(tasks), task, pair)

    def sitting_at(self, rater: str, position: int) -> Sitting:
        """Where a rater is now, if that is at this position; else raises `NotNow`."""
        sitting = self.sitting(rater)
        if sitting.task is None or sitting.position != position:
            raise NotNow(texts.ERROR_TURN)
        return sitting

    def media(self, sitting: Sitting, side: Side) -> Path:
        """The file on a side."""
        return self.folder / MEDIA_FOLDER / sitting.preview(side).name

    def open(self, sitting: Sitting) -> None:
        """Notes when the pair was first shown."""
        if sitting.task and opened_s(self.store.plays(sitting.rater, sitting.position)) is None:
            opening = Play("", "open", 0.0, time.time())
            self.store.add_plays(sitting.rater, sitting.position, [opening])

    def heard(self, sitting: Sitting) -> dict[Side, float]:
        """Seconds played of each side so far."""
        plays = self.store.plays(sitting.rater, sitting.position)
        return {side: round(heard_s(plays, side), 2) for side in SIDES}

    def vote(self, sitting: Sitting, answer: Answer) -> None:
        """Keeps an answer.

        Raises:
            InputError: no such choice, the evidence of listening is missing, or judged before.
            StorageError: it could not be written and does not count.
        """
        if sitting.task is None or sitting.pair is None:
            raise NotNow(texts.ERROR_TURN)
        if answer.choice not in [value for value, *_ in texts.CHOICES[self.plan.choice]]:
            raise InputError(texts.ERROR_CHOICE)
        plays = self.store.plays(sitting.rater, sitting.position)
        if not self._listened(sitting, plays):
            seconds = f"{self.plan.min_listen_s:g}"
            raise Unheard(texts.ERROR_UNHEARD.format(seconds=seconds))
        try:
            self.store.add_vote(self._row(sitting, answer, plays))
        except AlreadyVoted as error:
            raise AlreadyVoted(texts.ERROR_TWICE) from error

    def _listened(self, sitting: Sitting, plays: Sequence[Play]) -> bool:
        """Clock, play events and bytes: all three for both sides."""
        least_s = self.plan.min_listen_s - CLOCK_SLACK_S
        opened = opened_s(plays)
        if opened is None or time.time() - opened < len(SIDES) * least_s:
            return False
        key = sitting.rater, sitting.position
        reads = [*self.store.reads(*key), *self.open_reads.now(*key)]
        for side in SIDES:
            preview = sitting.preview(side)
            share = min(1.0, least_s / preview.duration_s)
            enough_bytes = math.floor(preview.size_bytes * share)
            if heard_s(plays, side) < least_s or bytes_read(reads, side) < enough_bytes:
                return False
        return True

    def _row(self, sitting: Sitting, answer: Answer, plays: Sequence[Play]) -> Vote:
        assert sitting.pair and sitting.task  # asked before
        pair, served = sitting.pair, self.manifest.served
        names = served.models if pair.kind == "pair" else CHECK_SIDES
        sides = sitting.task.left, 1 - sitting.task.left
        now_s, opened = time.time(), opened_s(plays) or 0.0
        log = [[p.side, p.kind, round(p.media_s, 2), round(p.at_s - opened, 2)] for p in plays]
        return Vote(
            study_version=self.manifest.version,
            rater=sitting.rater,
            position=sitting.position,
            pair=pair.pair_id,
            kind=pair.kind,
            query=pair.query,
            item=pair.item,
            left_model=names[sides[0]],
            right_model=names[sides[1]],
            left_subject=pair.previews[sides[0]].subject,
            right_subject=pair.previews[sides[1]].subject,
            checkpoints=json.dumps(served.checkpoints, sort_keys=True),
            collection=served.collection,
            choice=answer.choice,
            reasons=answer.reasons,
            comment=answer.comment.strip(),
            left_heard_s=round(heard_s(plays, "left"), 2),
            right_heard_s=round(heard_s(plays, "right"), 2),
            play_log=json.dumps(log),
            at_s=round(now_s, 3),
        )
