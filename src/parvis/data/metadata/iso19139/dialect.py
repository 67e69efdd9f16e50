"""The ISO 19139 dialect."""

from __future__ import annotations

from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.iso19139.elements import NAMESPACES
from parvis.data.metadata.iso19139.reading import read, recognise
from parvis.data.metadata.iso19139.writing import STANDARD, write

ISO_19139 = Dialect(
    name=STANDARD,
    title="ISO 19139",
    standard=NAMESPACES["gmd"],
    media_type="application/vnd.iso.19139+xml",
    extension="xml",
    members={
        "iri": "`fileIdentifier`",
        "identifier": "`citation` › `identifier`, the first",
        "other_ids": "`citation` › `identifier`, the others",
        "title": "`citation` › `title`",
        "description": "`abstract`, as plain text",
        "created": "`citation` › `date`, creation",
        "issued": "`citation` › `date`, publication",
        "modified": "`citation` › `date`, revision",
        "metadata_modified": "`dateStamp`",
        "version": "`citation` › `edition`",
        "citation": "`citation` › `otherCitationDetails`",
        "publisher": "`pointOfContact`, role publisher",
        "publisher_url": "`pointOfContact` › `onlineResource`",
        "creators": "`pointOfContact`, role author",
        "contacts": "`contact`",
        "update_frequency": "`resourceMaintenance`",
        "keyword": "`descriptiveKeywords`",
        "theme": "`descriptiveKeywords`, type theme",
        "territory": "`descriptiveKeywords`, type place",
        "inspire_themes": "`descriptiveKeywords` with the thesaurus of INSPIRE",
        "topics": "`topicCategory`; made of the themes where none is stated",
        "license": "`resourceConstraints` › `useConstraints`, `otherConstraints`",
        "license_url": "the address of that anchor",
        "rights": "`resourceConstraints` › `useLimitation`",
        "access_rights": "`resourceConstraints` › `accessConstraints`, `otherConstraints`",
        "spatial_resolution": "`spatialResolution` › `distance`",
        "language": "`language`",
        "bbox": "`extent` › `EX_GeographicBoundingBox`",
        "places": "`extent` › `EX_GeographicDescription`",
        "temporal": "`extent` › `EX_TemporalExtent`",
        "landing_page": "`transferOptions` › `onLine`, the first, function information",
        "provenance": "`lineage` › `statement`",
        "distributions": "`transferOptions` › `onLine`",
    },
    files={
        "url": "`linkage`",
        "title": "`name`",
        "description": "`description`",
        "format": "`applicationProfile`",
        "role": "`function`",
    },
    lossy=frozenset({"description", "update_frequency"}),
    write=write,
    read=read,
    recognise=recognise,
)
