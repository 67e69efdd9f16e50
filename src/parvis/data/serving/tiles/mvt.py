"""Mapbox Vector Tile 2.1, written from arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from parvis.data.serving.tiles.mercator import Array

EXTENT = 4096
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
POINT, LINE, POLYGON = 1, 2, 3
Value = str | int | float | bool | None


@dataclass(frozen=True)
class Layer:
    """Features of one layer, entry by entry: identifiers, kinds, commands of the geometry, attributes by key.

    ``commands`` holds the commands and parameters (already zigzag) of all features, ``ends`` where each one ends.
    """

    name: str
    ids: Array
    kinds: Array
    commands: Array
    ends: Array
    attributes: dict[str, Sequence[Value]] = field(default_factory=dict)


def points(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Kinds, commands and ends of single points in tile units."""
    commands = np.empty((len(x), 3), np.uint32)
    commands[:, 0] = 9
    commands[:, 1] = zigzag(x)
    commands[:, 2] = zigzag(y)
    return np.full(len(x), POINT), commands.reshape(-1), np.arange(1, len(x) + 1) * 3


def zigzag(values: Array) -> Array:
    """Signed integers as small unsigned ones."""
    signed = values.astype(np.int64)
    return ((signed << 1) ^ (signed >> 63)).astype(np.uint32)


def encode(layers: Sequence[Layer]) -> bytes:
    """The tile; layers without feature are left out, and a tile without layer has no byte."""
    return b"".join(_member(3, _layer(layer)) for layer in layers if len(layer.ids))


def _layer(layer: Layer) -> bytes:
    keys, values, tags, lengths = _tags(layer)
    parts = [b"\x78\x02", _member(1, layer.name.encode()), *_features(layer, tags, lengths)]
    parts += [_member(3, key.encode()) for key in keys]
    parts += [_member(4, value) for value in values]
    return b"".join([*parts, b"\x28", _varint(EXTENT)])


def _tags(layer: Layer) -> tuple[list[str], list[bytes], Array, Array]:
    """Keys, values, and the pairs of indexes of each feature with the number of bytes of each index (0: none)."""
    keys = list(layer.attributes)
    known: dict[tuple[type, Value], int] = {}
    indexes = np.zeros((len(layer.ids), 2 * len(keys)), np.uint64)
    present = np.zeros(indexes.shape, bool)
    for place, key in enumerate(keys):
        given = layer.attributes[key]
        indexes[:, 2 * place] = place
        indexes[:, 2 * place + 1] = [0 if v is None else known.setdefault((type(v), v), len(known)) for v in given]
        present[:, 2 * place : 2 * place + 2] = np.array([v is not None for v in given])[:, None]
    matrix, lengths = _varints(indexes.reshape(-1))
    lengths = np.where(present.reshape(-1), lengths, 0)
    return keys, [_value(value) for _, value in known], matrix, lengths


def _features(layer: Layer, tags: Array, tag_lengths: Array) -> list[bytes]:
    """The features: a head made for all of them at once, then the bytes of the geometry."""
    count = len(layer.ids)
    matrix, lengths = _varints(layer.commands)
    geometry = _bytes(matrix, lengths)
    ends = np.concatenate([[0], np.cumsum(lengths)])[layer.ends]
    sizes = np.diff(ends, prepend=0)
    tag_size = tag_lengths.reshape(count, -1).sum(1)
    pieces = [
        _constant(0x08, count),
        _varints(layer.ids),
        _constant(0x12, count, tag_size > 0),
        _optional(_varints(tag_size), tag_size > 0),
        (tags.reshape(count, -1), _shape_of(tag_lengths, tags.shape[1], count)),
        _constant(0x18, count),
        _varints(layer.kinds),
        _constant(0x22, count),
        _varints(sizes),
    ]
    heads = [(m, n if n.ndim == 2 else _mask(n, m.shape[1])) for m, n in pieces]
    within = sum((mask.sum(1) for _, mask in heads), np.zeros(count, np.int64))
    opening = [_constant(0x12, count), _varints(within + sizes)]
    heads = [(m, _mask(n, m.shape[1])) for m, n in opening] + heads
    mask = np.hstack([m for _, m in heads])
    head = np.hstack([m for m, _ in heads])[mask].tobytes()
    stops = np.cumsum(mask.sum(1))
    found: list[bytes] = []
    at = drawn = 0
    for stop, end in zip(stops.tolist(), ends.tolist(), strict=True):
        found += (head[at:stop], geometry[drawn:end])
        at, drawn = stop, end
    return found


def _constant(byte: int, count: int, present: Array | None = None) -> tuple[Array, Array]:
    lengths = np.ones(count, np.int64) if present is None else present.astype(np.int64)
    return np.full((count, 1), byte, np.uint8), lengths


def _optional(piece: tuple[Array, Array], present: Array) -> tuple[Array, Array]:
    return piece[0], np.where(present, piece[1], 0)


def _mask(lengths: Array, width: int) -> Array:
    return np.arange(width)[None, :] < lengths[:, None]


def _shape_of(lengths: Array, width: int, count: int) -> Array:
    return _mask(lengths, width).reshape(count, -1)


def _varints(values: Array) -> tuple[Array, Array]:
    """The bytes of each number, one line a number, and how many of them count."""
    rest = values.astype(np.uint64)
    lengths = np.ones(len(rest), np.int64)
    columns = []
    while True:
        columns.append((rest & np.uint64(0x7F)).astype(np.uint8))
        rest = rest >> np.uint64(7)
        if not rest.any():
            break
        lengths += rest > 0
        columns[-1] |= ((rest > 0).astype(np.uint8)) << 7
    return np.stack(columns, axis=1), lengths


def _bytes(matrix: Array, lengths: Array) -> bytes:
    return matrix[_mask(lengths, matrix.shape[1])].tobytes()


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _member(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _value(value: Value) -> bytes:
    """A value of the table: text, number or truth."""
    if isinstance(value, bool):
        return b"\x38" + (b"\x01" if value else b"\x00")
    if isinstance(value, int) and -(1 << 63) <= value < 1 << 63:
        return b"\x30" + _varint((value << 1) ^ (value >> 63))
    if isinstance(value, int | float):
        return b"\x19" + np.array([value], "<f8").tobytes()
    return _member(1, str(value).encode())
