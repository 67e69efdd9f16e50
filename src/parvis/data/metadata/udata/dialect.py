"""The udata dialect."""

from __future__ import annotations

from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.udata.reading import read, recognise
from parvis.data.metadata.udata.writing import STANDARD, write

UDATA = Dialect(
    name=STANDARD,
    title="udata dataset (data.gouv.fr)",
    standard="https://guides.data.gouv.fr/",
    media_type="application/json; charset=utf-8",
    extension="json",
    members={
        "name": "`slug`",
        "title": "`title`, 350 characters at most",
        "description": "`description`, as plain text; `description_short`",
        "iri": "`uri`, `harvest.uri`",
        "identifier": "`harvest.dct_identifier`; `id` is made of it",
        "landing_page": "`page`",
        "keyword": "`tags`, in lower case without accents",
        "theme": "`tags`, after the keywords",
        "license": "`license`, the identifier there; `extras.license_title`",
        "license_url": "`extras.license_url`",
        "language": "`extras.language`",
        "update_frequency": "`frequency`",
        "publisher": "`organization.name`",
        "publisher_url": "`organization.page`",
        "publisher_id": "`organization.business_number_id`",
        "contacts": "`contact_points`",
        "temporal": "`temporal_coverage`: the first",
        "bbox": "`spatial.geom`",
        "conforms_to": "`schema.url`: the first",
        "created": "`harvest.created_at`",
        "issued": "`created_at`, `harvest.issued_at`",
        "modified": "`last_update`, `harvest.modified_at`",
        "metadata_modified": "`last_modified`",
        "access_rights": "`access_type`",
        "hvd_categories": "`badges`, the kind `hvd`",
        "distributions": "`resources`",
    },
    files={
        "url": "`url`, `latest`",
        "title": "`title`",
        "description": "`description`",
        "access_url": "`extras.access_url`",
        "format": "`format`",
        "media_type": "`mime`",
        "size": "`filesize`",
        "checksum": "`checksum.value`",
        "algorithm": "`checksum.type`",
        "license_url": "`extras.license_url`",
        "issued": "`created_at`",
        "modified": "`last_modified`",
        "conforms_to": "`schema.url`",
        "role": "`type`, `extras.role`",
    },
    lossy=frozenset({"description", "title", "keyword", "theme", "temporal", "conforms_to", "hvd_categories"}),
    write=write,
    read=read,
    recognise=recognise,
)
