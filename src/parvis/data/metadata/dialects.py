"""The dialects of metadata by name: a description written in each, read back, and documents told apart."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.core.errors import NotFound
from parvis.data.metadata.ckan.dialect import CKAN
from parvis.data.metadata.croissant.dialect import CROISSANT
from parvis.data.metadata.data_json.dialect import DATA_JSON
from parvis.data.metadata.data_package import DATA_PACKAGE
from parvis.data.metadata.description import Description
from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.documents import UnreadableMetadata, json_object, xml_root
from parvis.data.metadata.iso19139.dialect import ISO_19139
from parvis.data.metadata.schema_org.dialect import SCHEMA_ORG
from parvis.data.metadata.udata.dialect import UDATA

DIALECTS: Mapping[str, Dialect] = {
    d.name: d for d in (CROISSANT, SCHEMA_ORG, CKAN, UDATA, DATA_PACKAGE, DATA_JSON, ISO_19139)
}


def get(name: str) -> Dialect:
    """The dialect of this name. Raises NotFound."""
    if (found := DIALECTS.get(name)) is None:
        hint = f"dialects: {', '.join(DIALECTS)}"
        raise NotFound(f"There is no metadata dialect {name[:40]}.", hint=hint)
    return found


def write(dialect: str, description: Description) -> bytes:
    """The document of a description. Raises NotFound for a dialect that does not exist."""
    return get(dialect).write(description)


def read(dialect: str, content: bytes) -> Description:
    """The description of a document. Raises NotFound, UnreadableMetadata."""
    found = get(dialect)
    if found.read is None:
        raise UnreadableMetadata(f"Documents of the dialect {found.name} are written, not read.")
    return found.read(content)


def recognise(content: bytes, name: str = "") -> str | None:
    """The dialect of a document by what it holds, not by its name; None when it is none or cannot be read.

    ``name`` is that of its file, and decides only between standards that share their members.
    """
    xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    try:
        document = xml_root(content) if xml else json_object(content)
    except UnreadableMetadata:
        return None
    candidates = [d for d in DIALECTS.values() if d.is_xml is xml and d.recognise is not None]
    ordered = sorted(candidates, key=lambda d: d.file_name != name.rsplit("/", 1)[-1])
    return next((d.name for d in ordered if d.recognise is not None and d.recognise(document)), None)
