"""The checkpoint reader on bundles written here by the format's rules, and on the real ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viml_core import weights
from viml_core.errors import WeightsError
from viml_core.features.tensorbundle import read_bundle

MAGIC = bytes.fromhex("57fb808b247547db")


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def block(entries: list[tuple[bytes, bytes]]) -> bytes:
    """Entries with shared prefixes, one restart point, no compression, a checksum nobody reads."""
    body, last = b"", b""
    for key, value in entries:
        shared = next((i for i, (a, b) in enumerate(zip(key, last, strict=False)) if a != b), 0)
        body += varint(shared) + varint(len(key) - shared) + varint(len(value))
        body += key[shared:] + value
        last = key
    return body + (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + b"\0" + b"\0" * 4


def write_bundle(folder: Path, arrays: dict[str, np.ndarray]) -> tuple[Path, Path]:
    data, entries = b"", [(b"", field(1, 1))]
    for name, array in sorted(arrays.items()):
        shape = b"".join(field(2, field(1, side)) for side in array.shape)
        dtype = 1 if array.dtype == np.float32 else 9
        raw = array.tobytes()
        offset = field(4, len(data)) if data else b""  # zeros are left out, as by protobuf
        entry = field(1, dtype) + field(2, shape) + offset + field(5, len(raw))
        entries.append((name.encode(), entry + varint(6 << 3 | 5) + b"\1\2\3\4"))
        data += raw
    table = block(entries)
    handle = varint(0) + varint(len(table) - 5)
    index_at = len(table)
    index = block([(b"\xff", handle)])
    footer = varint(0) + varint(0) + varint(index_at) + varint(len(index) - 5)
    footer += b"\0" * (40 - len(footer)) + MAGIC
    paths = folder / ".index", folder / ".data"
    paths[0].write_bytes(table + index + footer)
    paths[1].write_bytes(data)
    return paths


def test_a_written_bundle_is_read_back(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    arrays = {
        "conv/kernel": rng.standard_normal((3, 2, 1, 5)).astype(np.float32),
        "conv/bias": rng.standard_normal(5).astype(np.float32),
        "conv_1/kernel": rng.standard_normal((300, 2)).astype(np.float32),
        "scalar": np.float32(2.5).reshape(()),
    }
    read = read_bundle(*write_bundle(tmp_path, arrays | {"step": np.arange(3, dtype=np.int64)}))
    assert set(read) == set(arrays)  # integers are left out
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)
        assert read[name].shape == array.shape


@pytest.mark.parametrize(
    ("index", "data"),
    [
        (weights.MUSICNN_MSD_INDEX, weights.MUSICNN_MSD_DATA),
        (weights.MUSICNN_MTT_INDEX, weights.MUSICNN_MTT_DATA),
    ],
)
def test_the_real_bundles_hold_150_variables_that_fill_the_data(
    index: weights.WeightFile, data: weights.WeightFile
) -> None:
    path = weights.find(data)
    variables = read_bundle(weights.find(index), path)
    assert len(variables) == 150
    assert sum(array.nbytes for array in variables.values()) == path.stat().st_size
    assert variables["conv2d/kernel"].shape == (7, 38, 1, 204)
    assert all(np.isfinite(array).all() for array in variables.values())


@pytest.mark.parametrize("damage", ["cut", "no footer", "empty", "short data"])
def test_damaged_bundles_are_an_error_that_names_the_file(tmp_path: Path, damage: str) -> None:
    index, data = write_bundle(tmp_path, {"a": np.ones(4, np.float32)})
    whole = index.read_bytes()
    if damage == "short data":
        data.write_bytes(b"")
    else:
        index.write_bytes({"cut": whole[20:], "no footer": whole[:-8], "empty": b""}[damage])
    with pytest.raises(WeightsError, match="index"):
        read_bundle(index, data)
