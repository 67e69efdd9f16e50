"""What every kind of source offers, and what it is given."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

from parvis.core.errors import ParvisError
from parvis.data.connectors.guarded import GuardedClient, Policy
from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.errors import Cancelled, TooLarge
from parvis.data.connectors.guarded.pace import Pace, PoliteClient


class InvalidSource(ParvisError):
    """An option of a source is missing, unknown or cannot be used."""

    code = "InvalidSource"
    status = 422


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a kind of source. ``secret`` ones are encrypted at rest and never shown again."""

    name: str
    help: str
    required: bool = False
    secret: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What happened to one file: ``fetched``, ``unchanged``, ``skipped``; ``path`` is where it lies, when fetched."""

    name: str
    status: str
    size: int = 0
    path: Path | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        path = str(self.path) if self.path else None
        return {"name": self.name, "status": self.status, "size": self.size, "path": path, "note": self.note}


@dataclass(frozen=True, slots=True)
class Fetch:
    """What one run found. ``state`` goes into the next run; ``unchanged``: there is nothing new, no file was kept."""

    files: tuple[FileOutcome, ...]
    state: Mapping[str, Any]
    unchanged: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The fetched files, in order."""
        return tuple(file.path for file in self.files if file.path is not None)


def _silent(name: str, size: int) -> None:
    """A progress that nobody reads."""


@dataclass(frozen=True)
class Reach:
    """How far a fetch may go: the policy of the network, the folders of this machine that may be read, politeness,
    a way to be cancelled, and ``progress(name, bytes so far)``."""

    policy: Policy = field(default_factory=Policy)
    folders: tuple[Path, ...] = ()
    pace: Pace = field(default_factory=Pace)
    cancel: Cancel = never
    progress: Callable[[str, int], None] = _silent

    @contextmanager
    def client(self) -> Iterator[PoliteClient]:
        """A polite guarded client for one run."""
        with GuardedClient(self.policy) as guarded:
            yield PoliteClient(guarded, self.pace)

    def check(self) -> None:
        """Raises Cancelled when somebody cancelled the run."""
        if self.cancel():
            raise Cancelled("The run was cancelled")


class Kind(Protocol):
    """One kind of source: what it is called, what it needs, and how it fetches."""

    name: ClassVar[str]
    title: ClassVar[str]
    help: ClassVar[str]
    options: ClassVar[tuple[Option, ...]]

    def __init__(self, options: Mapping[str, str]) -> None:
        """``options`` are checked and complete. Raises InvalidSource for values that cannot be used together."""

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """Bring what is new into the target folder, which is empty. Raises FetchError, OSError."""


def checked_options(kind: type[Kind], given: Mapping[str, str]) -> dict[str, str]:
    """All options of the kind, defaults filled in. Raises InvalidSource naming the option."""
    known = {option.name: option for option in kind.options}
    for name in given:
        if name not in known:
            raise InvalidSource(
                f"a source of kind {kind.name} has no option {name!r}", hint=f"options: {', '.join(known) or 'none'}"
            )
    values = {name: str(given.get(name, "")).strip() or option.default for name, option in known.items()}
    for name, option in known.items():
        if option.required and not values[name]:
            raise InvalidSource(f"a source of kind {kind.name} needs the option {name}", hint=option.help)
        if option.choices and values[name] not in option.choices:
            raise InvalidSource(f"{name} is {values[name]!r}; it can be {', '.join(option.choices)}")
    kind(values)
    return values


def number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    """The whole number of an option. Raises InvalidSource."""
    text = values[name]
    if not text.isdecimal() or not least <= int(text) <= most:
        raise InvalidSource(f"{name} is {text!r}; it is a number from {least} to {most}")
    return int(text)


def safe_name(name: str, fallback: str = "data") -> str:
    """A file name without path or control characters, at most 120 characters, its extension kept."""
    last = re.split(r"[/\\]", name.strip())[-1]
    kept = re.sub(r"[^\w.()\- ]", "_", last).strip(" .") or fallback
    stem, dot, extension = kept.rpartition(".")
    return kept if len(kept) <= 120 else f"{stem[:100]}{dot}{extension[:19]}"


def save(chunks: Iterator[bytes], target: Path, reach: Reach, *, most: int | None = None) -> tuple[int, str]:
    """Write the chunks to the target; returns size and SHA-256. Raises Cancelled, TooLarge."""
    digest, size = hashlib.sha256(), 0
    limit = reach.policy.max_decompressed if most is None else most
    with target.open("wb") as file:
        for chunk in chunks:
            reach.check()
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"{target.name} is larger than {limit:,} bytes")
            digest.update(chunk)
            file.write(chunk)
            reach.progress(target.name, size)
    return size, digest.hexdigest()
