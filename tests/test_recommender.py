"""The forward path with the real encoders, the shipped checkpoints and the starter library."""

from __future__ import annotations

import numpy as np
import pytest

from tests import synth
from viml_core.calibration import Calibration, Fitted, ScoreMap
from viml_core.clips import ClipCache
from viml_core.errors import CheckpointError, InputError, MediaError
from viml_core.models.scoring import parse_ranking
from viml_core.recommender import Recommender

VIML = parse_ranking("viml")


@pytest.fixture(scope="module")
def clip(recommender, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recommender")
    return recommender.understand(synth.clip(folder / "clip.mp4", seconds=4), folder)


def titles(answer):
    return [s.track.title for s in answer.results]


def test_nothing_served_the_models_but_what_was_asked_for(recommender):
    preset = recommender.preset
    assert "EfficientNet-Lite0" in preset.visual.name
    assert "MiniLM" in preset.text.name
    assert "musicnn" in preset.music.name
    assert set(recommender.embedders) == {"viml", "mvpt+", "mt"}
    for embedder in recommender.embedders.values():
        assert embedder.config.encoders == preset.fingerprints


def test_results_come_best_first_and_k_beyond_the_library_gives_all_of_it(
    recommender, starter, clip
):
    answer = recommender.suggest(starter, VIML, 999, clip=clip, text="calm")
    assert len(answer.results) == len(starter.rankable())
    scores = [s.score for s in answer.results]
    assert scores == sorted(scores, reverse=True)
    assert [s.rank for s in answer.results] == list(range(1, len(scores) + 1))
    few = recommender.suggest(starter, VIML, 3, clip=clip, text="calm", diverse=False)
    assert titles(few) == titles(answer)[:3]


def test_a_score_is_a_chance_by_the_calibration_of_these_very_models(recommender, starter, clip):
    """Known to the models by their fingerprints; with others the raw score is all there is."""
    marks = {name: e.fingerprint for name, e in recommender.embedders.items()}
    sure = Fitted({"viml": 1.0}, "video+text", ScoreMap(2.0, 0.5, nothing_fits_below=0.999))
    known = Recommender(
        recommender.preset, recommender.embedders, calibration=Calibration("a set", marks, (sure,))
    )
    answer = known.suggest(starter, VIML, 5, clip=clip, text="waltz")
    assert answer.calibration == "a set"
    assert answer.nothing_fits
    for s in answer.results:
        assert s.score == pytest.approx(1 / (1 + np.exp(-(2.0 * s.raw_score + 0.5))))
    others = Calibration("a set", marks | {"viml": "of another training"}, (sure,))
    stranger = Recommender(recommender.preset, recommender.embedders, calibration=others)
    raw = stranger.suggest(starter, VIML, 5, clip=clip, text="waltz")
    assert raw.calibration is None
    assert not raw.nothing_fits
    assert [s.score for s in raw.results] == [s.raw_score for s in raw.results]
    assert titles(raw) == titles(answer)


def test_words_change_the_list_and_picture_alone_is_a_query(recommender, starter, clip):
    lists = {
        text: titles(recommender.suggest(starter, VIML, 5, clip=clip, text=text))
        for text in ("", "heavy metal, aggressive", "gentle solo piano, sad")
    }
    assert len({tuple(found) for found in lists.values()}) == 3
    blank = recommender.suggest(starter, VIML, 5, clip=clip, text="  \n ")
    assert titles(blank) == lists[""]
    assert blank.query.mode == "video"


def test_the_picture_still_matters_under_words(recommender, starter, clip, tmp_path):
    dark = recommender.understand(
        synth.clip(tmp_path / "d.mp4", seconds=4, source="color=black"), tmp_path
    )
    raw = [recommender.scores(starter, VIML, c, "calm piano") for c in (clip, dark)]
    assert not np.allclose(*raw, atol=1e-3)


def test_scores_are_what_they_are_said_to_be(recommender, starter, clip):
    found = recommender.suggest(starter, VIML, 999, clip=clip, text="waltz").results
    by_picture = recommender.suggest(starter, VIML, 999, clip=clip).results
    by_words = recommender.suggest(starter, parse_ranking("mt"), 999, text="waltz").results
    picture = {s.track.track_id: s.raw_score for s in by_picture}
    words = {s.track.track_id: s.raw_score for s in by_words}
    for s in found:
        assert s.video_score == pytest.approx(picture[s.track.track_id], abs=1e-5)
        assert s.text_score == pytest.approx(words[s.track.track_id], abs=1e-5)
    assert all(s.text_score is None for s in by_picture)
    assert all(s.video_score is None for s in by_words)


@pytest.mark.parametrize(("alpha", "single"), [(0.0, "viml"), (1.0, "mt")])
def test_an_ensemble_at_either_end_is_its_part(recommender, starter, clip, alpha, single):
    blended = parse_ranking("viml&mt", alpha)
    np.testing.assert_allclose(
        recommender.scores(starter, blended, clip, "jazz"),
        recommender.scores(starter, parse_ranking(single), clip, "jazz"),
        atol=1e-6,
    )


def test_the_starter_library_answers_plain_requests_as_a_person_would(recommender, starter):
    wanted = {
        "heavy metal with distorted guitars": "metal",
        "solo piano, tender and sad": "piano",
        "retro 8-bit video game": "chiptune",
        "celtic fiddle and flute": "celtic",
    }
    hits = 0
    for text, genre in wanted.items():
        found = recommender.suggest(starter, VIML, 5, text=text).results
        hits += any(genre in " ".join(genres_of(s.track.path)) for s in found)
    assert hits >= 3


def genres_of(path):
    import mutagen

    return [g.lower() for g in mutagen.File(path)["genre"]]


def test_a_known_clip_is_not_looked_at_again_until_it_changes(recommender, tmp_path):
    video = synth.clip(tmp_path / "clip.mp4", seconds=2)
    cache = ClipCache(recommender, tmp_path)
    first = cache.look_at(video)
    assert cache.look_at(video) is first
    synth.clip(video, seconds=3)
    assert cache.look_at(video) is not first
    with pytest.raises(MediaError, match=r"gone\.mp4"):
        cache.look_at(tmp_path / "gone.mp4")


def test_the_cache_forgets_the_oldest_clip_with_its_proxy(recommender, tmp_path):
    cache = ClipCache(recommender, tmp_path / "scratch", kept=1)
    (tmp_path / "scratch").mkdir()
    old = cache.look_at(synth.clip(tmp_path / "old.avi", seconds=1, codec="mpeg4"))
    assert old.proxy and old.proxy.exists()
    cache.look_at(synth.clip(tmp_path / "new.mp4", seconds=1))
    assert not old.proxy.exists()


@pytest.mark.parametrize("k", [0, -3])
def test_a_senseless_number_of_tracks_is_refused(recommender, starter, clip, k):
    with pytest.raises(InputError, match="at least 1"):
        recommender.suggest(starter, VIML, k, clip=clip)


def test_nothing_to_search_with_is_refused(recommender, starter):
    with pytest.raises(InputError, match="nothing to search with"):
        recommender.suggest(starter, VIML, 5, text=" ")


def test_the_model_of_words_asks_for_words(recommender, starter, clip):
    with pytest.raises(InputError, match="words alone"):
        recommender.suggest(starter, parse_ranking("mt"), 5, clip=clip)


def test_a_checkpoint_that_lacks_the_model_says_so(recommender, starter, clip):
    only_mt = Recommender(recommender.preset, {"mt": recommender.embedders["mt"]})
    with pytest.raises(CheckpointError, match="'viml'"):
        only_mt.suggest(starter, VIML, 5, clip=clip)
