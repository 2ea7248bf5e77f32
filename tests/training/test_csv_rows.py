"""A person's CSV is read as it is, or refused in one sentence."""

from __future__ import annotations

import pytest

from training.csv_rows import read_csv
from viml_core.errors import InputError


def test_rows_are_read_whatever_the_spreadsheet_wrote(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes('\ufefffile,words,more\r\na.ogg,"calm, soft",x\r\nb.ogg\r\n'.encode())
    rows = read_csv(path, ("file", "words"))
    assert rows == [
        {"file": "a.ogg", "words": "calm, soft", "more": "x"},
        {"file": "b.ogg", "words": "", "more": ""},
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"file\na\n", "lacks the column words"),
        (b"", "lacks the column file, words"),
        (b"file,words\n\xff\xfe\n", "cannot be read as a CSV in UTF-8"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, content, says):
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        read_csv(path, ("file", "words"))


def test_a_missing_file_is_an_error_of_input(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_csv(tmp_path / "none.csv", ("file",))
