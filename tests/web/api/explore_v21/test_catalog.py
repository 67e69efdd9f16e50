"""The catalog: list, one dataset, facets, selection, domains."""

from typing import Any

import pytest
from tests.factories.published import TITLE
from tests.web.api.conftest import Api

DATASETS = "/catalog/datasets"


def test_the_list_holds_whole_dataset_objects(api: Api) -> None:
    page = api.json(DATASETS, limit=1, where='dataset_id="stations"')
    dataset = page["results"][0]
    assert page["total_count"] == 1
    assert dataset["dataset_uid"].startswith("da_")
    assert dataset["metas"]["default"]["title"] == TITLE
    assert dataset["metas"]["default"]["records_count"] == 120
    assert dataset["metas"]["custom"] == {"budget": "élevé"}
    assert {"geo", "timeserie", "analyze"} == set(dataset["features"])
    assert dataset["fields"][6] == {
        "name": "built",
        "label": "Construction",
        "type": "date",
        "description": None,
        "annotations": {"timeserie_precision": "year"},
    }
    assert "_links" not in dataset
    assert "explore" not in dataset["metas"]


def test_links_and_usage_come_on_request(api: Api) -> None:
    page = api.json(DATASETS, limit=1, include_links="true", include_app_metas="true")
    dataset = page["results"][0]
    assert {"self", "records", "exports", "facets"} <= {link["rel"] for link in dataset["_links"]}
    assert dataset["metas"]["explore"]["download_count"] == 0


def test_one_dataset_is_bare_and_texts_follow_the_language(api: Api) -> None:
    assert api.json(f"{DATASETS}/stations")["metas"]["default"]["title"] == TITLE
    english = api.json(f"{DATASETS}/stations", lang="en")
    assert english["metas"]["default"]["title"] == "Bike stations"
    assert english["metas"]["default"]["title_en"] == "Bike stations"


def test_select_keeps_flat_keys_named_as_typed(api: Api) -> None:
    page = api.json(DATASETS, select="dataset_id, title, default.publisher, records_count", where='"vélos"')
    expected = {
        "dataset_id": "stations",
        "title": TITLE,
        "default.publisher": "Ville de Lyon",
        "records_count": 120,
    }
    assert page["results"] == [expected]
    assert api.json(f"{DATASETS}/stations", select="custom.budget") == {"custom.budget": "élevé"}


def test_fields_can_be_selected_and_nothing_else_done_with_them(api: Api) -> None:
    selected = api.json(f"{DATASETS}/stations", select="dataset_id, fields")
    assert [field["name"] for field in selected["fields"]][:2] == ["code", "city"]
    assert api.error(DATASETS, where="fields is not null")[:2] == (400, "ODSQLError")
    assert api.error(DATASETS, group_by="fields")[:2] == (400, "ODSQLError")


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ('"qualité" or "velos"', ["stations"]),
        ('search("stacions")', ["limited", "stations"]),
        ('suggest(title, "noti")', ["notice"]),
        ('theme = "Ville"', ["limited", "stations"]),
        ('"vélo" in keyword', ["limited", "stations"]),
        ('features in ("geo") and has_records', ["described", "stations"]),
        ("records_count > 100", ["described", "stations"]),
        ("modified >= date'2026-03-10'", ["described", "notice"]),
        ('dcat.creator like "mobilites"', ["limited", "stations"]),
        ('datasetid = "notice"', ["notice"]),
        ('dataset_id: "notice"', ["notice"]),
    ],
)
def test_datasets_are_found_by_their_metadata(api: Api, where: str, ids: list[str]) -> None:
    found = api.json(DATASETS, where=where, select="dataset_id", order_by="dataset_id")
    assert [row["dataset_id"] for row in found["results"]] == ids
    assert found["total_count"] == len(ids)


def test_the_catalog_groups_and_sorts(api: Api) -> None:
    found = api.json(DATASETS, select="count(*) as n", group_by="publisher", order_by="n desc")
    assert found["results"] == [{"publisher": "Ville de Lyon", "n": 2}, {"publisher": None, "n": 2}]
    assert found["total_count"] == 2
    titles = api.json(DATASETS, select="title", order_by="title desc", limit=2)["results"]
    assert titles == [{"title": "Stations limitées"}, {"title": TITLE}]


