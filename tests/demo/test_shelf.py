"""Which music a visitor may choose from, and which paths are read at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from demo import texts
from demo.engine import Engine
from demo.sessions import Sessions
from demo.settings import Settings
from demo.shelf import MusicShelf
from viml_core.errors import InputError


@pytest.fixture
def session(tmp_path):
    sessions = Sessions(tmp_path / "sessions", Settings())
    yield sessions.get("a")
    sessions.close()


def shelf(**changes) -> MusicShelf:
    settings = replace(Settings(), **changes)
    return MusicShelf(settings, Engine(settings.checkpoints))


def test_a_hosted_page_reads_no_path_that_was_typed(tmp_path, session):
    with pytest.raises(InputError) as refusal:
        shelf(hosted=True).adding_folder(str(tmp_path), session)
    assert str(refusal.value) == texts.ERROR_HOSTED_FOLDER


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_path_is_asked_for(typed, session):
    with pytest.raises(InputError) as refusal:
        shelf().adding_folder(typed, session)
    assert str(refusal.value) == texts.ERROR_NO_FOLDER


def test_a_folder_that_is_not_there_is_named(tmp_path, session):
    with pytest.raises(InputError, match=r"There is no folder .*nowhere"):
        shelf().adding_folder(str(tmp_path / "nowhere"), session)


def test_more_uploads_than_the_limit_are_refused_before_any_work(session):
    with pytest.raises(InputError, match="3 files, and 2 at once"):
        shelf(max_upload_tracks=2).adding_uploads(["a", "b", "c"], session)
