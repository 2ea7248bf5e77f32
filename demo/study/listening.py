"""Evidence that a rater listened: the clock, the play events and the bytes sent must all agree.

It is evidence and not proof: a program could send the events and read the bytes, and a person could
have taken the headphones off.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
Kind = Literal["open", "play", "tick", "pause"]


class Play(NamedTuple):
    """What a page reports, stamped by the server. `play` starts, `tick` goes on, `pause` ends.

    media_s: where in the preview; at_s: the server's clock. `open`: the pair was first shown.
    """

    side: str
    kind: str
    media_s: float
    at_s: float


class Read(NamedTuple):
    """Bytes [first_byte, end_byte) of one side's file were sent."""

    side: str
    first_byte: int
    end_byte: int


def heard_s(plays: Sequence[Play], side: Side) -> float:
    """Seconds of one side that were played.

    Between two reports of a side that plays, the playhead's way counts, but never more than the
    time that passed on the server's clock; so no two sides are heard at once.
    """
    total, last = 0.0, None
    for play in plays:
        if last and last.side == play.side == side and play.kind in ("tick", "pause"):
            way, passed = play.media_s - last.media_s, play.at_s - last.at_s
            total += max(0.0, min(way, passed))
        last = play if play.kind in ("play", "tick") else None
    return total


def opened_s(plays: Iterable[Play]) -> float | None:
    """When the pair was first shown, on the server's clock."""
    return next((play.at_s for play in plays if play.kind == "open"), None)


def bytes_read(reads: Iterable[Read], side: Side) -> int:
    """How many different bytes of a side's file were sent."""
    total = reached = 0
    for read in sorted(reads, key=lambda read: read.first_byte):
        if read.side == side:
            total += max(0, read.end_byte - max(read.first_byte, reached))
            reached = max(reached, read.end_byte)
    return total


class OpenReads:
    """Files that are being sent right now: a browser leaves the answer open while it plays."""

    def __init__(self) -> None:
        self._reads: dict[tuple[str, int], dict[int, Read]] = defaultdict(dict)
        self._lock = threading.Lock()
        self._number = 0

    def begin(self) -> int:
        """A number for one answer that is about to be sent."""
        with self._lock:
            self._number += 1
            return self._number

    def sent(self, rater: str, position: int, number: int, read: Read) -> None:
        """All that was sent so far in one answer."""
        with self._lock:
            self._reads[rater, position][number] = read

    def end(self, rater: str, position: int, number: int) -> None:
        """The answer is over."""
        with self._lock:
            reads = self._reads.get((rater, position), {})
            reads.pop(number, None)
            if not reads:
                self._reads.pop((rater, position), None)

    def now(self, rater: str, position: int) -> list[Read]:
        """What was sent so far in the answers that are not over."""
        with self._lock:
            return list(self._reads.get((rater, position), {}).values())
