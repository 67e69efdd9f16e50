"""What several dialects state in the same words: licences, languages, frequencies, the portal, identifiers."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from parvis.data.licensing.facts import License
from parvis.data.metadata.dcat.licenses import known
from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Distribution
from parvis.data.metadata.vocabularies import codes

_SPDX = "https://spdx.org/licenses/"
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:?[0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def license_entry(description: Description) -> License | None:
    """The licence of the registry that a description states by name or address."""
    return known(description.license) or known(description.license_url)


def license_address(description: Description, *, spdx: bool = False) -> str | None:
    """Its address: at SPDX when asked and listed there, else as stated, else that of the registry."""
    entry = license_entry(description)
    if spdx and entry is not None and entry.identifiers.spdx:
        return f"{_SPDX}{entry.identifiers.spdx[0]}.html"
    return description.license_url or (entry.page if entry is not None else None)


def license_names(text: str | None, url: str | None) -> dict[str, Any]:
    """Members ``license`` and ``license_url`` of what a document states: a name, an address, or an address as name."""
    if text and url is None and text.startswith(("http://", "https://")):
        text, url = None, text
    entry = known(url) if text is None else None
    return {"license": text or (entry.name.in_("fr") if entry is not None else None), "license_url": url}


# Codes of libraries, which records of geography use, and of maintenance, which the list does not hold.
_LIBRARIES = {"fre": "fr", "ger": "de", "dut": "nl", "gre": "el", "cze": "cs", "slo": "sk", "rum": "ro", "baq": "eu"}
_MAINTENANCE = {"continual": "UPDATE_CONT", "biannually": "ANNUAL_2", "asNeeded": "AS_NEEDED"}


def language(stated: str | None) -> str | None:
    """Two letters of a language of the list, else as stated."""
    if stated in _LIBRARIES:
        return _LIBRARIES[stated]
    found = codes.language(stated)
    return next((key for key, code in codes.listed("languages").items() if code is found), stated)


def frequency(description: Description, list_: str) -> str | None:
    """The frequency in the codes of a list (``udata``, ``iso``, ``repeat``); None when it has none."""
    found = codes.frequency(description.update_frequency)
    return None if found is None else found.facts.get(list_)


def frequency_read(stated: str | None) -> str | None:
    """The frequency that a code means, by its French label; as stated when the list does not know it."""
    found = codes.frequency(_MAINTENANCE.get(stated or "", stated))
    return stated if found is None else found.labels["fr"]


def format_name(named: str | None, media_type: str | None) -> str | None:
    """Our name of a format, of what a document calls it or of its media type; in lower case when the list lacks it."""
    found = codes.file_type(named, media_type)
    if found is None:
        return named.lower() if named else None
    name = codes.format_name(found)
    # Both have one media type; without a geometry it is the plain one.
    return "parquet" if name == "geoparquet" and (named or "").lower() != name else name


def media_type(file: Distribution) -> str | None:
    """The media type of a file, else that of its format."""
    found = codes.file_type(file.format)
    return file.media_type or (found.facts["media_type"] if found is not None else None)


def portal(description: Description) -> str | None:
    """The root of the portal that a dataset is on, of its address."""
    parts = urlsplit(description.iri or description.landing_page or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def identity(description: Description) -> str:
    """What names the dataset for ever."""
    return description.iri or description.identifier or description.name or description.title


def uuid_of(text: str) -> str:
    """A UUID that is always the same for the same address."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, text))


def slug(text: str) -> str:
    """Lower case letters, digits and hyphens."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def instant(text: str | None) -> str | None:
    """A full instant of a day or an instant; None for what is neither."""
    found = (text or "").strip()
    return found if _INSTANT.fullmatch(found) else f"{found}T00:00:00Z" if _DAY.fullmatch(found) else None


def named(files: tuple[Distribution, ...]) -> Iterator[tuple[str, Distribution]]:
    """Each file with a name that no other has: letters, digits and hyphens of its identifier, title or format."""
    taken: set[str] = set()
    for file in files:
        name = slug(file.id or file.title or file.format or "") or "file"
        number, unique = 1, name
        while unique in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique)
        yield unique, file
