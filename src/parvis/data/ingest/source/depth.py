"""How deep a JSON text nests, told before a parser that would not survive it reads the text."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from parvis.data.ingest.errors import TooLarge

DEEPEST = 100
_CHUNK = 4 << 20
_LONGEST = 64 << 20
_KEPT = b'[]{}"\n'
_OTHERS = bytes(sorted(set(range(256)) - set(_KEPT)))
# A text of JSON never goes over a line end.
_TEXT = re.compile(rb'"[^"\n]*["\n]')
_STEPS = np.zeros(256, dtype=np.int8)
_STEPS[[ord("["), ord("{")]] = 1
_STEPS[[ord("]"), ord("}")]] = -1


def check_depth(path: Path, name: str) -> None:
    """Raises TooLarge when objects and lists nest deeper than DEEPEST, whether the text is well-formed or not."""
    depth = 0
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            # A backslash at the end may belong to what follows.
            while chunk.endswith(b"\\"):
                more = file.read(1)
                if not more:
                    break
                chunk += more
            bones = tail + chunk.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, _OTHERS)
            bare = _TEXT.sub(b"", bones)
            open_text = bare.rfind(b'"')
            tail, bare = (bare[open_text:], bare[:open_text]) if open_text >= 0 else (b"", bare)
            if len(tail) > _LONGEST:
                raise TooLarge(f"{name} has a text longer than {_LONGEST >> 20} MiB.")
            levels = depth + np.cumsum(_STEPS[np.frombuffer(bare, dtype=np.uint8)], dtype=np.int64)
            if not len(levels):
                continue
            # Closings without opening must not hide what opens later.
            levels -= np.minimum.accumulate(np.minimum(levels, 0))
            depth = int(levels[-1])
            if levels.max() > DEEPEST:
                raise TooLarge(f"{name} nests deeper than {DEEPEST} levels.", hint="publish the inner part")
