"""Which tracks are listed: real files in a real library, scores of our own."""

from __future__ import annotations

import numpy as np
import pytest

from tests.library import toy
from viml_core.calibration import ScoreMap
from viml_core.errors import LibraryError
from viml_core.listing import Scores, listed, none_fits, suggestions
from viml_core.types import MusicFeatures, Waveform


class NoteEncoder(toy.ToyEncoder):
    """How much of each semitone is heard: the same for two takes of a tune, else different."""

    def encode(self, waveform: Waveform) -> MusicFeatures:
        power = np.abs(np.fft.rfft(waveform.samples.mean(axis=0))) ** 2
        hz = np.arange(1, len(power)) * waveform.sample_rate_hz / (2 * (len(power) - 1))
        notes = np.rint(12 * np.log2(hz / 110)).astype(int).clip(-1, 60) + 1
        heard = np.sqrt(np.bincount(notes, power[1:], minlength=62))
        centred = (heard - heard.mean()).astype(np.float32)
        return MusicFeatures(centred[None], (), None, silent=not power.any())


@pytest.fixture(scope="module")
def music(tmp_path_factory):
    """Six tunes and, last, one of them a little louder and shorter: another take of the same."""
    folder = tmp_path_factory.mktemp("music")
    toy.write_songs(folder, 6)
    toy.write(folder / "again.wav", 1.01 * toy.song(2, 6.5))
    return folder


@pytest.fixture
def library(music, tmp_path):
    library = toy.make(tmp_path / "library")
    library.ingest([music], NoteEncoder())
    return library


def falling(library):
    """Scores by which `02` is best, its other take is second, and the rest follows by name."""
    names = [track.path.stem for track in library.rankable()]
    order = ["02", "again", "00", "01", "03", "04", "05"]
    return names, np.array([1.0 - 0.05 * order.index(name) for name in names], np.float32)


def test_another_take_of_the_first_track_comes_later_and_the_others_keep_their_order(library):
    names, raw = falling(library)
    diverse = [names[i] for i in listed(library, raw, 6)]
    assert diverse[0] == "02"
    assert diverse.index("again") >= 2
    assert [n for n in diverse if n != "again"][:5] == ["02", "00", "01", "03", "04"]
    plain = [names[i] for i in listed(library, raw, 6, diverse=False)]
    assert plain[:2] == ["02", "again"]


def test_the_whole_library_comes_in_the_plain_order(library):
    names, raw = falling(library)
    for k in (7, 99):
        assert [names[i] for i in listed(library, raw, k)][:2] == ["02", "again"]


def test_a_file_that_is_gone_neither_appears_nor_pushes_its_other_take_back(library, tmp_path):
    names, raw = falling(library)
    gone = next(t.path for t in library.rankable() if t.path.stem == "02")
    gone.rename(tmp_path / "away")
    try:
        assert [names[i] for i in listed(library, raw, 3)] == ["again", "00", "01"]
    finally:
        (tmp_path / "away").rename(gone)


def test_each_track_keeps_the_score_of_its_own(library):
    names, raw = falling(library)
    scores = Scores(raw, video=-raw, text=None)
    halfway = ScoreMap(slope=4.0, intercept=-3.0, nothing_fits_below=0.6)
    results = suggestions(library, listed(library, raw, 6), scores, halfway)
    assert [r.rank for r in results] == [1, 2, 3, 4, 5, 6]
    for result in results:
        own = raw[names.index(result.track.path.stem)]
        assert result.raw_score == pytest.approx(own)
        assert result.score == pytest.approx(1 / (1 + np.exp(-(4 * own - 3))))
        assert result.video_score == pytest.approx(-own)
        assert result.text_score is None
    assert sorted((r.score for r in results), reverse=True) != [r.score for r in results]


@pytest.mark.parametrize(("below", "says"), [(0.7, False), (0.75, True)])
def test_nothing_fits_where_even_the_best_is_unlikely(library, below, says):
    _, raw = falling(library)  # the best has 1.0, so a chance of 0.731
    some = ScoreMap(slope=4.0, intercept=-3.0, nothing_fits_below=below)
    rows = listed(library, raw, 3)
    assert none_fits(suggestions(library, rows, Scores(raw, None, None), some), some) is says
    assert not none_fits(suggestions(library, rows, Scores(raw, None, None), None), None)


def test_a_library_of_silence_alone_cannot_answer(tmp_path):
    toy.write(tmp_path / "music" / "silence.wav", np.zeros(toy.RATE_HZ, np.float32))
    library = toy.make(tmp_path / "library")
    library.ingest([tmp_path / "music"], toy.ToyEncoder())
    with pytest.raises(LibraryError, match="no track that can be suggested"):
        listed(library, np.empty(0, np.float32), 3)
