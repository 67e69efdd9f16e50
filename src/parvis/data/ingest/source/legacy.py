"""Which of the older encodings of one byte a text is in: the one in which its bytes make the likeliest letters."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

_CHUNK = 4 << 20
LIKELY = "éèêëàâäçùûüîïôöœæÉÈÊËÀÂÄÇÙÛÜÎÏÔÖŒÆñÑ"
_MARKS = "’‘“”–—…€°«»\u00a0²³·•"
_CANDIDATES = ("cp1252", "iso8859-15", "mac_roman", "cp850")
# Quotes, dashes and the euro sign of Windows-1252, which Latin-1 leaves to control codes.
_WINDOWS = slice(0x80, 0xA0)
# What is œ and € in Latin-9 is ½ and ¤ in Latin-1: a fraction does not start a word.
_LATIN_9 = re.compile(rb"(?<![0-9])\xbd[a-z]|[0-9 ]\xa4")


def legacy(path: Path) -> str:
    """The encoding of a text that is not UTF-8: cp1252, iso8859-1, iso8859-15, mac-roman or cp850."""
    counts = np.zeros(256, dtype=np.int64)
    latin_9 = False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            counts += np.bincount(np.frombuffer(chunk, dtype=np.uint8), minlength=256)
            latin_9 = latin_9 or bool(_LATIN_9.search(chunk))
    best = max(_CANDIDATES, key=lambda encoding: float(_weights(encoding) @ counts))
    if best in ("mac_roman", "cp850"):
        return best.replace("_", "-")
    if counts[_WINDOWS].sum():
        return "cp1252"
    return "iso8859-15" if latin_9 else "iso8859-1"


def _weights(encoding: str) -> np.ndarray:
    """How likely each byte is in a text of this encoding."""
    characters = bytes(range(256)).decode(encoding, "replace")
    weights = np.array([_weight(c) for c in characters])
    weights[:0x80] = 0
    return weights


def _weight(character: str) -> float:
    if character in LIKELY:
        return 1.0 if character.islower() else 0.5
    if character in _MARKS:
        return 0.3
    return 0.0 if character.isalpha() and character not in "ŽŠžšƒ" else -1.0
