"""What all sessions of one page share."""

from __future__ import annotations

from dataclasses import dataclass

from demo.engine import Engine
from demo.sessions import Sessions
from demo.settings import Settings
from demo.shelf import MusicShelf

HEAVY = "heavy"  # the queue that requests and indexing runs share
ENDPOINT = "endpoint"  # the kind of a program's jobs: no button on the page stops them


@dataclass(frozen=True)
class Services:
    """One page's settings, models, visitors and music."""

    settings: Settings
    engine: Engine
    sessions: Sessions
    shelf: MusicShelf
