"""Reading tagged items: what is kept, and one sentence for each thing that can be wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.synthesis.examples import ROWS, items, write_items
from training.synthesis.items import TaggedItem, item_seed, read_items
from viml_core.errors import InputError

GOOD = {"id": "x", "genres": {"rock": 0.5}, "moods": {}, "instruments": {}}


def test_items_come_back_as_written(tmp_path):
    assert read_items(write_items(tmp_path / "i.jsonl"), with_text=True) == items()


def test_only_line_breaks_part_lines(tmp_path):
    path = tmp_path / "i.jsonl"
    row = GOOD | {"text": "One\u2028text,\x85one item."}
    path.write_text("\ufeff" + json.dumps(row, ensure_ascii=False) + "\r\n")
    (item,) = read_items(path)
    assert item.text == row["text"]


def test_the_digest_is_of_what_was_heard():
    item = items()[0]
    assert replace(item, text="x", id="y").digest == item.digest
    assert replace(item, genres=dict(reversed(item.genres.items()))).digest == item.digest
    assert replace(item, genres=item.genres | {"rock": 0.813}).digest != item.digest
    assert replace(item, genres=item.moods, moods=item.genres).digest != item.digest


def test_tags_above_the_threshold_are_kept_most_certain_first():
    item = TaggedItem("x", {"a": 0.3, "b": 0.31, "c": 0.9}, {"d": 0.0}, {"e": 1.0, "f": 1.0})
    assert item.above(0.3).names == ("c", "b", "e", "f")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"moods": None}, "'moods' must be an object"),
        ({"moods": ["sad"]}, "'moods' must be an object"),
        ({"tempo": {"fast": 0.5}}, "'tempo' is not a category"),
        ({"genres": {"rock": 1.5}}, "the confidence of 'rock' is 1.5"),
        ({"genres": {"rock": -0.1}}, "the confidence of 'rock' is -0.1"),
        ({"genres": {"rock": float("nan")}}, "the confidence of 'rock' is nan"),
        ({"genres": {"rock": True}}, "the confidence of 'rock' is True"),
        ({"genres": {"rock": "0.5"}}, "the confidence of 'rock' is '0.5'"),
        ({"genres": {}}, "'x' is empty"),
        ({"id": 7}, "the id must be a text"),
        ({"text": 7}, "must be words"),
        ({"text": "\ud83d"}, "surrogates not allowed"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path, change, told):
    path = write_items(tmp_path / "i.jsonl", [ROWS[0], GOOD | change])
    with pytest.raises(InputError) as error:
        read_items(path)
    assert told in str(error.value)
    assert "Line 2 of " in str(error.value)


@pytest.mark.parametrize("field", list(GOOD))
def test_a_missing_field_is_named(tmp_path, field):
    row = {name: value for name, value in GOOD.items() if name != field}
    with pytest.raises(InputError, match=f"the field '{field}' is missing"):
        read_items(write_items(tmp_path / "i.jsonl", [row]))


def test_a_persons_text_is_needed_where_it_is_asked_for(tmp_path):
    path = write_items(tmp_path / "i.jsonl", [GOOD])
    assert read_items(path)[0].text is None
    with pytest.raises(InputError, match="the field 'text' is missing"):
        read_items(path, with_text=True)
    write_items(path, [GOOD | {"text": " "}])
    with pytest.raises(InputError, match="must be words"):
        read_items(path, with_text=True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "has no items"),
        (b"[1]\n", "an object is needed"),
        (b"{\n", "Line 1 of"),
        (b"\xff\xfe", "cannot be read"),
        (json.dumps(GOOD).encode() + b"\n" + json.dumps(GOOD).encode(), "repeats the id 'x'"),
    ],
)
def test_a_file_that_is_no_list_of_items(tmp_path, content, told):
    path = tmp_path / "i.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_items(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_items(tmp_path / "none.jsonl")


@given(st.integers(), st.text(), st.integers(0, 9))
def test_a_seed_belongs_to_an_item_and_a_draw(seed, name, draw):
    mine = item_seed(seed, name, draw)
    assert 0 <= mine < 2**31
    assert mine == item_seed(seed, name, draw)
    assert mine != item_seed(seed + 1, name, draw)
    assert mine != item_seed(seed, name, draw + 1)
