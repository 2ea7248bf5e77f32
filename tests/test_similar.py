"""Like a track, but ...: what is found is measurably so, over the whole starter library."""

from __future__ import annotations

import json
import time
from statistics import median

import numpy as np
import pytest

from tests.large import FEATURES, TEMPI
from viml_core.cli import main
from viml_core.errors import InputError
from viml_core.filters import Filters
from viml_core.similar import BUTS, INSTRUMENT_TAGS, energies, like
from viml_core.speaking import speaking_tags


@pytest.fixture(scope="module")
def found(recommender, starter):
    """For each "but": (seed, what is like it), over all seeds that it can be asked of."""

    def ask(but):
        for seed in starter.rankable():
            try:
                alike = like(starter, recommender.embedders["viml"], seed.track_id, but, 5)
            except InputError:
                continue
            if alike:
                yield seed, alike

    return {but: list(ask(but)) for but in BUTS}


def test_more_like_this_is_nearer_than_the_library_and_never_itself(recommender, starter, found):
    vectors = starter.index(recommender.embedders["viml"]).vectors
    usual = (vectors @ vectors.T)[~np.eye(len(vectors), dtype=bool)].mean()
    assert len(found["more"]) == len(starter.rankable())
    for seed, alike in found["more"]:
        likeness = [a.likeness for a in alike]
        assert likeness == sorted(likeness, reverse=True)
        assert seed.track_id not in {a.track.track_id for a in alike}
        assert likeness[0] > usual


def test_faster_is_faster(found):
    assert len(found["faster"]) > 30
    for seed, alike in found["faster"]:
        assert median(a.track.bpm for a in alike) >= 1.08 * seed.bpm


def test_calmer_has_fewer_onsets_and_softer_attacks(starter, found):
    energy = energies(starter, starter.rankable())
    place = {track.track_id: i for i, track in enumerate(starter.rankable())}
    assert len(found["calmer"]) > 30
    gains = [
        energy[place[seed.track_id]] - median(energy[a.position] for a in alike)
        for seed, alike in found["calmer"]
    ]
    assert min(gains) > 0.1


def test_no_vocals_and_other_instruments_are_what_they_say(found):
    for _, alike in found["no vocals"]:
        assert not any("vocals" in tag or tag == "choir" for a in alike for tag in a.track.tags)
    assert len(found["other instruments"]) > 30
    for seed, alike in found["other instruments"]:
        theirs = INSTRUMENT_TAGS & set(seed.tags)
        assert all(theirs.isdisjoint(a.track.tags) for a in alike)


def test_filters_hold_for_what_is_alike(recommender, starter):
    seed = starter.rankable()[0]
    viml = recommender.embedders["viml"]
    alike = like(starter, viml, seed.track_id, "more", 9, filters=Filters(max_bpm=100))
    assert alike and all(a.track.bpm <= 100 for a in alike)


def test_what_cannot_be_compared_is_said(recommender, starter):
    viml = recommender.embedders["viml"]
    beatless = next(track for track in starter.rankable() if track.bpm is None)
    with pytest.raises(InputError, match="No tempo was found"):
        like(starter, viml, beatless.track_id, "faster", 5)
    with pytest.raises(InputError, match="no track 'gone'"):
        like(starter, viml, "gone", "more", 5)


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("warm acoustic guitar, hopeful", {"guitar", "acoustic"}),
        ("calm piano", {"piano"}),
        ("aggressive heavy metal", {"metal"}),
        ("   ", set()),
    ],
)
def test_the_tags_that_speak_for_a_track_are_near_the_words(recommender, words, tags):
    speaking = speaking_tags(recommender.preset.text, words)
    assert tags <= set(speaking) and len(speaking) <= 4
    assert list(speaking.values()) == sorted(speaking.values(), reverse=True)


class Mixed:
    """Embeds by fixed directions, which is all that likeness needs."""

    fingerprint, dim = "mixed", 16
    directions = np.random.default_rng(3).standard_normal((FEATURES, dim))

    def embed_music(self, x_m):
        rows = np.stack([x.mean(axis=0) for x in x_m]) @ self.directions
        return np.float32(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def test_ten_thousand_tracks_are_compared_at_once_and_in_full(large):
    """Also where the "but" lets only few of the nearest pass: the walk is the full comparison."""
    embedder, tracks = Mixed(), large.rankable()
    vectors = large.index(embedder).vectors
    for seed, k in ((7, 5), (101, 5), (102, 200)):
        faster = [i for i, t in enumerate(tracks) if t.bpm >= 1.08 * tracks[seed].bpm]
        wanted = sorted(faster, key=lambda i: -float(vectors[i] @ vectors[seed]))[:k]
        if tracks[seed].bpm == max(TEMPI):
            wanted = []
        start = time.process_time()
        found = like(large, embedder, tracks[seed].track_id, "faster", k)
        assert time.process_time() - start < 0.1
        assert {a.position for a in found} == set(wanted)
        likeness = [a.likeness for a in found]
        assert likeness == sorted(likeness, reverse=True)


def test_the_command_line_finds_by_title_what_is_calmer(starter, capsys):
    asked = [
        "like",
        "last bus blues",
        "--but",
        "calmer",
        "-k",
        "2",
        "--exclude",
        "violin",
        "--json",
    ]
    assert main(asked) == 0
    answer = json.loads(capsys.readouterr().out)
    places = {track.track_id: i for i, track in enumerate(starter.rankable())}
    energy = energies(starter, starter.rankable())
    seed = energy[places[answer["query"]["like"]]]
    assert len(answer["results"]) == 2 and answer["filters"]["left_out"] > 0
    assert all(energy[places[r["track_id"]]] < seed - 0.15 for r in answer["results"])
    assert all("violin" not in r["tags"] for r in answer["results"])


def test_a_track_that_is_not_there_is_one_line_and_status_2(capsys):
    assert main(["like", "No Such Song"]) == 2
    said = capsys.readouterr()
    assert "There is no track 'No Such Song'" in said.err and said.err.count("\n") == 1
    assert said.out == ""
