"""The encoding of a text file, found on all of it; the file is rewritten once when it is not plain UTF-8."""

from __future__ import annotations

import codecs
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.source.legacy import LIKELY, legacy

_CHUNK = 4 << 20
_HEAD = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Broken places for one accent in a UTF-8 file; a file of another encoding breaks at each accent.
_MIXED = 5
_MARK = "\ufeff"
_MARK_BYTES = codecs.BOM_UTF8
# Share of NUL among every second byte: a text in UTF-16 that mostly needs one byte.
_UTF16_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file in UTF-8 without mark or NUL: its path, the encoding it came in, what had to be mended."""

    path: Path
    encoding: str
    warnings: tuple[str, ...] = ()


def decoded(path: Path, scratch: Path, stated: str | None = None, *, trusting: bool = False) -> Decoded:
    """The file in UTF-8 with one kind of line end: itself when it already is, else a copy in the scratch folder.

    ``trusting`` looks for broken characters in the first block only, for a reader that finds the others.
    Raises IngestError when a stated encoding is unknown.
    """
    if (stated is None or _known(stated) == "utf-8") and announced(path) is None and _is_plain(path, trusting):
        return Decoded(path, "utf-8")
    encoding = _known(stated) if stated else announced(path) or _guessed(path)
    target = scratch / "text.utf8"
    broken, nuls, marks, others = _rewrite(path, target, "utf-8-sig" if encoding == "utf-8" else encoding)
    warnings = []
    if others:
        warnings.append(f"{others:,} characters were in Windows-1252 in a file in UTF-8, and were read as such")
    if marks:
        warnings.append(f"{marks:,} byte order marks in the middle of the file were removed")
    if broken:
        warnings.append(f"{broken:,} characters were not valid {encoding} and were replaced by �")
    if nuls:
        warnings.append(f"{nuls:,} NUL characters were removed")
    return Decoded(target, encoding.removesuffix("-sig"), tuple(warnings))


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name)
    except LookupError as error:
        raise IngestError(f"{name!r} is not an encoding.", hint="such as utf-8, cp1252 or iso-8859-1") from error
    # Python also calls codecs what is no encoding of texts, such as zlib.
    if not getattr(found, "_is_text_encoding", True):
        raise IngestError(f"{name!r} is not an encoding of texts.", hint="such as utf-8, cp1252 or iso-8859-1")
    return found.name


def announced(path: Path) -> str | None:
    """The encoding that the first bytes give away: a byte order mark, or the NULs of UTF-16."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[::2], head[1::2]
    if odd.count(0) > _UTF16_SHARE * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > _UTF16_SHARE * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _is_plain(path: Path, trusting: bool) -> bool:
    """Whether the whole file is well-formed UTF-8 without NUL, with one kind of line end: what the engine can read."""
    ends: set[str] = set()
    rest = b""
    trusted = False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            block = rest + chunk
            cut = _cut(block)
            rest, block = block[cut:], block[:cut]
            ends |= _line_ends(block)
            if b"\x00" in block or _MARK_BYTES in block or len(ends) > 1:
                return False
            if not (trusted or _is_utf8(block)):
                return False
            trusted = trusting
    ends |= _line_ends(rest)
    return len(ends) < 2 and b"\x00" not in rest and _is_utf8(rest)


def _line_ends(block: bytes) -> set[str]:
    """Which of the three kinds of line ends a block has."""
    returns = block.count(b"\r")
    if not returns:
        return {"feed"} if b"\n" in block else set()
    both, feeds = block.count(b"\r\n"), block.count(b"\n")
    found = {"both": both, "return": returns > both, "feed": feeds > both}
    return {name for name, there in found.items() if there}


def _cut(block: bytes) -> int:
    """Where a block may be cut: not inside a character, not between a return and its feed."""
    end = len(block)
    while end > len(block) - 4 and end > 0 and block[end - 1] & 0xC0 == 0x80:
        end -= 1
    if end > 0 and (block[end - 1] >= 0xC0 or block[end - 1] == 0x0D):
        end -= 1
    return end


def looks_utf8(path: Path) -> bool:
    """Whether the texts of a binary file (a dBase table) hold accents, or nothing but ASCII, in UTF-8."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not _is_utf8(chunk[: _cut(chunk)] if len(chunk) == _CHUNK else chunk):
                return False
    return True


def _is_utf8(block: bytes) -> bool:
    """Well-formedness, without the cost of building a text."""
    offsets = pa.py_buffer(np.array([0, len(block)], dtype=np.int64))
    array = pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(block))
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _guessed(path: Path) -> str:
    """The encoding of a file that is not plain UTF-8 and announces nothing."""
    broken, accents = _census(path)
    # Parts of the file may be of another encoding, which has hardly any character of UTF-8 by chance.
    if broken <= accents * _MIXED:
        return "utf-8"
    return legacy(path)


def _census(path: Path) -> tuple[int, int]:
    """Broken places of the file read as UTF-8, and its well-formed accents."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = accents = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            bad = text.count("\ufffd")
            broken += bad
            accents += len(chunk.translate(None, bytes(range(0x80)))) // 2 - bad
    return broken, max(accents, 0)


class _Others(threading.local):
    """Characters of another encoding that the decoding under way has met."""

    count = 0


_others = _Others()


def _in_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 but letters of Windows-1252 are read as those; one byte at a time."""
    assert isinstance(error, UnicodeDecodeError)
    letter = error.object[error.start : error.start + 1].decode("cp1252", "replace")
    if letter not in LIKELY:
        return "\ufffd", error.end
    _others.count += 1
    return letter, error.start + 1


codecs.register_error("parvis-windows", _in_windows)


def _rewrite(source: Path, target: Path, encoding: str) -> tuple[int, int, int, int]:
    """Write the file as UTF-8 with plain line ends; returns how many characters were broken, NUL, byte order marks, of
    another encoding."""
    broken = nuls = marks = 0
    _others.count = 0
    errors = "parvis-windows" if encoding.startswith("utf-8") else "replace"
    # Bytes that the encoding does not know become the replacement character, and are counted.
    with (
        source.open(encoding=encoding, errors=errors, newline=None) as reader,
        target.open("w", encoding="utf-8", newline="") as writer,
    ):
        while text := reader.read(_CHUNK):
            broken += text.count("\ufffd")
            nuls += text.count("\x00")
            marks += text.count(_MARK)
            # A text in UTF-16 may hold half characters that UTF-8 cannot write.
            writer.write(text.replace("\x00", "").replace(_MARK, "").encode("utf-8", "replace").decode("utf-8"))
    return broken, nuls, marks, _others.count
