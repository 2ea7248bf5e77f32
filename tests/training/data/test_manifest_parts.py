"""What manifests are made of: lists, texts, taggings and the table, each for itself."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.data.manifests.datasets import around, discrepancy, forced_splits
from training.data.manifests.sources import (
    Shares,
    TextClip,
    read_dead,
    read_ids,
    read_text_clips,
)
from training.data.manifests.table import COLUMNS, Row, read_manifest, write_manifest
from training.data.manifests.tagging import TaggingFolder, read_class_list
from viml_core.errors import InputError

arrow = pytest.importorskip("pyarrow", reason="manifests need pyarrow")
import pyarrow.parquet  # noqa: E402

MUSIC, SPEECH = "/m/04rlf", "/m/09x0r"


def lines(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n")
    return path


def test_a_published_file_is_counted_against_the_paper() -> None:
    told = discrepancy("test", 3169, 3169)
    assert "states 3,000" in told and "3,169 are in the published file" in told
    assert told.endswith("all 3,169 rows of it.") and "1,000" in discrepancy("train", 1, 1)


def test_the_window_moves_at_the_ends_of_the_file() -> None:
    assert around(TextClip("v", 2, 12, ""), 100) == (0, 30)
    assert around(TextClip("v", 50, 60, ""), 100) == (40, 70)
    assert around(TextClip("v", 88, 98, ""), 100) == (70, 100)
    assert around(TextClip("v", 5, 15, ""), 20) == (0, 20)


def test_a_longer_list_moves_no_video() -> None:
    shares = Shares()
    splits = [shares.split_of(f"video {i}") for i in range(20_000)]
    assert splits.count("test") / 20_000 == pytest.approx(0.10, abs=0.01)
    assert splits.count("validation") / 20_000 == pytest.approx(0.05, abs=0.01)
    few, _ = forced_splits({f"video {i}": None for i in range(10)}, [], shares)
    assert list(few.values()) == splits[:10]


def test_lists_that_contradict_themselves_are_refused(tmp_path: Path) -> None:
    def refuses(reader: Any, message: str, *rows: str) -> None:
        with pytest.raises(InputError, match=message):
            reader(lines(tmp_path / "list.csv", *rows))

    refuses(read_ids, "in two splits", "video_id,split", "a,train", "a,test")
    refuses(read_ids, "in the split 'dev'", "video_id,split", "a,dev")
    refuses(read_ids, "which is none", "video_id", "../../etc/passwd")
    refuses(read_ids, "lacks the column video_id", "id", "a")
    refuses(read_ids, "no video id", "video_id")
    refuses(read_text_clips, "lacks the column text", "video_id,start,end", "a,0,10")
    refuses(read_text_clips, "Row 2 of .* start 'x'", "video_id,start,end,text", "a,x,10,t")
    refuses(read_text_clips, "from 10 s to 5 s", "video_id,start,end,text", "a,10,5,t")
    refuses(read_text_clips, "Row 3 of .* no text", "video_id,start,end,text", "a,0,5,t", "b,0,5, ")
    refuses(read_class_list, "are not 0, 1, 2", "index,mid", "1,/m/a")
    with pytest.raises(InputError, match="cannot be read"):
        read_ids(tmp_path / "none.txt")


def test_lists_are_read_as_people_write_them(tmp_path: Path) -> None:
    listed = read_ids(lines(tmp_path / "IDS.CSV", "\ufeffvideo_id,split", "a , test", "b,", "c"))
    assert listed.splits == {"a": "test", "b": None, "c": None}
    listed = read_ids(lines(tmp_path / "ids.txt", "\ufeff# mine", "a", "", " b ", "a"))
    assert (listed.splits, listed.repeated) == ({"a": None, "b": None}, 1)
    assert read_dead(lines(tmp_path / "dead.txt", "\ufeffa  private", "b")) == {"a", "b"}


def test_taggings_that_are_none_are_refused(tmp_path: Path) -> None:
    folder = TaggingFolder(tmp_path, (MUSIC, SPEECH), 10.0)

    def refuses(message: str, name: str, values: Any) -> None:
        np.save(tmp_path / name, values)
        with pytest.raises(InputError, match=message):
            folder.read(tmp_path / name)

    refuses("outside 0..1", "logits.npy", np.full((3, 2), 1.5))
    refuses("outside 0..1", "nan.npy", np.full((3, 2), np.nan))
    refuses("shape", "shape.npy", np.zeros((3, 3)))
    refuses("not a tagger's output", "pickle.npy", np.array([{"a": 1}], dtype=object))
    compressed = tmp_path / "cut.npz"
    np.savez_compressed(compressed, probabilities=np.random.default_rng(0).random((999, 2)))
    content = bytearray(compressed.read_bytes())
    content[200:300] = bytes(100)
    compressed.write_bytes(content)
    np.savez(tmp_path / "rate.npz", probabilities=np.zeros((3, 2)), frame_rate_hz=[1.0, 2.0])
    for name in ("cut.npz", "rate.npz"):
        with pytest.raises(InputError, match=f"{name} is not a tagger's output"):
            folder.read(tmp_path / name)
    np.savez(tmp_path / "b.npz", probabilities=np.zeros((3, 1)), classes=[b"/m/x"])
    assert folder.read(tmp_path / "b.npz").classes == ("/m/x",)
    with pytest.raises(InputError, match="frame rate"):
        np.save(tmp_path / "a.npy", np.zeros((3, 2)))
        TaggingFolder(tmp_path, (MUSIC, SPEECH), None).read(tmp_path / "a.npy")
    with pytest.raises(InputError, match="frame rate"):
        TaggingFolder(tmp_path, (MUSIC, SPEECH), float("inf")).read(tmp_path / "a.npy")


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    rows = [
        Row("a", "a", "movieclips", "train", "missing"),
        Row("b@1.5", "b", "movieclips", "test", "ok", "", "/é.mp4", 1.5, 30.0, 60.0, "t", 2.0, 3.0),
    ]
    write_manifest(rows, tmp_path / "m.parquet")
    assert read_manifest(tmp_path / "m.parquet") == rows


def test_broken_manifests_are_one_sentence_each(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    row = Row("a", "a", "movieclips", "train", "ok", "", "/a.mp4", 0.0, 1.0, 1.0)
    with pytest.raises(InputError, match="'a' more than once"):
        write_manifest([row, row], path)
    write_manifest([row], path)
    table = pyarrow.parquet.read_table(path)
    for column in COLUMNS:
        pyarrow.parquet.write_table(table.drop_columns([column]), path)
        with pytest.raises(InputError, match=f"lacks the column {column};"):
            read_manifest(path)
    split = table.column_names.index("split")
    pyarrow.parquet.write_table(table.set_column(split, "split", [["dev"]]), path)
    with pytest.raises(InputError, match="unknown split or status at 'a'"):
        read_manifest(path)
    media = table.column_names.index("media")
    nothing = arrow.array([None], arrow.string())
    pyarrow.parquet.write_table(table.set_column(media, "media", nothing), path)
    with pytest.raises(InputError, match="not where its media"):
        read_manifest(path)
    for start_s, end_s in ((2.0, 1.0), (-1.0, 1.0), (float("nan"), 1.0), (0.0, float("inf"))):
        with pytest.raises(InputError, match=f"'a' from {start_s:g} s to {end_s:g} s"):
            write_manifest([replace(row, start_s=start_s, end_s=end_s)], tmp_path / "n.parquet")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match="is not a readable manifest"):
        read_manifest(path)


def test_csv_texts_survive_quotes_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    text = 'He says "la, la"\nand the strings answer'
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["video_id", "start", "end", "text"], ["v", "1", "11", text]])
    assert read_text_clips(path) == [TextClip("v", 1.0, 11.0, text)]
