"""Names inside ODSQL made from v1 parameters."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A field name between back quotes."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
