"""What is finished is kept, what a kill cut short is made again, what failed is tried again."""

from __future__ import annotations

import json
from dataclasses import replace
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.synthesis.examples import items, read_lines
from training.synthesis.records import Tally, Written, only_writer, read_records, write_missing
from viml_core.errors import InputError, StorageError


def write(item) -> Written:
    return Written(f"Text of {item.id}, größer.", {"n": 1})


def refuse(item) -> Written:
    return Written(None, {}, "no luck") if item.id == "b" else write(item)


def test_a_line_says_what_made_it(tmp_path):
    out = tmp_path / "new" / "out.jsonl"
    assert write_missing(items(), out, "tags", {"seed": 1}, write) == Tally(3, 0, 0)
    assert read_lines(out)[0] == {
        "id": "a",
        "route": "tags",
        "text": "Text of a, größer.",
        "item": items()[0].digest,
        "settings": {"seed": 1},
        "provenance": {"n": 1},
    }


def test_failed_items_are_reported_and_tried_again(tmp_path):
    out = tmp_path / "out.jsonl"
    assert write_missing(items(), out, "tags", {}, refuse) == Tally(2, 0, 1)
    assert [row.get("error") for row in read_lines(out)] == [None, "no luck", None]
    assert write_missing(items(), out, "tags", {}, write) == Tally(1, 2, 0)
    assert [row["id"] for row in read_lines(out)] == ["a", "c", "b"]


def test_a_file_cut_anywhere_is_completed_to_the_same_texts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cut")
    whole = folder / "whole.jsonl"
    write_missing(items(), whole, "tags", {}, write)
    data = whole.read_bytes()

    @given(st.integers(0, len(data)))
    def cut(length):
        out = folder / "out.jsonl"
        out.write_bytes(data[:length])
        tally = write_missing(items(), out, "tags", {}, write)
        assert out.read_bytes() == data
        # a last line that lacks nothing but its line break is whole
        assert tally.kept >= data[:length].count(b"\n")

    cut()


@pytest.mark.parametrize(("route", "settings"), [("data2text", {"seed": 1}), ("tags", {"seed": 2})])
def test_texts_of_another_run_are_not_mixed_in(tmp_path, route, settings):
    out = tmp_path / "out.jsonl"
    write_missing(items(), out, "tags", {"seed": 1}, write)
    before = out.read_bytes()
    with pytest.raises(InputError, match="name another --out"):
        write_missing(items(), out, route, settings, write)
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"id": [], "route": "tags"}',
        '{"id": "a"}',
        '{"id": "a", "route": "tags"}',
    ],
)
def test_a_line_that_is_no_text_is_named_and_the_file_is_left_alone(tmp_path, line):
    out = tmp_path / "out.jsonl"
    good = json.dumps({"id": "b", "route": "tags", "text": "x"})
    out.write_text(f"{good}\n{line}\n")
    with pytest.raises(InputError, match="Line 2 of"):
        write_missing(items(), out, "tags", {}, write)
    with pytest.raises(InputError, match="Line 2 of"):
        read_records(out)
    assert out.read_text() == f"{good}\n{line}\n"


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"):
        write_missing(items(), tmp_path / "file" / "out.jsonl", "tags", {}, write)


def test_texts_of_other_tags_are_not_kept(tmp_path):
    out = tmp_path / "out.jsonl"
    write_missing(items(), out, "tags", {}, write)
    before = out.read_bytes()
    retagged = [replace(items()[0], genres={"rock": 0.9}), *items()[1:]]
    with pytest.raises(InputError, match="of other tags than the items have now, 'a' first"):
        write_missing(retagged, out, "tags", {}, write)
    assert out.read_bytes() == before
    assert write_missing(retagged, out, "tags", {}, write, anew=True) == Tally(1, 2, 0)
    assert write_missing(items(), out, "tags", {"seed": 1}, write, anew=True) == Tally(3, 0, 0)


def test_two_processes_do_not_write_one_file(tmp_path):
    out = tmp_path / "out.jsonl"
    with only_writer(out):
        with pytest.raises(InputError, match="Another process is writing"):
            write_missing(items(), out, "tags", {}, write)
        assert not out.exists()
    assert write_missing(items(), out, "tags", {}, write).written == 3


def test_several_are_written_at_once_and_an_error_costs_none_of_them(tmp_path):
    out = tmp_path / "out.jsonl"
    together = Barrier(3, timeout=30)
    many = [replace(items()[0], id=str(i)) for i in range(9)]

    def fails(item) -> Written:
        together.wait()  # passes where three are under way
        if item.id == "1":
            raise InputError("gone")
        return write(item)

    with pytest.raises(InputError, match="gone"):
        write_missing(many[:3], out, "tags", {}, fails, at_once=3)
    assert {row["id"] for row in read_lines(out)} == {"0", "2"}
    assert write_missing(many, out, "tags", {}, write, at_once=3) == Tally(7, 2, 0)
    assert {row["id"]: row["text"] for row in read_lines(out)} == {
        item.id: write(item).text for item in many
    }


def test_nothing_more_is_begun_after_an_error(tmp_path):
    begun = []

    def fails(item) -> Written:
        begun.append(item.id)
        raise InputError("gone")

    many = [replace(items()[0], id=str(i)) for i in range(50)]
    with pytest.raises(InputError, match="gone"):
        write_missing(many, tmp_path / "out.jsonl", "tags", {}, fails, at_once=2)
    assert len(begun) == 2
