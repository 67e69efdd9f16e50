"""What a first visit weighs, compressed, in bytes."""

from __future__ import annotations

import gzip
from pathlib import Path

from parvis.web import ui

STATIC = Path(ui.__file__).parent / "static/ui"


def compressed(pattern: str) -> int:
    """Bytes of all files of this pattern after gzip."""
    return sum(len(gzip.compress(path.read_bytes())) for path in STATIC.rglob(pattern))


def test_styles_scripts_and_fonts_stay_light() -> None:
    assert 0 < compressed("*.css") <= 20_000
    assert 0 < compressed("*.js") <= 40_000
    assert 0 < sum(path.stat().st_size for path in STATIC.rglob("*.woff2")) <= 50_000
