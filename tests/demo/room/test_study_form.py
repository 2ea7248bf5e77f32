"""A study that is made from the page is served from that moment on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from demo import texts
from demo.page import launch_options
from demo.room.study_work import Sources, write_plan
from demo.settings import Settings
from demo.study.checking import check_study
from demo.study.manifest import read_manifest
from demo.study.plan import read_plan
from demo.study.sittings import Answer, Study
from demo.study.store import Vote
from demo.study.tokens import Signer
from tests import synth
from tests.demo.conftest import RunningPage, Visit, eventually
from viml_core.errors import StorageError
from viml_core.types import no_progress

MADE_MS = 180_000


def mounts(**settings) -> list[str]:
    options = launch_options(replace(Settings(), **settings))
    return [route.path for route in options["app_kwargs"]["routes"]]


def test_a_page_that_is_open_to_others_serves_no_study_but_the_one_that_is_named(tmp_path):
    assert mounts(hosted=True) == ["/gallery"]
    assert mounts(studies=tmp_path) == ["/gallery", "/study"]
    with pytest.raises(StorageError):
        mounts(hosted=True, study=tmp_path)


@pytest.mark.browser
def test_a_study_is_made_and_opened_on_the_page(running: RunningPage, visit: Visit, tmp_path: Path):
    page, report = visit.page, visit.page.locator("#study-report")
    clip = synth.clip(tmp_path / "bars.mp4", seconds=6, size="160x90")
    page.get_by_role("tab", name=texts.TAB_ROOM).click()
    page.get_by_role("button", name=texts.STUDY_MAKE).click()
    page.click("#study-make")
    expect(report).to_contain_text(texts.ERROR_STUDY_NO_CLIPS, timeout=MADE_MS)
    page.locator("#study-title").locator("textarea, input").first.fill("Piano & <b>drums")
    page.set_input_files("#study-clips input[type=file]", clip)
    page.locator("#study-clips a").first.wait_for()  # there when it has arrived
    page.locator("#study-words textarea").fill("calm piano\n\nfast drums\n")
    page.locator("#study-pairs input").fill("1")
    page.locator("#study-raters input").fill("2")
    page.click("#study-make")
    expect(report).to_contain_text(texts.STUDY_MADE, timeout=MADE_MS)
    [folder] = running.services.settings.studies.glob("piano-b-drums-*[0-9]")
    assert check_study(folder, no_progress).problems == ()
    tokens = [Signer(folder).token(one.rater) for one in read_manifest(folder).lists]
    links = page.locator("#study-report .vm-links a")
    assert [link.get_attribute("href") for link in links.all()] == [f"study/r/{t}/" for t in tokens]
    with page.context.expect_page() as opened:
        links.first.click()
    rater = opened.value
    rater.wait_for_selector("#task:not([hidden]) video")
    ready = "[...document.querySelectorAll('video')].every(video => video.readyState > 0)"
    assert eventually(lambda: rater.evaluate(ready), 60)
    assert folder.name not in rater.content() and "Piano" not in rater.content()
    nobody = f"{tokens[0].split('.')[0]}.{tokens[1].split('.')[1]}"
    assert httpx.get(f"{running.url}/study/r/{nobody}/").status_code == 403
    page.get_by_role("button", name=texts.STUDY_REPORTS).click()
    expect(page.locator("#study-choice input")).to_have_value(folder.name, timeout=MADE_MS)
    page.click("#study-report-go")
    expect(page.locator("#study-plot")).to_contain_text("no votes yet", timeout=MADE_MS)
    vote = voted(folder)
    page.click("#study-report-go")
    expect(page.locator("#study-told")).to_contain_text("Piano", timeout=MADE_MS)
    expect(page.locator("#study-told")).to_contain_text(vote.query.split()[0])
    expect(page.locator("#study-plot img")).to_have_count(1)
    shutil.rmtree(folder)


def voted(folder: Path) -> Vote:
    """A vote of the first rater, as the server would keep it."""
    study = Study(folder)
    sitting = study.sitting(study.manifest.lists[0].rater)  # whose first pair is no check
    vote = study._row(sitting, Answer("left"), [])
    study.store.add_vote(vote)
    study.store.close()
    return vote


def test_the_file_of_a_study_of_clips_for_tracks(tmp_path, clips):
    track = synth.track(tmp_path / "a.wav", seconds=1)
    (tmp_path / "plan").mkdir()
    plan = {"title": "t", "task": "music-to-video", "models": ["viml", "mvpt+"], "seed": 1}
    sources = Sources((clips["good"], clips["good"]), (track, track), "calm\nloud")
    file = write_plan(plan | {"pairs_per_rater": 1}, sources, tmp_path / "plan")
    read = read_plan(file)
    assert [read.query_name(query) for query in read.queries] == [
        f"{name} “{words}”" for name in ("a.wav", "a-1.wav") for words in ("calm", "loud")
    ]
    assert len(list(read.clips.iterdir())) == 2
