"""What the standards demand of a document, as JSON Schema: members, kinds and closed lists."""

from typing import Any

from parvis.data.metadata.vocabularies.codes import listed

TEXT = {"type": "string", "minLength": 1}
URL = {"type": "string", "pattern": "^https?://"}
UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}


def made_of(required: str, **members: Any) -> dict[str, Any]:
    """An object with these members; those named first are needed."""
    return {"type": "object", "required": required.split(), "properties": members}


def many(of: Any, least: int = 0) -> dict[str, Any]:
    """A list."""
    return {"type": "array", "items": of, "minItems": least}


DATA_PACKAGE = made_of(
    "resources",
    **{"$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"}},
    name=TEXT,
    homepage=URL,
    created={"type": "string", "pattern": "^[0-9-]{10}T[0-9:]{8}"},
    licenses=many({"anyOf": [made_of("name"), made_of("path")]}),
    contributors=many(made_of("title", roles=many(TEXT, 1))),
    sources=many({"anyOf": [made_of("title"), made_of("path")]}),
    resources=many(made_of("name path", name={"pattern": "^[a-z0-9-]+$"}, hash={"pattern": "^(sha|md)"}), 1),
)
DATA_JSON = made_of(
    "conformsTo dataset",
    conformsTo={"const": "https://project-open-data.cio.gov/v1.1/schema"},
    dataset=many(
        made_of(
            "title description keyword modified publisher contactPoint identifier accessLevel",
            title=TEXT,
            description=TEXT,
            keyword=many(TEXT, 1),
            modified={"pattern": "^([0-9]{4}|R/P)"},
            publisher=made_of("name", name=TEXT),
            contactPoint=made_of("fn", fn=TEXT, hasEmail={"pattern": "^mailto:.+@"}),
            accessLevel={"enum": ["public", "restricted public", "non-public"]},
            license=URL,
            accrualPeriodicity={"pattern": "^(R/P|irregular)"},
            language=many(TEXT),
            distribution=many({"anyOf": [made_of("downloadURL mediaType"), made_of("accessURL")]}),
        ),
        1,
    ),
)
CKAN_PACKAGE = made_of(
    "help success result",
    success={"const": True},
    result=made_of(
        "id name title resources state private num_resources num_tags",
        id=UUID,
        name={"pattern": "^[a-z0-9_-]{2,100}$"},
        isopen={"type": "boolean"},
        tags=many(made_of("name", name={"pattern": r"^[\w .-]{2,100}$"})),
        groups=many(made_of("id name title")),
        extras=many(made_of("key value", key=TEXT, value={"type": "string"})),
        resources=many(made_of("id package_id url position", id=UUID, package_id=UUID, url=URL)),
        organization=made_of("id name title", id=UUID, name={"pattern": "^[a-z0-9_-]+$"}),
    ),
)
UDATA_DATASET = made_of(
    "id title description frequency license resources private",
    id={"pattern": "^[0-9a-f]{24}$"},
    title={"type": "string", "maxLength": 350},
    description_short={"type": "string", "maxLength": 200},
    frequency={"enum": [code.facts["udata"] for code in listed("frequencies").values()]},
    license={"enum": ["lov2", "fr-lo", "odc-odbl", "notspecified"]},
    tags=many({"pattern": "^[a-z0-9-]{1,96}$"}),
    spatial=made_of("geom", geom=made_of("type coordinates", type={"const": "MultiPolygon"})),
    resources=many(
        made_of(
            "id title type url latest",
            id=UUID,
            url=URL,
            type={"enum": ["main", "documentation", "update", "api", "code", "other"]},
            checksum=made_of("type value", type={"enum": ["sha1", "sha2", "sha256", "md5", "crc"]}),
        )
    ),
)
