"""What has to be read of a source: the file itself, or the tables of an archive or a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, UnknownFormat, UnsafeArchive
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.source.formats import FORMATS, detect, misnamed
from parvis.data.ingest.source.unpacking import Budget, packing, unpack

# Zip files that a reader opens itself.
_CONTAINERS = ("xlsx", "ods", "gtfs")
_LISTED = 20
# The parts of a shapefile beside its geometries, and what only describes data.
_BESIDE = frozenset(
    {".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".fbn", ".fbx", ".ain", ".aih", ".atx", ".ixs", ".mxs"}
    | {".qmd", ".qml", ".qgz", ".sld", ".lyr", ".md", ".rtf", ".doc", ".docx", ".pdf", ".odt", ".html", ".htm"}
    | {".png", ".jpg", ".jpeg", ".gif", ".svg", ".tif", ".tiff", ".css", ".js", ".xsd", ".sha256", ".md5", ".exe"}
)
_README = ("readme", "lisezmoi", "lisez-moi", "license", "licence", "datapackage", "metadata", "changelog")


@dataclass(frozen=True, slots=True)
class Opened:
    """The format, the files of this format to read one after the other, and what to tell of the choice."""

    format: str
    files: tuple[Path, ...]
    warnings: tuple[str, ...] = ()
    inside: str | None = None


def opened(source: Path, scratch: Path, options: IngestOptions) -> Opened:
    """Find the tables of a source, unpacked in the scratch folder when they are packed.

    A folder or an archive may hold several files of one format: they are parts of one dataset. ``options.sheet`` then
    names one of them. Raises IngestError when there are several tables of different formats, EmptyFile when there is
    none, and the errors of unpacking.
    """
    if source.is_dir():
        return _chosen(source.name, source, _listed(source), options)
    kind = packing(source)
    if kind is None or (kind == "zip" and detect(source) in _CONTAINERS):
        found = detect(source, options.format)
        return Opened(found, (source,), misnamed(source, found))
    folder = scratch / "unpacked"
    budget = Budget(source.name, source.stat().st_size, options.limits)
    _unpack_all(source, kind, folder, budget, 1)
    return _chosen(source.name, folder, _listed(folder), options)


def _unpack_all(path: Path, kind: str, folder: Path, budget: Budget, depth: int) -> None:
    """Unpack an archive and the archives in it, each in a folder of its own."""
    if depth > budget.limits.nesting:
        message = f"{budget.name} holds archives inside archives beyond {budget.limits.nesting} levels."
        raise UnsafeArchive(message, hint="pack the data files alone")
    for number, member in enumerate(unpack(path, kind, folder, budget)):
        inner = packing(member)
        if inner is None or (inner == "zip" and _is_container(member)):
            continue
        _unpack_all(member, inner, member.parent / f"{member.stem}-{number}.unpacked", budget, depth + 1)
        member.unlink()


def _is_container(path: Path) -> bool:
    try:
        return detect(path) in _CONTAINERS
    except (UnknownFormat, EmptyFile, DamagedFile):
        return True


def _listed(folder: Path) -> Iterator[Path]:
    """The files that may be tables, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)
        readme = path.stem.lower().startswith(_README) and path.suffix.lower() in (".txt", ".md", ".json", ".xml", "")
        if path.is_file() and not (hidden or readme or path.suffix.lower() in _BESIDE or path.is_symlink()):
            yield path


def _chosen(name: str, folder: Path, paths: Iterable[Path], options: IngestOptions) -> Opened:
    known = {path: format_ for path in paths if (format_ := _format(path)) in FORMATS}
    if not known:
        raise EmptyFile(f"{name} holds no table.", hint="it must hold a file of a format that is read")
    named = {path.relative_to(folder).as_posix(): path for path in known}
    asked = next((p for n, p in named.items() if options.sheet and options.sheet in (n, p.name, p.stem)), None)
    if asked is not None:
        return Opened(detect(asked, options.format), (asked,), inside=asked.name)
    formats = {options.format} if options.format else set(known.values())
    # Documents that stand beside data mostly describe them.
    formats = formats if len(formats) == 1 else formats - {"xml"}
    if len(formats) > 1:
        listed = ", ".join(list(named)[:_LISTED])
        raise IngestError(f"{name} holds tables of several formats.", hint=f"name one of them as the sheet: {listed}")
    files = tuple(path for path, format_ in known.items() if format_ in formats or options.format)
    (format_,) = formats
    left = [path.name for path in known if path not in files]
    warnings = (f"left out of {name}: {', '.join(left[:_LISTED])}",) if left else ()
    return Opened(str(format_), files, warnings, ", ".join(path.name for path in files[:_LISTED]))


def _format(path: Path) -> str | None:
    try:
        return detect(path)
    except (UnknownFormat, EmptyFile, DamagedFile):
        return None
