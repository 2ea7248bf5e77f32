"""Reads a TensorFlow checkpoint (a TensorBundle) without TensorFlow.

A bundle is two files. `.index` is a sorted table in LevelDB's format: blocks of entries whose keys
share prefixes, then a block that says where the blocks are, then a footer of 48 bytes. Its values
are protocol buffers that say of each variable its type, its shape and its place in `.data`.
Formats: leveldb `doc/table_format.md`, tensorflow `core/protobuf/tensor_bundle.proto`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from viml_core.errors import WeightsError
from viml_core.types import FloatArray

_MAGIC = bytes.fromhex("57fb808b247547db")
_FOOTER_BYTES = 48
_UNCOMPRESSED = 0
_DT_FLOAT = 1
_VARINT, _FIXED64, _DELIMITED, _FIXED32 = 0, 1, 2, 5  # wire types of protocol buffers
_DTYPE, _SHAPE, _OFFSET, _SIZE = 1, 2, 4, 5  # field numbers of BundleEntryProto


def read_bundle(index: Path, data: Path) -> dict[str, FloatArray]:
    """All float variables of a bundle by name, as read-only arrays. Other types are left out.

    Raises WeightsError where the files are not a bundle of one uncompressed shard.
    """
    table, payload = index.read_bytes(), data.read_bytes()
    try:
        return dict(_variables(table, payload))
    except (IndexError, ValueError) as error:
        raise WeightsError(
            f"The checkpoint {index} cannot be read as a TensorBundle ({error}): "
            "reinstall the package that brought it."
        ) from error


def _variables(table: bytes, payload: bytes) -> Iterator[tuple[str, FloatArray]]:
    for key, value in _table_entries(table):
        entry = _message(value)
        if key == b"" or entry.get(_DTYPE) != _DT_FLOAT:  # the empty key is the bundle's header
            continue
        start, size = _integer(entry, _OFFSET), _integer(entry, _SIZE)
        flat = np.frombuffer(payload, np.dtype("<f4"), count=size // 4, offset=start)
        yield key.decode(), flat.reshape(_shape(entry.get(_SHAPE, b"")))


def _table_entries(table: bytes) -> Iterator[tuple[bytes, bytes]]:
    footer = table[-_FOOTER_BYTES:]
    if footer[-len(_MAGIC) :] != _MAGIC:
        raise ValueError("no table footer")
    handle = 0
    for _ in range(2):  # the handle of the meta index, which is empty here
        _, handle = _varint(footer, handle)
    for _, block_handle in _block_entries(table, footer[handle:]):
        yield from _block_entries(table, block_handle)


def _block_entries(table: bytes, handle: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of the block at `handle` (offset and size as varints)."""
    start, position = _varint(handle, 0)
    size, _ = _varint(handle, position)
    if table[start + size] != _UNCOMPRESSED:
        raise ValueError("a compressed block")
    block = table[start : start + size]
    restarts = int.from_bytes(block[-4:], "little")
    position, end, key = 0, size - 4 * (restarts + 1), b""
    while position < end:
        shared, position = _varint(block, position)
        unshared, position = _varint(block, position)
        length, position = _varint(block, position)
        key = key[:shared] + block[position : position + unshared]
        position += unshared
        yield key, block[position : position + length]
        position += length


def _varint(buffer: bytes, position: int) -> tuple[int, int]:
    """An integer of seven bits a byte, lowest first, and the position behind it."""
    value = shift = 0
    while True:
        byte = buffer[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == _VARINT:
            value, position = _varint(message, position)
            yield number, value
            continue
        if wire_type == _DELIMITED:
            length, position = _varint(message, position)
        else:
            length = {_FIXED32: 4, _FIXED64: 8}[wire_type]
        yield number, message[position : position + length]
        position += length


def _message(message: bytes) -> dict[int, int | bytes]:
    """Fields by number; of a repeated field the last one."""
    return dict(_fields(message))


def _integer(entry: dict[int, int | bytes], number: int) -> int:
    value = entry.get(number, 0)  # protocol buffers leave out zeros
    if not isinstance(value, int):
        raise ValueError(f"field {number} is not a number")
    return value


def _shape(message: int | bytes) -> tuple[int, ...]:
    if not isinstance(message, bytes):
        raise ValueError("a shape that is not a message")
    dims = [value for number, value in _fields(message) if number == 2 and isinstance(value, bytes)]
    return tuple(_integer(_message(dim), 1) for dim in dims)
