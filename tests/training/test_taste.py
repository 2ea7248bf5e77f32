"""The matching rule and the measures, on cases that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.taste import (
    ClipOutcome,
    LabelledClip,
    LabelledTrack,
    clip_to_music,
    matches,
    read_tracks,
    split_words,
    summarise_clips,
    summarise_words,
    text_to_track,
    verdict_table,
    verdicts,
)
from viml_core.errors import InputError

TRACKS = [
    LabelledTrack("a.ogg", ("calm", "solo piano"), "quiet piano"),
    LabelledTrack("b.ogg", ("death metal", "fast"), "brutal"),
    LabelledTrack("c.ogg", ("polka",), "village dance"),
    LabelledTrack("d.ogg", ("piano", "metal"), "odd one"),
]
CLIP = LabelledClip("x.mp4", "tender", ("piano", "soft"), ("metal",))


def test_words_are_split_and_lowered():
    assert split_words("Calm; Soft Piano , warm;;") == ("calm", "soft piano", "warm")


def test_two_words_match_when_one_contains_the_other():
    assert matches(["solo piano"], ["piano"])
    assert matches(["piano"], ["solo piano"])
    assert not matches(["calm"], ["piano"])


def test_a_track_that_both_fits_and_misfits_is_left_out():
    assert verdicts(CLIP, TRACKS).tolist() == [1, -1, 0, 0]


def test_rank_of_the_intended_track():
    assert text_to_track(np.eye(4)).tolist() == [1, 1, 1, 1]
    assert text_to_track(-np.eye(4)).tolist() == [4, 4, 4, 4]
    shifted = np.roll(np.eye(4), 1, axis=1) + 0.5 * np.eye(4)
    found = summarise_words(text_to_track(shifted))
    assert (found["R@1"], found["R@5"], found["MR"], found["MR_95"]) == (0.0, 1.0, 2.0, [2.0, 2.0])


@pytest.mark.parametrize(("scores", "auc"), [([2, 1, 0, 0], 1.0), ([1, 2, 0, 0], 0.0)])
def test_a_clip_is_judged_by_its_fitting_and_misfitting_tracks(scores, auc):
    clips = [CLIP, LabelledClip("y.mp4", "", ("waltz",), ("metal",))]
    table = np.array([scores, scores], float)
    outcomes = clip_to_music(table, verdict_table(clips, TRACKS))
    assert outcomes == [ClipOutcome(auc, 1, 1)]  # nothing fits the second clip: it is left out
    assert summarise_clips(outcomes)["AUC_95"] == [auc, auc]


def test_one_score_for_all_tracks_is_no_merit():
    verdict = np.array([[1] * 6 + [-1] * 6], np.int8)
    assert clip_to_music(np.zeros((1, 12)), verdict) == [ClipOutcome(0.0, 0, 5)]


def test_what_a_person_would_type_is_mood_and_fitting_words():
    assert CLIP.typed == "tender, piano, soft"


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "tracks.csv"
    path.write_text("file,query\na.ogg,x\n")
    with pytest.raises(InputError, match="style_words"):
        read_tracks(path)
