"""Documents as other catalogs write them, and those that mean harm."""

import zipfile
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.factories.shared import SHARED, needs_shared

from parvis.data.metadata.dialects import DIALECTS, read, recognise
from parvis.data.metadata.documents import LARGEST, UnreadableMetadata
from parvis.data.metadata.parts import Agent, Contact, Period

REAL = SHARED / "subventions/OD.SUBVENTION_CONVENTION_CODAH.json.zip"
JSON_ONES = [name for name, dialect in DIALECTS.items() if not dialect.is_xml]


def dumped(**members: Any) -> bytes:
    return orjson.dumps(members)


@needs_shared
def test_a_record_of_a_french_catalog_is_read() -> None:
    with zipfile.ZipFile(REAL) as archive:
        content = archive.read(next(name for name in archive.namelist() if name.endswith(".xml")))
    assert recognise(content) == "iso19139"
    found = read("iso19139", content)
    assert found.title.startswith("Conventions de subventions")
    assert (found.language, found.issued, found.topics) == ("fr", "2018-07-05", ("economy",))
    assert found.temporal == (Period("2017-08-01T00:00:00", "2018-06-30T00:00:00"),)
    assert found.contacts[0].email == "sigu@lehavremetro.fr"
    assert "ODbL" in (found.license or "")


def test_a_package_of_the_first_version_is_read() -> None:
    schema = {
        "fields": [{"name": "code", "type": "string"}, {"name": "point", "type": "geopoint"}],
        "primaryKey": "code",
    }
    resource = {"name": "a", "path": "a.csv", "hash": "d41d8cd98f00b204e9800998ecf8427e", "schema": schema}
    people = [{"title": "Ada", "role": "author"}, {"title": "Ville", "role": "publisher"}]
    found = read(
        "datapackage",
        dumped(name="stations", resources=[resource], contributors=people, licenses=[{"name": "ODbL-1.0"}]),
    )
    assert (found.title, found.license, found.publisher) == ("stations", "ODbL-1.0", "Ville")
    assert found.creators == (Agent("Ada"),)
    assert found.distributions[0].algorithm == "md5"
    assert [(field.type.value, field.key) for field in found.fields] == [("text", True), ("geo_point_2d", False)]


def test_schema_org_is_read_as_pages_write_it() -> None:
    node = {
        "@type": "http://schema.org/Dataset",
        "name": {"@value": "Arbres", "@language": "fr"},
        "keywords": "arbre, parc",
        "creator": "Ville",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "temporalCoverage": "2020",
        "distribution": {"contentUrl": "https://a.test/a.csv", "encodingFormat": "text/csv", "contentSize": "1.5 kB"},
    }
    found = read("schema-org", dumped(**{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, node]}))
    assert (found.title, found.keyword, found.creators) == ("Arbres", ("arbre", "parc"), (Agent("Ville"),))
    assert found.license_url == "https://creativecommons.org/licenses/by/4.0/"
    assert found.temporal == (Period("2020", "2020"),)
    assert (found.distributions[0].format, found.distributions[0].size) == ("csv", 1_500)


def test_a_package_of_ckan_is_read_bare_or_answered() -> None:
    package = {
        "name": "a",
        "title": "A",
        "notes": "Un\n\nDeux",
        "resources": [{"url": "https://a.test/a", "format": "CSV"}],
    }
    package |= {"maintainer": "Ada", "extras": [{"key": "theirs", "value": "1"}], "odd": [1]}
    bare = read("ckan", orjson.dumps(package))
    assert (
        bare
        == read("ckan", dumped(success=True, result=package))
        == read("ckan", dumped(success=True, result=[package]))
    )
    assert (bare.description, bare.contacts) == ("<p>Un</p>\n<p>Deux</p>", (Contact("Ada"),))
    assert bare.extras == {"ckan": {"package": {"odd": [1]}, "extras": {"theirs": "1"}}}
    assert read("ckan", DIALECTS["ckan"].write(bare)).extras == bare.extras


def test_a_catalog_of_many_datasets_is_not_one_description() -> None:
    one = {"title": "A", "accessLevel": "public"}
    with pytest.raises(UnreadableMetadata, match="holds 2 datasets"):
        read("data-json", dumped(dataset=[one, one]))


def test_html_of_others_is_made_safe() -> None:
    harm = '<p onclick="x()">Un<script>alert(1)</script><a href="javascript:x">deux</a></p>'
    found = read("udata", dumped(title="A", slug="a", frequency="daily", resources=[], description=harm))
    assert found.description is not None
    assert not any(word in found.description for word in ("script", "onclick"))


ODD: list[Any] = [None, True, 7, -1.5, "", "x", [], [[]], {}, {"@value": None}, [None, {"name": {}}], {"a": {"b": []}}]


@pytest.mark.parametrize("dialect", JSON_ONES)
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_members_of_the_wrong_kind_say_nothing(dialect: str, odd: Any) -> None:
    document = orjson.loads(DIALECTS[dialect].write(read("ckan", dumped(name="a", notes="b", resources=[]))))
    target = document.get("result", document.get("dataset", [document])[0] if dialect == "data-json" else document)
    for member in [name for name in target if not name.startswith(("@", "$")) and name not in ("resources", "title")]:
        changed = target[member]
        target[member] = odd
        with suppress(UnreadableMetadata):
            read(dialect, orjson.dumps(document))
        target[member] = changed


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff\xfe{}", b"[" * 100_000, b"<a>", b"<a/>", b'{"a":' * 5_000]
)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_no_document_is_refused(dialect: str, content: bytes) -> None:
    assert recognise(content) is None
    with pytest.raises(UnreadableMetadata):
        read(dialect, content)


@pytest.mark.parametrize("dialect", JSON_ONES)
@pytest.mark.parametrize("depth", [99, 101, 900])
def test_depth_has_a_limit(dialect: str, depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    package = b'{"name": "a", "notes": %s, "title": %s, "odd": %s, "resources": []}' % (nested, nested, nested)
    with pytest.raises(UnreadableMetadata) if depth > 99 or dialect not in ("ckan", "datapackage") else nullcontext():
        assert read(dialect, package).title == "a"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_document_that_is_too_large_is_refused(dialect: str) -> None:
    with pytest.raises(UnreadableMetadata, match="larger than 8 MiB"):
        read(dialect, b" " * (LARGEST + 1))


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    record = '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd">&e;</gmd:MD_Metadata>'
    for entity in (f'SYSTEM "{secret.as_uri()}"', '"expanded"', 'SYSTEM "http://127.0.0.1:9/x"'):
        content = f"<!DOCTYPE x [<!ENTITY e {entity}>]>{record}".encode()
        with pytest.raises(UnreadableMetadata, match="document type"):
            read("iso19139", content)
        assert recognise(content) is None
