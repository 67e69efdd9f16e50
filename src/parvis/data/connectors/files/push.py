"""Records that programs send; they wait in a spool, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from parvis.data.connectors.files.interface import Fetch, InvalidSource, Option, Reach


class Push:
    """The push door of a dataset."""

    name: ClassVar[str] = "push"
    title: ClassVar[str] = "Push"
    help: ClassVar[str] = "Records that programs add, update and delete by key, with a push key."
    options: ClassVar[tuple[Option, ...]] = (
        Option("key_fields", "Fields that identify a record, separated by commas.", required=True, example="code"),
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        if not all(part.strip() for part in options["key_fields"].split(",")):
            raise InvalidSource("key_fields are names separated by commas")

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """Nothing: the spool is folded by publishing."""
        return Fetch((), state, unchanged=True)
