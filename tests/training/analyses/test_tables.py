"""What a user's CSV may be, and one sentence for what it may not."""

from __future__ import annotations

import pytest

from training.analyses.tables import read_rows
from viml_core.errors import InputError

COLUMNS = ("clip", "attribute", "value")


def test_columns_in_any_order_and_further_ones(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("note,value,clip,attribute\nx, beach ,a.mp4,scene\n", encoding="utf-8-sig")
    assert read_rows(path, COLUMNS) == [("a.mp4", "scene", "beach")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clip,value\na,b\n", "lacks the column attribute"),
        ("clip,attribute,value\na,b,c\na,b,\n", "Line 3 of .* has no value"),
        ("clip,attribute,value\na,b\n", "Line 2 of .* has no value"),
        ("clip,attribute,value\na,b,c\na,b,c\n", "Line 3 of .* repeats a,b,c"),
        ("clip,attribute,value\n", "has no rows"),
        ("", "lacks the column clip, attribute, value"),
    ],
)
def test_a_bad_table_is_one_sentence(tmp_path, text, told):
    path = tmp_path / "labels.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=told):
        read_rows(path, COLUMNS)


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(InputError, match="cannot be read as a CSV"):
        read_rows(path, COLUMNS)
    with pytest.raises(InputError, match="cannot be read as a CSV"):
        read_rows(tmp_path / "none.csv", COLUMNS)
