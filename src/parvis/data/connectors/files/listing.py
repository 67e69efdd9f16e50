"""Folders anywhere: list, choose by pattern, see what changed, bring it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from parvis.data.connectors.files.interface import Fetch, FileOutcome, InvalidSource, Option, Reach, safe_name, save
from parvis.data.connectors.guarded.errors import RefusedByHost

MOST_FILES = 1000
PATTERN = Option("pattern", "Which files, by name: `*` and `?` stand for characters.", default="*", example="*.csv")
TAKE = Option(
    "take",
    "`last`: the last file by name; `newest`: the one changed last; `all`: all together are the dataset.",
    default="newest",
    choices=("newest", "last", "all"),
)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a folder: ``name`` is its path below the folder, ``mark`` changes when the file does."""

    name: str
    size: int
    changed: float
    mark: str


Read = Callable[[Remote], Iterator[bytes]]


def chosen(found: Iterable[Remote], pattern: str, take: str) -> list[Remote]:
    """The files of the pattern that make the dataset, by name. Raises InvalidSource beyond a thousand."""
    matching = sorted((f for f in found if matches(f.name, pattern)), key=lambda f: f.name)
    if take == "newest":
        matching = sorted(matching, key=lambda f: (f.changed, f.name))
    kept = matching if take == "all" else matching[-1:]
    if len(kept) > MOST_FILES:
        raise InvalidSource(f"{len(kept)} files match {pattern!r}; at most {MOST_FILES} make one dataset")
    return kept


def matches(name: str, pattern: str) -> bool:
    """Whether the last part of the name, or all of it, is of the pattern; hidden files only when it says so."""
    last = name.rpartition("/")[2]
    if last.startswith(".") and not pattern.rpartition("/")[2].startswith("."):
        return False
    return fnmatchcase(name if "/" in pattern else last, pattern)


def bring(
    found: Iterable[Remote], pattern: str, take: str, state: Mapping[str, Any], target: Path, reach: Reach, read: Read
) -> Fetch:
    """Bring the chosen files unless all are as the state knows them. Raises RefusedByHost when there is none."""
    kept = chosen(found, pattern, take)
    if not kept:
        raise RefusedByHost(
            f"no file matches {pattern!r}", status_code=404, hint="look at the folder and at the pattern"
        )
    marks = {remote.name: remote.mark for remote in kept}
    if marks == state.get("marks"):
        return Fetch(tuple(FileOutcome(r.name, "unchanged", r.size) for r in kept), state, unchanged=True)
    outcomes, digest = [], hashlib.sha256()
    for number, remote in enumerate(kept):
        # Files of different folders may share a name.
        path = target / (safe_name(remote.name) if len(kept) == 1 else f"{number:04}-{safe_name(remote.name)}")
        size, checksum = save(read(remote), path, reach)
        digest.update(f"{remote.name}\0{checksum}\n".encode())
        outcomes.append(FileOutcome(remote.name, "fetched", size, path))
    return settled(outcomes, {"marks": marks, "digest": digest.hexdigest()}, state)


def settled(outcomes: list[FileOutcome], found: Mapping[str, Any], before: Mapping[str, Any]) -> Fetch:
    """The fetch; unchanged when the content is the one of the run before, whatever the marks say."""
    if found["digest"] != before.get("digest"):
        return Fetch(tuple(outcomes), found)
    for outcome in outcomes:
        if outcome.path is not None:
            outcome.path.unlink(missing_ok=True)
    same = tuple(FileOutcome(o.name, "unchanged", o.size, note="same content") for o in outcomes)
    return Fetch(same, found, unchanged=True)