def test_refine_by_short_and_long_names(api: Api) -> None:
    for refine in ("theme:Eau", 'default.theme:"Eau"'):
        assert api.json(DATASETS, refine=refine)["results"][0]["dataset_id"] == "notice"
    assert api.json(DATASETS, exclude="theme:Eau")["total_count"] == 3


def test_facets_are_named_as_clients_name_them(api: Api) -> None:
    answer = api.json("/catalog/facets", facet=["theme", "publisher"])
    assert answer["links"] == answer["_links"] == []
    theme, publisher = answer["facets"]
    assert [v["value"] for v in theme["facets"]] == ["Transport", "Ville", "Eau"]
    assert publisher["facets"] == [
        {"name": "Ville de Lyon", "value": "Ville de Lyon", "count": 2, "state": "displayed"}
    ]
    names = {group["name"] for group in api.json("/catalog/facets")["facets"]}
    assert {"features", "modified", "publisher", "theme", "keyword", "license", "language", "territory"} <= names


def test_a_refined_date_opens_its_months(api: Api) -> None:
    modified = api.json("/catalog/facets", facet="modified", refine="modified:2026")["facets"][0]["facets"][0]
    assert (modified["name"], modified["state"], modified["count"]) == ("2026", "refined", 4)
    assert modified["facets"][0]["value"] == "2026/03"


@pytest.mark.parametrize("host", ["nord.test", "nord.test:8080", "NORD.test"])
def test_the_host_chooses_the_domain(api: Api, host: str) -> None:
    found = api.json(DATASETS, host=host)
    assert [d["metas"]["default"]["title"] for d in found["results"]] == ["Northern stations"]


def test_an_unknown_host_gets_the_default_domain(api: Api) -> None:
    assert api.json(DATASETS, host="127.0.0.1")["total_count"] == 4


def test_an_id_may_name_its_domain(api: Api) -> None:
    assert api.json(f"{DATASETS}/stations@lyon")["dataset_id"] == "stations"
    assert api.error(f"{DATASETS}/stations@nord")[:2] == (404, "NotFoundResource")
    assert api.error(f"{DATASETS}/geonames@public")[:2] == (404, "NotFoundResource")


def test_service_routes_list_what_there_is(api: Api) -> None:
    def rels(path: str) -> list[str]:
        return [link["rel"] for link in api.json(path)["links"]]

    assert rels("/") == ["self", "catalog", "monitoring", "shared"]
    assert rels("/catalog/") == ["self", "datasets", "exports", "metadata_templates"]
    assert rels("/catalog/metadata_templates") == ["Basic", "Interoperatibility", "Extra", "Admin"]
    formats = ["atom", "csv", "dcat", "json", "json-ld", "jsonl", "rdf", "rss", "sitemap", "ttl", "xlsx"]
    assert rels("/catalog/exports") == formats
    assert api.json("/monitoring/datasets") == {"total_count": 0, "results": []}


def test_metadata_templates_describe_the_metadata(api: Api) -> None:
    template = api.json("/catalog/metadata_templates/basic/default")
    title: dict[str, Any] = next(entry for entry in template["schema"] if entry["name"] == "title")
    assert (title["type"], title["label"]) == ("text", "Title")
    assert api.error("/catalog/metadata_templates/nothing")[:2] == (404, "NotFoundURI")


def test_catalog_exports_are_flat_files(api: Api) -> None:
    csv = api.get("/catalog/exports/csv", select="dataset_id, default.theme", delimiter=",", order_by="dataset_id")
    assert csv.text.splitlines()[-1] == 'stations,"Transport,Ville"'
    assert csv.content.startswith(b"\xef\xbb\xbfdatasetid,")
    assert csv.headers["content-disposition"] == 'attachment; filename="lyon.csv"'
    plain = api.get("/catalog/exports/csv", with_bom="false").text
    assert plain.startswith("datasetid;")
    assert "default.title" in plain.splitlines()[0]
    assert len(api.json("/catalog/exports/json")) == 4
    assert len(api.get("/catalog/exports/jsonl").text.splitlines()) == 4
    assert api.error("/catalog/exports/xml")[:2] == (404, "NotFoundResource")
