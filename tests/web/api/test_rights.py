"""Rights: what is hidden stays hidden, through every endpoint, version, format and clause."""

from typing import Any

import pytest
from tests.factories.published import FOREIGN_SECRET, OPERATOR_SECRET, STAFF_SECRET
from tests.web.api.conftest import ROOT, Api

V20, V1 = "/api/explore/v2.0", "/api/records/1.0"
OF_A_DATASET = [
    f"{ROOT}/catalog/datasets/{{id}}",
    f"{ROOT}/catalog/datasets/{{id}}?select=dataset_id",
    f"{ROOT}/catalog/datasets/{{id}}/records",
    f"{ROOT}/catalog/datasets/{{id}}/records?group_by=city",
    f"{ROOT}/catalog/datasets/{{id}}/records?after=",
    f"{ROOT}/catalog/datasets/{{id}}/records/{'0' * 40}",
    f"{ROOT}/catalog/datasets/{{id}}/facets",
    f"{ROOT}/catalog/datasets/{{id}}/attachments",
    f"{ROOT}/catalog/datasets/{{id}}/exports",
    *(f"{ROOT}/catalog/datasets/{{id}}/exports/{name}" for name in ("csv", "json", "jsonl", "geojson", "parquet")),
    f"{V20}/catalog/datasets/{{id}}",
    f"{V20}/catalog/datasets/{{id}}/records",
    f"{V20}/catalog/datasets/{{id}}/aggregates?select=count(*)",
    f"{V20}/catalog/datasets/{{id}}/exports/csv",
    "/api/v2/catalog/datasets/{id}/records",
    "/api/datasets/1.0/{id}/",
    f"{V1}/search/?dataset={{id}}",
    f"{V1}/download/?dataset={{id}}",
    f"{V1}/analyze/?dataset={{id}}&x=city&y.n.func=COUNT",
    f"{V1}/boundingbox/?dataset={{id}}",
    f"{V1}/geocluster/?dataset={{id}}&clusterprecision=5",
    "/explore/dataset/{id}/download/?format=csv",
    *(f"/api/3/action/{name}?id={{id}}" for name in ("package_show", "datastore_search", "datastore_info")),
    *(
        f"/api/ogc/collections/{{id}}{below}"
        for below in ("", "/items", "/queryables", "/schema", f"/items/{'0' * 40}")
    ),
    "/api/ogc/collections/catalog/items/{id}",
    *(f"/api/odata/v4/{{id}}{below}" for below in ("", "/$count", f"('{'0' * 40}')")),
    *(f"/api/3/action/{name}?id={{id}}" for name in ("package_show", "datastore_search", "datastore_info")),
]
OF_THE_CATALOG = [
    f"{ROOT}/catalog/datasets?limit=100",
    f"{ROOT}/catalog/datasets?select=dataset_id,title&limit=100",
    f"{ROOT}/catalog/datasets?group_by=publisher",
    f"{ROOT}/catalog/datasets?where=search(%22secret%22)",
    f"{ROOT}/catalog/facets",
    *(f"{ROOT}/catalog/exports/{name}" for name in ("csv", "json", "jsonl")),
    f"{V20}/catalog/datasets?limit=100",
    f"{V20}/catalog/facets",
    "/api/datasets/1.0/search/?rows=100&facet=publisher",
    *(f"/api/3/action/{name}" for name in ("package_list", "package_search", "current_package_list_with_resources")),
    "/api/action/organization_list?all_fields=true",
    "/api/ogc/collections",
    "/api/ogc/collections/catalog/items",
    "/api/ogc/collections/catalog/items?filter=title%20LIKE%20'%25'",
    "/api/csw?request=GetRecords&resultType=results&maxRecords=100",
    "/api/csw?request=GetRecordById&id=secret,stations&elementSetName=full",
    "/api/odata/v4",
    "/api/odata/v4/$metadata",
    *(f"/api/3/action/{name}" for name in ("package_list", "package_search", "current_package_list_with_resources")),
    "/api/action/organization_list?all_fields=true",
]


@pytest.mark.parametrize("path", OF_A_DATASET)
def test_a_hidden_dataset_is_one_that_does_not_exist(api: Api, path: str) -> None:
    hidden, missing = (api.request("GET", path.format(id=name)) for name in ("secret", "absent"))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("secret", "absent") == missing.text


@pytest.mark.parametrize("path", OF_THE_CATALOG)
def test_a_hidden_dataset_leaves_no_trace_in_the_catalog(api: Api, path: str) -> None:
    anonymous = api.request("GET", path)
    staff = api.request("GET", path, headers={"Authorization": f"Apikey {STAFF_SECRET}"})
    assert anonymous.status_code == staff.status_code == 200
    assert "ecret" not in anonymous.text
    assert '"X"' not in anonymous.text
    assert anonymous.text != staff.text


def test_the_catalog_counts_what_the_caller_may_know_of(api: Api) -> None:
    def count(**who: Any) -> int:
        total: int = api.json("/catalog/datasets", limit=0, **who)["total_count"]
        return total

    assert count() == 4
    assert count(apikey=STAFF_SECRET) == count(apikey=OPERATOR_SECRET) == 5


def test_a_key_of_another_domain_opens_nothing_here_and_its_own_there(api: Api) -> None:
    assert api.get("/catalog/datasets", apikey=FOREIGN_SECRET).status_code == 401
    assert api.json("/catalog/datasets", apikey=FOREIGN_SECRET, host="nord.test")["total_count"] == 1


