"""The encoding of a text file, found on all of it; other than UTF-8, the file is rewritten once."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from parvis.data.ingest.errors import IngestError

_CHUNK = 4 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Bytes that Windows-1252 uses for quotes, dashes and the euro sign, and that Latin-1 leaves to control codes.
_WINDOWS = frozenset(range(0x80, 0xA0))
# A UTF-8 file may have a few broken places; a file of another encoding breaks at each accent.
_BROKEN_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file in UTF-8 without mark or NUL: its path, the encoding it came in, what had to be mended."""

    path: Path
    encoding: str
    warnings: tuple[str, ...] = ()


def decoded(path: Path, scratch: Path, stated: str | None = None) -> Decoded:
    """The file in UTF-8: itself when it already is, else a copy in the scratch folder.

    Raises IngestError when a stated encoding is unknown.
    """
    if (stated is None or _known(stated) == "utf-8") and _marked(path) is None and _is_clean(path):
        return Decoded(path, "utf-8")
    encoding = _known(stated) if stated else _detect(path)
    target = scratch / "text.utf8"
    broken, nuls = _rewrite(path, target, encoding)
    warnings = []
    if broken:
        warnings.append(f"{broken:,} characters were not valid {encoding} and were replaced by �")
    if nuls:
        warnings.append(f"{nuls:,} NUL characters were removed")
    return Decoded(target, encoding.removesuffix("-sig"), tuple(warnings))


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise IngestError(f"{name!r} is not an encoding.", hint="such as utf-8, cp1252 or iso-8859-1") from error


def _marked(path: Path) -> str | None:
    """The encoding that a byte order mark announces."""
    with path.open("rb") as file:
        head = file.read(4)
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def _detect(path: Path) -> str:
    """The encoding of a file that is not clean UTF-8."""
    marked = _marked(path)
    if marked is not None:
        return marked
    broken, accents, windows = _census(path)
    if broken <= accents * _BROKEN_SHARE:
        return "utf-8"
    return "cp1252" if windows else "iso8859-1"


def _is_clean(path: Path) -> bool:
    """Whether the whole file is well-formed UTF-8 without NUL, which the engine cannot read."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if b"\x00" in chunk:
                    return False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _census(path: Path) -> tuple[int, int, bool]:
    """Broken places of the file read as UTF-8, its well-formed accents, and whether Windows' own bytes appear."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = accents = 0
    windows = False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if chunk.isascii():
                decoder.reset()
                continue
            text = decoder.decode(chunk)
            bad = text.count("\ufffd")
            broken += bad
            accents += len(chunk.translate(None, bytes(range(0x80)))) // 2 - bad
            windows = windows or bool(bad and _WINDOWS.intersection(chunk))
    return broken, max(accents, 0), windows


def _rewrite(source: Path, target: Path, encoding: str) -> tuple[int, int]:
    """Write the file as UTF-8; returns how many characters were broken, and how many were NUL."""
    broken = nuls = 0
    # Bytes that the encoding does not know become the replacement character, and are counted.
    with (
        source.open(encoding=encoding, errors="replace", newline="") as reader,
        target.open("w", encoding="utf-8", newline="") as writer,
    ):
        while text := reader.read(_CHUNK):
            broken += text.count("\ufffd")
            nuls += text.count("\x00")
            writer.write(text.replace("\x00", ""))
    return broken, nuls
