"""Errors of the ingest: the file, the place, the way out. Nothing is published when one is raised."""

from __future__ import annotations

from parvis.core.errors import ParvisError


class IngestError(ParvisError):
    """A file cannot become a dataset."""

    code = "IngestError"
    status = 422


class UnknownFormat(IngestError):
    """The content is none of the formats that are read."""

    code = "IngestUnknownFormat"


class DamagedFile(IngestError):
    """The file is cut, corrupt or not what its name says."""

    code = "IngestDamagedFile"


class EmptyFile(IngestError):
    """There is nothing in the file."""

    code = "IngestEmptyFile"


class TooLarge(IngestError):
    """A limit is passed: columns, length of a line, depth, decompressed size."""

    code = "IngestTooLarge"


class UnsafeArchive(IngestError):
    """An archive holds what must not be unpacked: a path out of its folder, a link, archives without end."""

    code = "IngestUnsafeArchive"
