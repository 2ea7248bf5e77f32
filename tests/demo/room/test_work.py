"""What a visitor asks in the room: checked, and answered from the music that is theirs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from demo.jobs import Job
from demo.room.work import Shown, check, comparing
from demo.settings import Settings
from demo.shelf import OWN
from tests import synth
from tests.demo.conftest import RunningPage
from tests.demo.room.conftest import Made
from viml_core.errors import InputError
from viml_core.library import Library


def test_a_comparison_is_of_the_visitors_own_music_and_nobody_elses(
    running: RunningPage, made: Made, tmp_path: Path
):
    sessions = running.services.sessions
    mine, other = sessions.get("mine"), sessions.get("other")
    preset = made.answering.recommender.preset
    mine.own_library = tmp_path / "own"
    tracks = [synth.track(tmp_path / f"{hz}.wav", seconds=12, hz=hz) for hz in (220, 660)]
    Library.create(
        mine.own_library,
        preset_name=preset.name,
        music_encoder_fingerprint=preset.music.fingerprint,
    ).ingest(tracks, preset.music)
    asked = check(Settings(), str(made.example.clip), "calm", "viml", "mvpt+", "", 2, OWN)

    async def compared(session) -> Shown:
        work = comparing(asked, session, running.services)
        *_, last = [item async for item in Job(work).results() if isinstance(item, Shown)]
        return last

    shown = asyncio.run(compared(mine)).comparison
    assert shown.tracks == 2 == shown.common() == len(shown.sounds)
    assert {entry.title for entry in shown.columns[0].entries} == {"220", "660"}
    with pytest.raises(InputError, match="no music of your own"):
        asyncio.run(compared(other))
    for session_hash in ("mine", "other"):
        sessions.forget(session_hash)


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"clip": None}, "no clip"), ({"count": 9}, "9"), ({"text": "x" * 9999}, "9999")],
)
def test_what_cannot_be_asked_is_said(made: Made, changed, says):
    asked = {"clip": str(made.example.clip), "text": "", "count": 2} | changed
    with pytest.raises(InputError, match=says):
        check(Settings(), **asked, first="viml", second="mvpt+", third="", music=OWN)
