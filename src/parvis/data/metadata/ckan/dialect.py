"""The CKAN dialect."""

from __future__ import annotations

from parvis.data.metadata.ckan.extras import LISTS, STANDARD, TEXTS
from parvis.data.metadata.ckan.reading import read, recognise
from parvis.data.metadata.ckan.writing import write
from parvis.data.metadata.dialect import Dialect

CKAN = Dialect(
    name=STANDARD,
    title="CKAN package",
    standard="https://docs.ckan.org/en/latest/api/",
    media_type="application/json; charset=utf-8",
    extension="json",
    members={
        "name": "`name`",
        "title": "`title`",
        "description": "`notes`, as plain text",
        "landing_page": "`url`",
        "version": "`version`",
        "license": "`license_title`; `license_id` is the identifier of CKAN or SPDX",
        "license_url": "`license_url`",
        "publisher": "`organization.title`",
        "creators": "`author`, `author_email`: the first",
        "contacts": "`maintainer`, `maintainer_email`; extras `contact_…`: the first",
        "theme": "`groups`",
        "keyword": "`tags`",
        "metadata_modified": "`metadata_modified`",
        "language": "extra `language`",
        "temporal": "extras `temporal_start`, `temporal_end`: the first",
        "bbox": "extra `spatial`",
        "places": "extras `spatial_uri`, `spatial_text`: the first",
        "spatial_resolution": "extra `spatial_resolution_in_meters`",
        "eu_themes": "extra `theme`",
        **{name: f"extra `{key}`" for name, key in (*TEXTS.items(), *LISTS.items())},
        "distributions": "`resources`",
    },
    files={
        "url": "`url`, `download_url`",
        "title": "`name`",
        "description": "`description`",
        "access_url": "`access_url`",
        "format": "`format`",
        "media_type": "`mimetype`",
        "size": "`size`",
        "checksum": "`hash`",
        "algorithm": "`hash_algorithm`",
        "license_url": "`license`",
        "issued": "`issued`",
        "modified": "`modified`",
        "conforms_to": "`conforms_to`",
        "role": "`resource_type`",
    },
    lossy=frozenset({"description", "metadata_modified", "creators", "contacts", "temporal", "places"}),
    write=write,
    read=read,
    recognise=recognise,
)
