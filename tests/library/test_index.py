"""The vector index against a plain matrix product."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viml_core.errors import InputError
from viml_core.library.index import IndexConfig, VectorIndex
from viml_core.types import FloatArray

FLAT = IndexConfig()
HALF = IndexConfig(flat_max=0)
CELLS = IndexConfig(flat_max=0, half_max=0, cells=8, probes=4)
KINDS = pytest.mark.parametrize("config", [FLAT, HALF, CELLS], ids=["flat", "half", "cells"])


def unit_rows(seed: int, rows: int, dim: int = 16) -> FloatArray:
    vectors = np.random.default_rng(seed).standard_normal((rows, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def ids(count: int) -> list[str]:
    return [f"{i:016x}" for i in range(count)]


@given(
    rows=st.integers(0, 60),
    k=st.integers(1, 80),
    seed=st.integers(0, 2**32 - 1),
    repeated=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_search_is_the_sorted_matrix_product(rows: int, k: int, seed: int, repeated: bool) -> None:
    vectors = unit_rows(seed, rows)
    if repeated:
        vectors[rows // 2 :] = vectors[: rows - rows // 2]  # equal scores
    query = unit_rows(seed + 1, 1)[0]
    index = VectorIndex.build(ids(rows), vectors)
    expected = vectors @ query
    order = np.lexsort((np.arange(rows), -expected))[:k]
    hits = index.search(query, k)
    assert len(hits.positions) == min(k, rows)
    np.testing.assert_allclose(hits.scores, expected[order], atol=1e-6)
    np.testing.assert_allclose(index.scores(query), expected, atol=1e-6)
    if not repeated:
        np.testing.assert_array_equal(hits.positions, order)


@KINDS
def test_coarse_indices_give_exact_scores_and_nearly_all_of_the_best(config: IndexConfig) -> None:
    vectors = unit_rows(0, 4000)
    index = VectorIndex.build(ids(4000), vectors, config)
    found = 0
    for query in unit_rows(1, 50):
        hits = index.search(query, 10)
        exact = vectors @ query
        np.testing.assert_allclose(hits.scores, exact[hits.positions], atol=1e-6)
        assert (np.diff(hits.scores) <= 0).all()
        found += len(set(hits.positions) & set(np.argsort(-exact)[:10]))
        np.testing.assert_allclose(index.scores(query), exact, atol=1e-6)
    assert found / 500 >= (0.8 if config is CELLS else 1.0)  # noise has no cells: the worst case


@KINDS
def test_k_beyond_the_library_gives_all_of_it(config: IndexConfig) -> None:
    vectors = unit_rows(0, 300)
    hits = VectorIndex.build(ids(300), vectors, config).search(vectors[5], 10_000)
    assert sorted(hits.positions) == list(range(300))
    assert hits.positions[0] == 5


def test_cells_that_hold_too_few_do_not_cut_the_list_short() -> None:
    config = IndexConfig(flat_max=0, half_max=0, cells=20, probes=1)
    index = VectorIndex.build(ids(1000), unit_rows(0, 1000), config)
    assert len(index.search(unit_rows(1, 1)[0], 400).positions) == 400


@pytest.mark.parametrize("query", [np.ones(15), np.ones((1, 16)), np.full(16, np.nan)])
def test_a_query_of_another_shape_or_without_numbers_is_refused(query: FloatArray) -> None:
    index = VectorIndex.build(ids(3), unit_rows(0, 3))
    with pytest.raises(ValueError, match="query"):
        index.search(query, 1)
    with pytest.raises(ValueError, match="query"):
        index.scores(query)


@pytest.mark.parametrize("k", [0, -1])
def test_k_below_one_is_refused(k: int) -> None:
    with pytest.raises(InputError, match=str(k)):
        VectorIndex.build(ids(3), unit_rows(0, 3)).search(unit_rows(1, 1)[0], k)


def test_what_is_not_a_number_never_enters() -> None:
    vectors = unit_rows(0, 3)
    vectors[1, 2] = np.inf
    with pytest.raises(ValueError, match="finite"):
        VectorIndex.build(ids(3), vectors)
    with pytest.raises(ValueError, match="vectors"):
        VectorIndex.build(ids(4), unit_rows(0, 3))


@KINDS
def test_a_saved_index_answers_as_before(config: IndexConfig, tmp_path: Path) -> None:
    index = VectorIndex.build(ids(400), unit_rows(0, 400), config)
    index.save(tmp_path / "index")
    loaded = VectorIndex.load(tmp_path / "index", ids(400), 16)
    assert loaded is not None
    query = unit_rows(1, 1)[0]
    np.testing.assert_array_equal(
        loaded.search(query, 7).positions, index.search(query, 7).positions
    )
    np.testing.assert_array_equal(loaded.scores(query), index.scores(query))
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_damaged_or_foreign_file_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "index"
    VectorIndex.build(ids(50), unit_rows(0, 50)).save(path)
    content = path.read_bytes()
    assert VectorIndex.load(path, ids(49), 16) is None
    assert VectorIndex.load(path, ids(50), 17) is None
    assert VectorIndex.load(tmp_path / "nothing", ids(50), 16) is None
    flipped = bytearray(content)
    flipped[len(flipped) // 2] ^= 1
    for damaged in (b"", content[:20], content[:-1], content[: len(content) // 2], bytes(flipped)):
        path.write_bytes(damaged)
        assert VectorIndex.load(path, ids(50), 16) is None
