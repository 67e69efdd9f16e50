"""The Data Package 2.0 dialect: a datapackage.json with the Table Schema of the CSV file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parvis.data.metadata import stated, table_schema
from parvis.data.metadata.description import Description
from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.documents import (
    Json,
    UnreadableMetadata,
    compact,
    dumped,
    json_object,
    obj,
    objects,
    text,
    texts,
    unknown,
    whole,
)
from parvis.data.metadata.parts import Agent, Contact, Distribution
from parvis.data.metadata.prose import marked_up, plain

STANDARD = "datapackage"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_KNOWN = "$schema profile id name title description homepage version created keywords licenses contributors sources"
_HASHES = ("sha256", "sha1", "md5")


def write(description: Description) -> bytes:
    """The document."""
    d = description
    return dumped(
        compact(
            {
                **d.extras.get(STANDARD, {}),
                "$schema": PROFILE,
                "id": d.identifier,
                "name": d.name,
                "title": d.title,
                "description": plain(d.description),
                "homepage": d.landing_page,
                "version": d.version,
                "created": stated.instant(d.created),
                "keywords": list(d.keyword),
                "licenses": _licenses(d),
                "contributors": _contributors(d),
                "sources": [_source(s) for s in d.sources],
            }
        )
        | {"resources": [_resource(name, file, d) for name, file in stated.named(d.distributions)]}
    )


def _licenses(d: Description) -> list[dict[str, Any]]:
    """The licence; ``name`` is the identifier of a public list, so that tools know it."""
    entry = stated.license_entry(d)
    spdx = entry.identifiers.spdx[0] if entry is not None and entry.identifiers.spdx else None
    found = compact({"name": spdx, "title": d.license, "path": stated.license_address(d)})
    return (
        [found]
        if found.keys() & {"name", "path"}
        else [{"name": stated.slug(d.license or "")} | found]
        if found
        else []
    )


def _contributors(d: Description) -> list[dict[str, Any]]:
    publisher = [Agent(d.publisher, d.publisher_url)] if d.publisher else []
    roles = (
        ("publisher", publisher),
        ("creator", d.creators),
        ("contributor", d.contributors),
        ("contact", d.contacts),
    )
    return [
        compact({"title": who.name, "path": who.url, "email": who.email, "roles": [role]})
        for role, people in roles
        for who in people
    ]


def _source(said: str) -> dict[str, Any]:
    return {"title": said, "path": said} if said.startswith(("http://", "https://")) else {"title": said}


def _resource(name: str, file: Distribution, d: Description) -> dict[str, Any]:
    """One file; only the CSV file is a table for readers of packages."""
    table = file.format == "csv" and file.role == "data"
    hashed = f"{file.algorithm}:{file.checksum}" if file.checksum and file.algorithm else None
    found = {
        "name": name,
        "type": "table" if table else None,
        "path": file.url,
        "title": file.title,
        "description": file.description,
        "format": file.format,
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": hashed,
        "encoding": "utf-8" if table else None,
        "dialect": {"delimiter": ";"} if table and file.live else None,
        "schema": table_schema.schema(d.fields) if table and d.fields else None,
        "licenses": [{"path": file.license_url}] if file.license_url else None,
    }
    own = {"id": file.id, "role": file.role, "live": file.live or None}
    return compact(found | {"explore": compact(own)})


def read(content: bytes) -> Description:
    """The package of a document. Raises UnreadableMetadata."""
    found = json_object(content)
    if not isinstance(found.get("resources"), list):
        raise UnreadableMetadata("The document is not a data package: it has no list of resources.")
    resources = objects(found["resources"])
    schema = next((s for r in resources if (s := obj(r.get("schema"))).get("fields")), {})
    licence = obj(found.get("licenses"))
    return Description(
        title=text(found.get("title")) or text(found.get("name")) or "",
        description=marked_up(text(found.get("description"))),
        name=text(found.get("name")),
        identifier=text(found.get("id")),
        landing_page=text(found.get("homepage")),
        version=text(found.get("version")),
        created=text(found.get("created")),
        keyword=texts(found.get("keywords")),
        **stated.license_names(text(licence.get("title")) or text(licence.get("name")), text(licence.get("path"))),
        **_people(objects(found.get("contributors"))),
        sources=texts([s.get("path") or s.get("title") for s in objects(found.get("sources"))]),
        distributions=tuple(f for r in resources if (f := _read_resource(r))),
        fields=table_schema.fields_of(schema),
        extras=unknown(found, (*_KNOWN.split(), "resources"), STANDARD),
    )


def _people(contributors: list[Json]) -> dict[str, Any]:
    """Members by role; ``role`` is that of the first version of the standard, ``author`` its default."""
    found: dict[str, list[Agent]] = {}
    for person in contributors:
        agent = Agent(text(person.get("title")) or "", text(person.get("path")), text(person.get("email")))
        roles = texts(person.get("roles") or person.get("role")) or ("contributor",)
        found.setdefault(roles[0].lower(), []).append(agent)
    publisher = next(iter(found.pop("publisher", [])), None)
    contacts = (*found.pop("contact", []), *found.pop("maintainer", []))
    creators = (*found.pop("creator", []), *found.pop("author", []))
    others = [agent for agents in found.values() for agent in agents]
    return {
        "publisher": publisher.name if publisher else None,
        "publisher_url": publisher.url if publisher else None,
        "creators": tuple(a for a in creators if a.name),
        "contributors": tuple(a for a in others if a.name),
        "contacts": tuple(Contact(a.name or None, a.email, a.url) for a in contacts if a.name or a.email or a.url),
    }


def _read_resource(found: Json) -> Distribution | None:
    """One file; data inside the document have no address."""
    path = text(found.get("path"))
    if path is None:
        return None
    own = obj(found.get("explore"))
    algorithm, _, value = (text(found.get("hash")) or "").rpartition(":")
    algorithm = (algorithm or "md5").lower().replace("-", "")
    known = value != "" and algorithm in _HASHES
    made = Distribution(
        url=path,
        id=text(own.get("id")) if own else text(found.get("name")),
        title=text(found.get("title")),
        description=text(found.get("description")),
        format=stated.format_name(text(found.get("format")), text(found.get("mediatype"))),
        media_type=text(found.get("mediatype")),
        size=whole(found.get("bytes")),
        checksum=value if known else None,
        algorithm=algorithm if known else None,
        license_url=text(obj(found.get("licenses")).get("path")),
        live=own.get("live") is True,
    )
    role = text(own.get("role"))
    return replace(made, role=role) if role in ("documentation", "alternative", "api") else made


def recognise(document: Any) -> bool:
    """A list of resources with a path or data, under the profile of the standard or a name."""
    if not isinstance(document, Mapping) or not isinstance(document.get("resources"), list):
        return False
    profiled = any(
        "data-package" in p or "datapackage" in p for p in texts([document.get("$schema"), document.get("profile")])
    )
    resources = objects(document["resources"])
    return profiled or (bool(resources) and all("path" in r or "data" in r for r in resources))


DATA_PACKAGE = Dialect(
    name=STANDARD,
    title="Data Package 2.0 with Table Schema",
    standard=PROFILE,
    media_type="application/json; charset=utf-8",
    extension="json",
    file_name="datapackage.json",
    members={
        "identifier": "`id`",
        "name": "`name`",
        "title": "`title`",
        "description": "`description`, as plain text",
        "landing_page": "`homepage`",
        "version": "`version`",
        "created": "`created`, a full instant",
        "keyword": "`keywords`",
        "license": "`licenses.title`; `licenses.name` is the SPDX identifier",
        "license_url": "`licenses.path`",
        "publisher": "`contributors`, role `publisher`",
        "publisher_url": "`contributors.path`",
        "creators": "`contributors`, role `creator`",
        "contributors": "`contributors`, role `contributor`",
        "contacts": "`contributors`, role `contact`",
        "sources": "`sources`",
        "distributions": "`resources`",
        "fields": "`resources.schema` of the CSV file",
    },
    files={
        "url": "`path`",
        "id": "`explore.id`; `name` is made of it, unique",
        "title": "`title`",
        "description": "`description`",
        "format": "`format`",
        "media_type": "`mediatype`",
        "size": "`bytes`",
        "checksum": "`hash`",
        "algorithm": "`hash`",
        "license_url": "`licenses.path`",
        "role": "`explore.role`",
        "live": "`explore.live`",
    },
    lossy=frozenset({"description", "created", "creators", "contributors"}),
    write=write,
    read=read,
    recognise=recognise,
    notes="Points stay text there: our CSV writes `lat, lon`, the standard’s `geopoint` is `lon, lat`.",
)
