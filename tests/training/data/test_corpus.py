"""A corpus keeps what it was given, cuts the clips where it should, and refuses what is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from training.data.corpus import Corpus, Sentences
from training.data.triplets import Ragged
from viml_core.errors import InputError

LENGTHS = (2, 7, 5, 9)


def numbered(dim: int, lengths: Sequence[int] = LENGTHS) -> Ragged:
    """Segment s of item i is filled with 100 i + s, so a test sees where a window came from."""
    return Ragged.of(
        [
            np.full((n, dim), 100 * i, np.float32) + np.arange(n)[:, None]
            for i, n in enumerate(lengths)
        ]
    )


@pytest.fixture()
def corpus() -> Corpus:
    human = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)
    return Corpus(
        preset="toy",
        encoders={"music": "m"},
        ids=("a", "b", "ç", "d"),
        split=np.array([0, 0, 2, 2], np.int8),
        video=numbered(3),
        music=numbered(4),
        texts={
            "human": Sentences(np.array([1, 3]), human),
            "tags": Sentences(np.arange(4), np.ones((4, 2), np.float32)),
        },
        empty=np.zeros(2, np.float32),
        annotated_s=np.array([-1.0, -1.0, 0.0, 46.0], np.float32),
        genre=np.array([3, -1, 0, 3]),
        instruments=np.eye(4, dtype=np.uint8),
    )


def test_a_corpus_survives_the_disk(corpus, tmp_path):
    corpus.save(tmp_path / "c.safetensors")
    loaded = Corpus.load(tmp_path / "c.safetensors")
    assert loaded.ids == corpus.ids and loaded.preset == "toy" and not loaded.synthetic
    for i in range(4):
        np.testing.assert_array_equal(loaded.music[i], corpus.music[i])
    np.testing.assert_array_equal(loaded.texts["human"].vectors, [[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_array_equal(loaded.instruments, np.eye(4))
    assert [p.name for p in tmp_path.iterdir()] == ["c.safetensors"]


def test_triplets_of_a_route_are_the_items_that_have_its_text(corpus):
    triplets = corpus.triplets("human", "test")
    assert triplets.rows[:, 0].tolist() == triplets.rows[:, 2].tolist() == [3]
    np.testing.assert_array_equal(triplets.text[triplets.rows[0, 1]], [3.0, 4.0])
    without = corpus.triplets(None, "test")
    assert without.rows[:, 0].tolist() == [2, 3]
    np.testing.assert_array_equal(without.text[without.rows[:, 1]], np.zeros((2, 2)))


def test_clips_are_the_30_s_around_the_annotated_10_s_or_the_middle(corpus):
    clips = corpus.clips()
    assert clips.music[0][:, 0].tolist() == [0, 1]  # shorter than a clip: whole
    assert clips.video[1][:, 0].tolist() == [102, 103, 104]  # not annotated: the middle
    assert clips.video[2][:, 0].tolist() == [200, 201, 202]  # at the very start
    assert clips.music[3][:, 0].tolist() == [304, 305, 306]  # begins at 36 s, nearest to 4


def test_a_clip_and_its_track_do_not_drift_apart(corpus):
    longer = replace(corpus, video=numbered(3, (2, 6, 8, 9)), annotated_s=None)
    clips = longer.clips()
    for i, segments in enumerate(([0, 1], [101, 102, 103], [201, 202, 203], [303, 304, 305])):
        assert clips.video[i][:, 0].tolist() == clips.music[i][:, 0].tolist() == segments


def test_a_route_or_split_that_is_not_there_is_named(corpus):
    with pytest.raises(InputError, match=r"no texts of the route 'poems' \(it has: human, tags\)"):
        corpus.triplets("poems", "train")
    with pytest.raises(InputError, match="no item in the split 'validation'"):
        corpus.triplets(None, "validation")


@pytest.mark.parametrize("part", ["video", "music", "empty", "text.human"])
def test_features_that_are_not_numbers_are_refused(corpus, tmp_path, part):
    corpus.save(tmp_path / "c")
    broken(tmp_path / "c", lambda arrays: arrays[part].ravel().__setitem__(0, np.nan))
    with pytest.raises(InputError, match=f"NaN or infinite in '{part}'"):
        Corpus.load(tmp_path / "c")


@pytest.mark.parametrize("name", ["ids", "split", "music", "video_offsets", "text_items.human"])
def test_a_missing_array_is_named(corpus, tmp_path, name):
    corpus.save(tmp_path / "c")
    broken(tmp_path / "c", lambda arrays: arrays.pop(name))
    with pytest.raises(InputError, match=f"lacks the array '{name}'"):
        Corpus.load(tmp_path / "c")


def test_ids_that_are_damaged_are_a_sentence(corpus, tmp_path):
    corpus.save(tmp_path / "c")
    broken(tmp_path / "c", lambda arrays: arrays["ids"].__setitem__(0, 0))
    with pytest.raises(InputError, match="is damaged"):
        Corpus.load(tmp_path / "c")


@pytest.mark.parametrize("kept", [0, 5, 100, -1])
def test_a_file_cut_short_is_refused(corpus, tmp_path, kept):
    corpus.save(tmp_path / "c")
    (tmp_path / "c").write_bytes((tmp_path / "c").read_bytes()[:kept])
    with pytest.raises(InputError, match="cut short"):
        Corpus.load(tmp_path / "c")


def test_another_safetensors_file_and_no_file_are_refused(tmp_path):
    save_file({"x": np.zeros(1)}, tmp_path / "x")
    with pytest.raises(InputError, match="not a corpus"):
        Corpus.load(tmp_path / "x")
    with pytest.raises(InputError, match="not a readable corpus"):
        Corpus.load(tmp_path / "none")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"split": np.zeros(3, np.int8)}, "4 ids, but 3 rows of 'split'"),
        ({"ids": ("a", "b", "c", "a")}, "an id more than once"),
        ({"split": np.array([0, 1, 2, 3])}, "a split other than 0..2: train, validation, test"),
        ({"genre": np.zeros(5, np.int64)}, "4 ids, but 5 rows of 'genre'"),
        ({"video": Ragged(np.ones((4, 3)), np.array([0, 1, 1, 3, 4]))}, "at least one segment"),
        ({"texts": {"t": Sentences(np.array([2, 1]), np.ones((2, 2)))}}, "ascending"),
        ({"texts": {"t": Sentences(np.array([1]), np.ones((1, 3)))}}, "shape"),
    ],
)
def test_parts_that_do_not_fit_together_are_never_written(corpus, tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        replace(corpus, **change).save(tmp_path / "c")
    assert not list(tmp_path.iterdir())


def broken(path, change) -> None:
    """Rewrite the file with its arrays changed, its metadata kept."""
    from safetensors import safe_open

    with safe_open(path, "np") as file:
        metadata = file.metadata()
    arrays = load_file(path)
    change(arrays)
    save_file(arrays, path, metadata)
