"""How the licensor of an ODbL database reads its licence."""

from __future__ import annotations

from enum import StrEnum


class Profile(StrEnum):
    """Readings that licensors have published; STRICT when a licensor adopted none."""

    STRICT = "STRICT"
    ODF_2018 = "ODF-2018"
    NAP = "NAP"
    OSMF = "OSMF"
