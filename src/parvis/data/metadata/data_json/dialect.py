"""The data.json dialect."""

from __future__ import annotations

from parvis.data.metadata.data_json.reading import read, recognise
from parvis.data.metadata.data_json.writing import STANDARD, VERSION, write
from parvis.data.metadata.dialect import Dialect

DATA_JSON = Dialect(
    name=STANDARD,
    title="data.json (DCAT-US 1.1)",
    standard=VERSION,
    media_type="application/json; charset=utf-8",
    extension="json",
    file_name="data.json",
    members={
        "identifier": "`identifier`",
        "title": "`title`",
        "description": "`description`, as plain text",
        "keyword": "`keyword`",
        "modified": "`modified`",
        "publisher": "`publisher.name`",
        "contacts": "`contactPoint`: the first",
        "access_rights": "`accessLevel`",
        "rights": "`rights`",
        "license": "`license`, by its address",
        "license_url": "`license`",
        "landing_page": "`landingPage`",
        "issued": "`issued`",
        "update_frequency": "`accrualPeriodicity`",
        "language": "`language`",
        "theme": "`theme`",
        "bbox": "`spatial`",
        "territory": "`spatial`, where there is no box",
        "temporal": "`temporal`: the first with both ends",
        "conforms_to": "`conformsTo`: the first",
        "documentation": "`references`",
        "references": "`references`, after the documentation",
        "distributions": "`distribution`",
    },
    files={
        "url": "`downloadURL`, or `accessURL` of a service",
        "title": "`title`",
        "description": "`description`",
        "access_url": "`accessURL`",
        "format": "`format`",
        "media_type": "`mediaType`",
        "conforms_to": "`conformsTo`",
    },
    lossy=frozenset(
        {"description", "contacts", "license", "territory", "temporal", "conforms_to", "documentation", "references"}
    ),
    write=write,
    read=read,
    recognise=recognise,
)
