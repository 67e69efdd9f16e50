"""The Croissant dialect, written on the schema.org one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.croissant.columns import fields_of, record_set
from parvis.data.metadata.croissant.context import STANDARD, VERSION, context
from parvis.data.metadata.description import Description
from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.documents import (
    Json,
    UnreadableMetadata,
    compact,
    dumped,
    json_object,
    objects,
    text,
    texts,
    unknown,
)
from parvis.data.metadata.parts import Distribution
from parvis.data.metadata.schema_org.dialect import COMMON, FILES
from parvis.data.metadata.schema_org.reading import KNOWN, dataset_of, read_common, read_download
from parvis.data.metadata.schema_org.writing import common, download
from parvis.data.metadata.vocabularies import codes

_PARQUET = "application/x-parquet"
_TABLES = ("parquet", "geoparquet", "csv")
_LIVE = ("UPDATE_CONT", "MIN", "HOURLY", "HRS", "CONT", "DAILY")
_KNOWN = KNOWN | {"conformsTo", "isLiveDataset", "citeAs", "recordSet"}


def write(description: Description) -> bytes:
    """The document. Data whose checksum is not known make the dataset a live one."""
    d = description
    files = [(name, file) for name, file in stated.named(d.distributions) if file.role in ("data", "alternative")]
    table = next(((name, kind) for kind in _TABLES for name, file in files if file.format == kind), None)
    creators = common(d).get("creator") or ([{"@type": "Organization", "name": d.publisher}] if d.publisher else None)
    return dumped(
        compact(
            {
                **d.extras.get(STANDARD, {}),
                "@context": context(stated.language(d.language) or "fr"),
                "@type": "sc:Dataset",
                "conformsTo": [VERSION, *(c for c in d.conforms_to if c != VERSION)],
                **common(d),
                "creator": creators,
                "datePublished": d.issued or d.created or d.modified,
                "keywords": list(dict.fromkeys((*d.keyword, *d.theme))),
                "license": stated.license_address(d, spdx=True) or d.license,
                "citeAs": d.citation or _citation(d),
                "isLiveDataset": _live(d, [file for _, file in files]),
                "distribution": [_file(name, file) for name, file in files],
                "recordSet": _records(d, *table) if table and d.fields else None,
            }
        )
    )


def _records(d: Description, name: str, kind: str) -> list[dict[str, Any]]:
    return [record_set(d.fields, name, nested=kind != "csv")]


def _citation(d: Description) -> str:
    """A reference in BibTeX; braces inside a text would end it."""
    said = {"title": d.title, "author": d.publisher, "year": (d.issued or d.modified or "")[:4], "url": d.landing_page}
    parts = (f"{name}={{{value.translate(_BRACES)}}}" for name, value in said.items() if value)
    return f"@misc{{{stated.slug(d.name or d.title) or 'dataset'}, {', '.join(parts)}}}"


_BRACES = str.maketrans("", "", "{}\\")


def _live(d: Description, files: list[Distribution]) -> bool | None:
    frequency = codes.frequency(d.update_frequency)
    often = frequency is not None and frequency.code.endswith(_LIVE)
    return True if often or any(file.checksum is None for file in files) else None


def _file(name: str, file: Distribution) -> dict[str, Any]:
    parquet = file.format in ("parquet", "geoparquet")
    known = {"sha256": file.checksum} if file.algorithm == "sha256" else {}
    known = {"md5": file.checksum} if file.algorithm == "md5" else known
    return download(file) | compact(
        {
            "@type": "cr:FileObject",
            "@id": name,
            "name": file.title or name,
            "encodingFormat": _PARQUET if parquet else stated.media_type(file) or "application/octet-stream",
            **known,
        }
    )


def read(content: bytes) -> Description:
    """The dataset of a document. Raises UnreadableMetadata."""
    found = dataset_of(json_object(content))
    if found is None:
        raise UnreadableMetadata("The document holds no Croissant dataset.")
    files = (f for value in objects(found.get("distribution")) if (f := _read_file(value)))
    return replace(
        read_common(found),
        **stated.license_names(text(found.get("license")), None),
        conforms_to=tuple(c for c in texts(found.get("conformsTo")) if not c.startswith(VERSION.rpartition("/")[0])),
        citation=text(found.get("citeAs")),
        distributions=tuple(files),
        fields=fields_of(found),
        extras=unknown(found, _KNOWN, STANDARD),
    )


def _read_file(found: Json) -> Distribution | None:
    """A file object; a set of files inside an archive has no address of its own."""
    made = read_download(found) if text(found.get("contentUrl")) else None
    if made is None:
        return None
    if made.media_type == _PARQUET:
        made = replace(made, format="parquet", media_type="application/vnd.apache.parquet")
    md5 = text(found.get("md5"))
    return replace(made, checksum=md5, algorithm="md5") if md5 and not made.checksum else made


def recognise(document: Any) -> bool:
    """A Dataset that conforms to a version of Croissant, or that has record sets."""
    found = dataset_of(document) if isinstance(document, Mapping) else None
    if found is None:
        return False
    return "recordSet" in found or any("mlcommons.org/croissant" in c for c in texts(found.get("conformsTo")))


CROISSANT = Dialect(
    name=STANDARD,
    title="Croissant 1.1",
    standard=VERSION,
    media_type='application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
    extension="croissant.json",
    members={
        **COMMON,
        "keyword": "`keywords`",
        "theme": "`keywords`, after the keywords",
        "license": "`license`, by its address",
        "license_url": "`license`, that of SPDX where it lists the licence",
        "conforms_to": "`conformsTo`, after the version of Croissant",
        "citation": "`citeAs`; a reference is made where none is stated",
        "distributions": "`distribution`, the files of data",
        "fields": "`recordSet.field`, columns of the Parquet file, else of the CSV file",
    },
    files={**FILES, "checksum": "`sha256` or `md5`", "algorithm": "`sha256` or `md5`"},
    lossy=frozenset(
        {"description", "keyword", "theme", "license", "license_url", "issued", "citation", "fields", "distributions"}
    ),
    write=write,
    read=read,
    recognise=recognise,
)
