"""What a file or a visitor says is shown, and never becomes part of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo import cards, texts
from demo.answered import Changes
from demo.jobs import Step
from demo.shelf import Added
from viml_core.library import IngestReport
from viml_core.library.ingest import Duplicate, Skipped
from viml_core.media.tags import UNKNOWN_LICENSE
from viml_core.rerank import Move
from viml_core.types import Suggestion, Track

HOSTILE = "<img src=x onerror=alert(1)> & \"quoted\" 'single'"


def suggestion(**changes) -> Suggestion:
    track = {
        "track_id": "1",
        "path": Path("a.wav"),
        "title": "Slow Tide",
        "artist": "Somebody",
        "license": "CC0",
        "duration_s": 30.0,
        "loudness_lufs": -14.0,
        "peak_dbfs": -1.0,
        "bpm": 97.6,
        "tags": ("guitar", "slow"),
    }
    scores = {"score": -0.126, "raw_score": -0.126, "video_score": 0.5, "text_score": None}
    scores |= {key: changes.pop(key) for key in list(changes) if key in scores}
    return Suggestion(1, Track(**(track | changes)), start_s=0.0, **scores)


def test_labels_of_a_track_are_escaped():
    html = cards.card(
        suggestion(title=HOSTILE, artist=HOSTILE, license=HOSTILE, tags=(HOSTILE, HOSTILE)), 0.5
    )
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quoted&quot;") == 5


def test_messages_and_reports_are_escaped():
    skipped = (Skipped(Path(f"{HOSTILE}.mp3".replace("/", "")), HOSTILE),)
    duplicates = (Duplicate(Path("a.mp3"), Path("<b>.mp3")),)
    report = cards.added(Added(IngestReport((), 0, duplicates, skipped), 0))
    for html in (cards.failed("t", HOSTILE), cards.working(Step(HOSTILE, 0.5)), report):
        assert "<img" not in html and "<b>.mp3" not in html
        assert "&lt;img" in html


def test_a_card_says_what_is_known_and_no_more():
    html = cards.card(suggestion(license=UNKNOWN_LICENSE, bpm=None), 0.5)
    assert texts.NO_LICENCE in html
    assert "bpm" not in html
    assert f"{texts.PICTURE_SCORE} 0.50" in html and f"· {texts.WORDS_SCORE}" not in html
    assert "−0.13" in html
    assert "98 bpm" in cards.card(suggestion(), 0.5)


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", ">CC0 1.0</a>"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", ">CC BY-NC-SA 4.0</a>"),
        ("http://example.org/terms", ">http://example.org/terms</a>"),
        ("javascript:alert(1)", ": javascript:alert(1)<"),
        ('http://x/" onclick="alert(1)', 'href="http://x/&quot; onclick=&quot;alert(1)"'),
    ],
)
def test_a_licence_is_named_and_only_an_address_becomes_a_link(label, shown):
    html = cards.card(suggestion(license=label), 0.5)
    assert shown in html
    assert ("<a " in html) == label.startswith("http")


def test_the_bar_is_relative_to_the_best_of_the_list():
    assert "width:50%" in cards.card(suggestion(score=0.1), 0.2)
    assert "width:0%" in cards.card(suggestion(score=-0.1), 0.2)
    assert "width:0%" in cards.card(suggestion(score=-0.1), -0.1)


def test_a_report_counts_and_names_what_was_left_out():
    skipped = tuple(Skipped(Path(f"{n}.mp3"), "It is cut short.") for n in range(40))
    html = cards.added(Added(IngestReport((), 3, (), skipped), 12))
    assert "3 already there" in html and "12 tracks" in html
    assert html.count("It is cut short.") == cards.SKIPPED_SHOWN
    assert texts.own_more(10) in html


def test_tags_that_speak_for_a_track_come_first_with_their_cosines():
    html = cards.card(suggestion(tags=("slow", "guitar", "jazz")), 0.5, {"guitar": 0.61})
    assert html.index("guitar 0.61") < html.index("slow") < html.index("jazz")
    assert html.count(texts.SPEAKS) == 2  # as a hint and for those who listen to the page
    assert texts.SPEAKS not in cards.card(suggestion(), 0.5)


def test_moves_are_told_in_signs_and_words():
    up, still, far = (
        Move(suggestion(title=title).track, rank, other, listed=other < 6)
        for title, rank, other in ((HOSTILE, 1, 3), ("B", 2, 2), ("C", 3, 40))
    )
    html = cards.changed(Changes((up, still, far), (still, far)))
    assert "<img" not in html
    assert f'aria-label="{texts.moved(2)}">▲ 2<' in html
    assert f"▲ {texts.new_in_list(40)}" in html and f"▼ {texts.out_of_list(40)}" in html
    assert html.count(f'aria-label="{texts.SAME_RANK}"') == 2
    assert cards.changed(None) == ""