@pytest.mark.parametrize("path", ["/catalog/datasets", "/catalog/datasets/vault", "/catalog/facets"])
def test_a_private_portal_asks_for_a_key(api: Api, path: str) -> None:
    assert api.error(path, host="closed.test")[:2] == (401, "Unauthorized")
    assert api.get(path, host="closed.test", apikey=OPERATOR_SECRET).status_code == 200


# ------------------------------------------------------------------ rows and fields

LIMITED = "/catalog/datasets/limited"


def test_hidden_rows_are_in_no_count_no_group_no_facet_no_file(api: Api) -> None:
    assert api.records("limited", limit=0)["total_count"] == 50
    assert api.records("limited", where="not open", limit=0)["total_count"] == 0
    assert api.records("limited", select="count(*) as n")["results"] == [{"n": 50}]
    groups = api.records("limited", select="count(*) as n", group_by="open")
    assert groups["results"] == [{"open": True, "n": 50}]
    facet = api.json(f"{LIMITED}/facets", facet="open")["facets"][0]["facets"]
    assert [(v["value"], v["count"]) for v in facet] == [("true", 50)]
    for format in ("json", "jsonl", "csv"):
        assert "s001" not in api.get(f"{LIMITED}/exports/{format}").text
    assert len(api.json(f"{LIMITED}/exports/json")) == 50
    assert api.records("limited", apikey=STAFF_SECRET, limit=0)["total_count"] == 120


@pytest.mark.parametrize(
    "clauses",
    [
        {"select": "capacity"},
        {"select": "sum(capacity)"},
        {"where": "capacity > 3"},
        {"where": "not capacity is null"},
        {"where": "in_bbox(coord,48,1,49,2)"},
        {"order_by": "capacity"},
        {"order_by": "distance(coord, geom'POINT(2 48)')"},
        {"group_by": "capacity"},
        {"group_by": "range(capacity, 10)"},
        {"refine": "capacity:5"},
        {"exclude": "capacity:5"},
        {"select": "bbox(coord)"},
    ],
)
def test_a_hidden_field_is_unknown_in_every_clause(api: Api, clauses: dict[str, str]) -> None:
    status, code, message = api.error(f"{LIMITED}/records", **clauses)
    assert (status, code) == (400, "ODSQLError")
    assert "Unknown field" in message
    assert api.error(f"{LIMITED}/exports/csv", **clauses)[:2] == (400, "ODSQLError")
    assert api.get(f"{LIMITED}/records", **clauses, apikey=STAFF_SECRET).status_code == 200


def test_a_hidden_field_is_unknown_in_the_old_language_too(api: Api) -> None:
    hidden, missing = (api.error(f"{LIMITED}/records", qv1=f"{name}:5") for name in ("capacity", "absently"))
    assert hidden == missing
    assert hidden[0] == 400


def test_a_hidden_field_is_in_no_answer(api: Api) -> None:
    dataset = api.get(LIMITED).text
    assert "capacity" not in dataset
    assert '"geo"' not in dataset
    assert api.error(f"{LIMITED}/facets", facet="capacity")[:2] == (400, "ODSQLError")
    for path in (f"{LIMITED}/records", f"{LIMITED}/exports/json", f"{LIMITED}/exports/csv"):
        assert "capacity" not in api.get(path).text
    assert "capacity" in api.get(LIMITED, apikey=STAFF_SECRET).text


def test_what_is_counted_on_hidden_rows_is_not_told(api: Api) -> None:
    def count(**who: Any) -> Any:
        selected = api.json(LIMITED, select="records_count", **who)["records_count"]
        whole = api.json(LIMITED, **who)["metas"]["default"]["records_count"]
        assert selected == whole
        return selected

    assert (count(), count(apikey=STAFF_SECRET)) == (None, 120)
    assert api.json("/catalog/datasets", where="records_count > 0 and dataset_id='limited'")["total_count"] == 0


def test_the_id_of_a_hidden_row_leads_nowhere(api: Api) -> None:
    rows = api.records("limited", apikey=STAFF_SECRET, include_app_metas="true", limit=2)["results"]
    shown, hidden = (row["_id"] for row in rows)
    assert api.json(f"{LIMITED}/records/{shown}")["code"] == "s000"
    assert api.error(f"{LIMITED}/records/{hidden}")[:2] == (404, "NotFoundResource")
    assert api.json(f"{LIMITED}/records/{hidden}", apikey=STAFF_SECRET)["code"] == "s001"


def test_an_answer_to_one_caller_is_not_given_to_another(api: Api) -> None:
    query = {"select": "count(*) as n", "where": "code like 's*'"}
    for who, expected in (({}, 50), ({"apikey": STAFF_SECRET}, 120), ({}, 50), ({"apikey": OPERATOR_SECRET}, 120)):
        assert api.records("limited", **query, **who)["results"] == [{"n": expected}]
    tags = {api.get(f"{LIMITED}/exports/csv", **who).headers["etag"] for who in ({}, {"apikey": STAFF_SECRET})}
    assert len(tags) == 2


def test_metadata_only_shows_the_dataset_and_no_record(api: Api) -> None:
    dataset = api.json("/catalog/datasets/described")
    assert (dataset["data_visible"], dataset["has_records"]) == (False, True)
    for below in ("records", "facets", "exports/csv", f"records/{'0' * 40}"):
        assert api.error(f"/catalog/datasets/described/{below}")[:2] == (403, "ForbiddenAccess")
    assert api.json("/catalog/datasets/described/exports")["links"] == []
    assert api.records("described", apikey=STAFF_SECRET)["total_count"] == 120
