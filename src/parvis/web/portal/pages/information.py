"""The information of a dataset: description, facts, fields, and the same for machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parvis.core.fields import Field
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head, visible
from parvis.web.portal.pages.jsonld import json_ld
from parvis.web.portal.pages.licenses.stated import StatedLicense, stated_license
from parvis.web.portal.pages.prose import prose, summary
from parvis.web.portal.pages.schema import FieldFacts, SchemaBlock, schema_block
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.trust import TrustBlock, trust_block
from parvis.web.portal.pages.words import label, type_icon, type_name
from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere in the catalog."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of the dataset as people read it."""

    name: str
    label: str
    type: str
    icon: str
    description: str
    marks: tuple[str, ...]
    held: FieldFacts | None = None


@dataclass(frozen=True, slots=True)
class InformationPage:
    """Everything the information page shows."""

    head: DatasetHead
    summary: str
    description: SafeString
    publisher: Link | None
    license_url: str | None
    stated: StatedLicense
    references: str | None
    data_processed: str
    metadata_processed: str
    update_frequency: str | None
    territory: tuple[str, ...]
    attributions: tuple[str, ...]
    themes: tuple[Link, ...]
    keywords: tuple[Link, ...]
    fields: tuple[FieldLine, ...]
    schema: SchemaBlock
    trust: TrustBlock | None
    machine: str
    json_ld: SafeString


def information_page(visit: Visit, view: DatasetView) -> InformationPage:
    """The page of the dataset."""
    manifest, stated = view.manifest, view.manifest.description
    schema = schema_block(visit, view)
    return InformationPage(
        head=head(visit, view, "information"),
        summary=summary(stated.description),
        description=prose(stated.description),
        publisher=in_catalog("publisher", stated.publisher) if stated.publisher else None,
        license_url=web(stated.license_url),
        stated=stated_license(visit, view),
        references=stated.references,
        data_processed=manifest.data_processed,
        metadata_processed=manifest.metadata_processed,
        update_frequency=stated.update_frequency,
        territory=stated.territory,
        attributions=stated.attributions,
        themes=tuple(in_catalog("theme", theme) for theme in stated.theme),
        keywords=tuple(in_catalog("keyword", keyword) for keyword in stated.keyword),
        fields=tuple(field_line(field, schema.facts.get(field.name)) for field in visible(view)),
        schema=schema,
        trust=trust_block(visit, view),
        machine=api_root(visit, view),
        json_ld=json_ld(described(visit, view)),
    )


def in_catalog(name: str, value: str) -> Link:
    """The catalog refined to this value."""
    return Link(value, Selection(refine=((name, value),)).address(reverse("portal:catalog")))


def field_line(field: Field, held: FieldFacts | None = None) -> FieldLine:
    """One line of the table of fields."""
    marks = [(field.key, _("Key")), (field.facet, _("Facet"))]
    unit = _("in %(unit)s") % {"unit": field.unit} if field.unit else None
    return FieldLine(
        name=field.name,
        label=label(field),
        type=type_name(field),
        icon=type_icon(field),
        description=field.description or "",
        marks=tuple([text for shown, text in marks if shown] + ([unit] if unit else [])),
        held=held,
    )


def web(address: str | None) -> str | None:
    """The address when a browser may follow it."""
    return address if address and address.startswith(("https://", "http://")) else None


def described(visit: Visit, view: DatasetView) -> dict[str, Any]:
    """The dataset in schema.org's words, for search engines."""
    manifest, stated = view.manifest, view.manifest.description
    values = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": visit.canonical,
        "url": visit.canonical,
        "identifier": manifest.id,
        "name": stated.title or manifest.id,
        "description": summary(stated.description) or stated.title or manifest.id,
        "license": stated.license_url or stated.license,
        "inLanguage": stated.language,
        "keywords": list(stated.keyword),
        "dateModified": stated.modified or manifest.data_processed,
        "creator": {"@type": "Organization", "name": stated.publisher} if stated.publisher else None,
        "spatialCoverage": list(stated.territory),
        "includedInDataCatalog": {"@type": "DataCatalog", "name": visit.domain.title, "url": f"{visit.host}/"},
        "distribution": [distribution(visit, view, kind) for kind in ("csv", "json")] if view.table else None,
    }
    return {name: value for name, value in values.items() if value}


def distribution(visit: Visit, view: DatasetView, kind: str) -> dict[str, str]:
    """One download in schema.org's words."""
    media = {"csv": "text/csv", "json": "application/json"}[kind]
    return {
        "@type": "DataDownload",
        "encodingFormat": media,
        "contentUrl": f"{api_root(visit, view)}/exports/{kind}",
    }
