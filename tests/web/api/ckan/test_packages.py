"""The catalog as clients of CKAN read it."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from ckanapi import RemoteCKAN
from ckanapi.errors import NotAuthorized, NotFound, SearchQueryError, ValidationError

CASES = yaml.safe_load((Path(__file__).parents[3] / "cases/ckan/queries.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=[str(case.get("q", case.get("fq"))) for case in CASES])
def test_queries_of_solr_find_these_datasets(root: str, case: dict[str, Any]) -> None:
    asked = {name: case[name] for name in ("q", "fq") if name in case}
    with RemoteCKAN(root) as ckan:
        if "refused" in case:
            with pytest.raises(SearchQueryError, match=case["refused"]):
                ckan.action.package_search(**asked)
            return
        found = ckan.action.package_search(**asked, rows=100, sort="name asc")
    assert [package["name"] for package in found["results"]] == case["finds"]
    assert found["count"] == len(case["finds"])


def test_the_site_says_what_it_is(ckan: RemoteCKAN) -> None:
    assert ckan.action.site_read() is True
    status = ckan.action.status_show()
    assert (status["site_title"], status["extensions"]) == ("Lyon", ["datastore"])
    assert ckan.action.vocabulary_list() == []


def test_names_come_in_order_and_in_pages(ckan: RemoteCKAN) -> None:
    names = ["described", "limited", "notice", "rivers", "stations"]
    assert ckan.action.package_list() == names
    assert ckan.action.package_list(limit=2, offset=1) == names[1:3]


def test_a_package_is_found_by_name_and_by_identifier(ckan: RemoteCKAN) -> None:
    package = ckan.action.package_show(id="stations")
    assert package == ckan.action.package_show(id=package["id"])
    assert (package["title"], package["notes"]) == ("Stations de vélos", "Où garer un vélo.")
    assert package["organization"]["name"] == "ville-de-lyon"
    assert (package["license_id"], package["isopen"]) == ("etalab-2.0", True)
    assert {tag["name"] for tag in package["tags"]} == {"vélo", "station"}
    assert package["num_resources"] == len(package["resources"])


def test_a_file_is_found_by_its_identifier(ckan: RemoteCKAN) -> None:
    for name in ("stations", "rivers"):
        for resource in ckan.action.package_show(id=name)["resources"]:
            assert ckan.action.resource_show(id=resource["id"]) == resource
    assert [r["format"] for r in ckan.action.package_show(id="stations")["resources"] if r["datastore_active"]] == [
        "CSV"
    ]


def test_files_are_searched_by_their_members(ckan: RemoteCKAN) -> None:
    assert [r["name"] for r in ckan.action.resource_search(query="name:notice.pdf")["results"]] == ["notice.pdf"]
    found = ckan.action.resource_search(query="format:csv", limit=1)
    assert (found["count"], len(found["results"])) == (3, 1)
    with pytest.raises(ValidationError):
        ckan.action.resource_search(query="evil:1")


def test_a_search_has_pages_facets_and_chosen_members(ckan: RemoteCKAN) -> None:
    wanted = ["organization", "groups", "tags", "license_id", "res_format"]
    found = ckan.call_action(
        "package_search", {"rows": 1, "start": 1, "sort": "name asc", "facet.field": json.dumps(wanted), "fl": "name"}
    )
    assert (found["count"], found["results"]) == (5, [{"name": "limited"}])
    assert found["facets"]["organization"] == {"ville-de-lyon": 2, "agence-de-leau": 1}
    assert found["facets"]["groups"] == {"eau": 2, "transport": 2, "ville": 2}
    assert found["facets"]["tags"]["rivière lac"] == 1
    assert found["facets"]["license_id"] == {"etalab-2.0": 2, "odc-odbl": 1}
    items = found["search_facets"]["organization"]["items"]
    assert items[0] == {"name": "ville-de-lyon", "display_name": "Ville de Lyon", "count": 2}


def test_facets_count_what_a_filter_on_them_finds(root: str) -> None:
    with RemoteCKAN(root) as ckan:
        for facet in ("organization", "groups", "tags", "license_id"):
            found = ckan.call_action("package_search", {"rows": 0, "facet.field": [facet], "facet.limit": -1})
            for name, count in found["facets"][facet].items():
                assert ckan.action.package_search(fq=f'{facet}:"{name}"', rows=0)["count"] == count, name


def test_organisations_groups_and_tags_are_listed_and_shown(ckan: RemoteCKAN) -> None:
    assert ckan.action.organization_list() == ["agence-de-leau", "ville-de-lyon"]
    listed = ckan.action.organization_list(all_fields=True, sort="package_count desc")
    assert [(one["title"], one["package_count"]) for one in listed] == [("Ville de Lyon", 2), ("Agence de l’eau", 1)]
    shown = ckan.action.organization_show(id=listed[0]["id"], include_datasets=True)
    assert {package["name"] for package in shown["packages"]} == {"limited", "stations"}
    assert ckan.action.package_search(fq=f"owner_org:{listed[0]['id']}", rows=0)["count"] == 2
    assert ckan.action.group_list() == ["eau", "transport", "ville"]
    assert ckan.action.group_show(id="eau")["package_count"] == 2
    assert "eau potable" in ckan.action.tag_list()
    assert ckan.action.tag_list(query="LAC") == ["rivière lac"]
    assert [p["name"] for p in ckan.action.tag_show(id="rivière lac", include_datasets=True)["packages"]] == ["rivers"]


def test_licences_of_packages_are_in_the_list(ckan: RemoteCKAN) -> None:
    listed = {one["id"]: one for one in ckan.action.license_list()}
    for name in ("stations", "rivers"):
        package = ckan.action.package_show(id=name)
        assert listed[package["license_id"]]["is_okd_compliant"] is package["isopen"] is True


def test_newest_packages_come_with_their_files(ckan: RemoteCKAN) -> None:
    found = ckan.action.current_package_list_with_resources(limit=2, offset=1)
    assert len(found) == 2
    assert all("resources" in package for package in found)


@pytest.mark.parametrize("action", ["package_show", "resource_show", "organization_show", "group_show", "tag_show"])
def test_what_does_not_exist_is_not_found(ckan: RemoteCKAN, action: str) -> None:
    for identifier in ("absent", "00000000-0000-5000-8000-000000000000"):
        with pytest.raises(NotFound):
            ckan.call_action(action, {"id": identifier})
    with pytest.raises(ValidationError):
        ckan.call_action(action)


@pytest.mark.parametrize("action", ["package_create", "datastore_upsert", "package_owner_org_update", "dataset_purge"])
def test_nothing_is_written(ckan: RemoteCKAN, action: str) -> None:
    with pytest.raises(NotAuthorized):
        ckan.call_action(action, {"id": "stations"})


def test_wrong_parameters_are_named(ckan: RemoteCKAN) -> None:
    for name, value in (("rows", "many"), ("start", -1)):
        with pytest.raises(ValidationError) as refused:
            ckan.action.package_search(**{name: value})
        assert name in refused.value.error_dict
    with pytest.raises(SearchQueryError, match="Cannot sort"):
        ckan.action.package_search(sort="evil desc")
