"""The matching rule and the measures, on cases that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.taste import (
    LabelledClip,
    LabelledTrack,
    clip_to_music,
    matches,
    read_tracks,
    split_words,
    text_to_track,
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
    wanted = {track.query: i for i, track in enumerate(TRACKS)}
    perfect = text_to_track(lambda clip, words: np.eye(4)[wanted[words]], TRACKS)
    inverted = text_to_track(lambda clip, words: -np.eye(4)[wanted[words]], TRACKS)
    assert perfect.tolist() == [1, 1, 1, 1]
    assert inverted.tolist() == [4, 4, 4, 4]


@pytest.mark.parametrize(("scores", "auc"), [([2, 1, 0, 0], 1.0), ([1, 2, 0, 0], 0.0)])
def test_a_clip_is_judged_by_its_fitting_and_misfitting_tracks(scores, auc):
    asked = []

    def scorer(clip, words):
        asked.append(words)
        return np.array(scores, float)

    clips = [(CLIP, None), (LabelledClip("y.mp4", "", ("waltz",), ("metal",)), None)]
    outcomes = clip_to_music(scorer, clips, TRACKS, typed=True)
    assert [o.auc for o in outcomes] == [auc]  # nothing fits the second clip, so it is left out
    assert asked == ["tender, piano, soft"]
    assert (outcomes[0].fit_in_top, outcomes[0].misfit_in_top) == (1, 1)


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "tracks.csv"
    path.write_text("file,query\na.ogg,x\n")
    with pytest.raises(InputError, match="style_words"):
        read_tracks(path)
