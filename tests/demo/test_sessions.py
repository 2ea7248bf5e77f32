"""What is kept for a visitor: known by content, bounded, and gone when it should be."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from demo.files import folder_bytes, link
from demo.jobs import Job
from demo.sessions import Session, Sessions
from demo.settings import EXAMPLES_DIR, Settings
from viml_core.errors import InputError, LimitError, StorageError


@pytest.fixture
def settings() -> Settings:
    return replace(Settings(), kept_clips=2, kept_answers=2, session_idle_s=0.05, max_sessions=3)


@pytest.fixture
def sessions(tmp_path: Path, settings: Settings):
    sessions = Sessions(tmp_path / "sessions", settings)
    yield sessions
    sessions.close()


def upload(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_clip_is_known_by_its_content(tmp_path, sessions):
    session = sessions.get("a")
    first = session.keep_clip(upload(tmp_path / "1", "clip.mp4", b"picture"))
    again = session.keep_clip(upload(tmp_path / "2", "renamed.mp4", b"picture"))
    other = session.keep_clip(upload(tmp_path / "3", "clip.mp4", b"another"))
    assert first == again
    assert other != first
    assert first.name == "clip.mp4"


def test_a_kept_clip_outlives_the_upload(tmp_path, sessions):
    source = upload(tmp_path, "clip.mp4", b"picture")
    kept = sessions.get("a").keep_clip(source)
    source.unlink()
    assert kept.read_bytes() == b"picture"


def test_an_upload_that_is_gone_is_told_in_a_sentence(tmp_path, sessions):
    with pytest.raises(InputError, match=r"gone\.mp4 is no longer kept"):
        sessions.get("a").keep_clip(tmp_path / "gone.mp4")


def test_only_the_last_clips_and_answers_are_kept(tmp_path, sessions):
    session: Session = sessions.get("a")
    kept = []
    for number in range(4):
        kept.append(session.keep_clip(upload(tmp_path, f"{number}.mp4", bytes([number]))))
        session.new_answer()
    assert [clip.exists() for clip in kept] == [False, False, True, True]
    assert len(list((session.folder / "answers").iterdir())) == 2


def test_the_byte_budget_drops_older_clips_and_never_the_current_one(tmp_path, settings):
    session = Session(tmp_path / "session", replace(settings, session_bytes=1500, kept_clips=10))
    kept = []
    for number in range(3):
        kept.append(session.keep_clip(upload(tmp_path, f"{number}.mp4", bytes([number]) * 1000)))
        session.new_answer()
    assert [clip.exists() for clip in kept] == [False, False, True]
    assert folder_bytes(session.folder) == 1000


def test_answers_to_words_alone_need_no_clip(tmp_path, settings):
    session = Session(tmp_path / "session", replace(settings, session_bytes=0))
    assert session.new_answer().is_dir()


def test_over_budget_the_previews_of_the_current_clip_go_and_those_of_its_answers_stay(
    tmp_path, settings
):
    session = Session(tmp_path / "session", replace(settings, session_bytes=1500))
    clip = session.keep_clip(upload(tmp_path, "clip.mp4", b"x" * 1000))
    answer = session.new_answer()
    preview = upload(clip.parent / "previews", "track.mp4", b"y" * 1000)
    shown = link(preview, answer / "01-track.mp4")
    session.new_answer()
    assert (clip.exists(), preview.exists(), shown.exists()) == (True, False, True)


def test_uploaded_tracks_keep_their_names_and_may_share_them(tmp_path, sessions):
    uploads = [upload(tmp_path / str(n), "Intro.mp3", bytes([n])) for n in range(2)]
    kept = sessions.get("a").keep_music(uploads)
    assert [path.name for path in kept] == ["Intro.mp3", "Intro.mp3"]
    assert [path.read_bytes() for path in kept] == [b"\0", b"\1"]


def test_more_music_than_a_visitor_may_bring_is_refused(tmp_path, settings):
    session = Session(tmp_path / "session", replace(settings, max_music_bytes=1500))
    tracks = [upload(tmp_path, f"{n}.mp3", bytes([n]) * 1000) for n in range(2)]
    session.keep_music(tracks[:1])
    with pytest.raises(LimitError, match="the most for one visit"):
        session.keep_music(tracks[1:])


def test_a_track_that_is_gone_is_told_in_a_sentence(tmp_path, sessions):
    with pytest.raises(StorageError, match=r"gone\.mp3 cannot be kept .*; add it again"):
        sessions.get("a").keep_music([tmp_path / "gone.mp3"])


def test_a_second_name_for_a_file_counts_once(tmp_path):
    first = upload(tmp_path, "a", b"x" * 100)
    os.link(first, tmp_path / "b")
    assert folder_bytes(tmp_path) == 100


def test_sessions_have_folders_of_their_own_that_nobody_can_guess(sessions):
    folders = {sessions.get(name).folder for name in ("a", "b")}
    assert len(folders) == 2
    assert all(len(folder.name) == 32 and folder.name != "a" for folder in folders)
    assert sessions.get("a").folder in folders


def test_who_leaves_leaves_nothing_behind(tmp_path, sessions):
    folder = sessions.get("a").folder
    sessions.get("a").keep_clip(upload(tmp_path, "clip.mp4", b"picture"))
    sessions.forget("a")
    assert not folder.exists()
    sessions.forget("a")  # and leaving twice is no error


def test_idle_sessions_are_swept_and_busy_ones_are_not(sessions):
    async def keep_busy() -> tuple[bool, bool]:
        busy, idle = sessions.get("busy"), sessions.get("idle")
        started = threading.Event()

        def work(job: Job[int]) -> None:
            started.set()
            job.emit(1)
            job.cancel.wait(10)

        job = Job(work)
        async with busy.running(job, "request"):
            async for _ in job.results():
                break
            await asyncio.sleep(0.1)
            sessions.sweep()
            return busy.folder.exists(), idle.folder.exists()

    assert asyncio.run(keep_busy()) == (True, False)


def test_no_more_than_so_many_sessions_are_kept(sessions):
    folders = [sessions.get(str(number)).folder for number in range(5)]
    assert [folder.exists() for folder in folders] == [False, False, True, True, True]


def test_folders_of_a_page_that_was_killed_are_deleted_at_the_next_start(tmp_path, settings):
    root = tmp_path / "sessions"
    old, young = root / "old", root / "young"
    for folder in (old, young):
        (folder / "clips").mkdir(parents=True)
    day_ago = time.time() - 86400
    os.utime(old, (day_ago, day_ago))
    Sessions(root, settings).close()
    assert (old.exists(), young.exists()) == (False, True)


def test_stopping_one_kind_of_job_leaves_the_other_kind_alone(sessions):
    async def two_jobs() -> tuple[bool, bool]:
        session = sessions.get("a")
        jobs = [Job(lambda job: job.cancel.wait(10)) for _ in range(2)]
        async with session.running(jobs[0], "request"), session.running(jobs[1], "listening"):
            session.stop("listening")
            return jobs[0].cancel.is_set(), jobs[1].cancel.is_set()

    assert asyncio.run(two_jobs()) == (False, True)


def test_uploads_go_with_the_visitor_and_what_another_brought_too_stays(tmp_path, sessions):
    cache = sessions.root.parent
    mine = upload(cache / "hash1", "mine.mp4", b"mine")
    shared = upload(cache / "hash2", "shared.mp4", b"shared")
    outside = upload(tmp_path.parent / f"{tmp_path.name} outside", "folder.mp3", b"not sent")
    a, b = sessions.get("a"), sessions.get("b")
    a.note_upload(mine)
    a.keep_clip(shared)
    a.keep_music([outside])
    a.note_upload(a.folder / "clips")
    b.note_upload(shared)
    sessions.forget("a")
    assert (mine.exists(), shared.exists(), outside.exists()) == (False, True, True)
    assert not mine.parent.exists()
    sessions.forget("b")
    assert not shared.exists()


def test_the_examples_are_everybodys(sessions):
    example = next(EXAMPLES_DIR.glob("*.mp4"))
    cached = upload(sessions.root.parent / "hash", example.name, example.read_bytes())
    sessions.get("a").keep_clip(cached)
    sessions.forget("a")
    assert cached.exists()
