"""Records by the identifier of a file."""

import csv
import json
from typing import Any

import pytest
from ckanapi import RemoteCKAN
from ckanapi.errors import NotAuthorized, NotFound, ValidationError


def table(ckan: RemoteCKAN, name: str = "stations") -> str:
    """The identifier of the file that is the table."""
    resources = ckan.action.package_show(id=name)["resources"]
    return next(str(one["id"]) for one in resources if one["datastore_active"])


def search(ckan: RemoteCKAN, **asked: Any) -> Any:
    """Lists and objects travel as JSON in an address."""
    if ckan.get_only:
        asked = {name: json.dumps(v) if isinstance(v, dict | list) else v for name, v in asked.items()}
    return ckan.action.datastore_search(resource_id=table(ckan), **asked)


def test_records_come_with_fields_total_and_pages(ckan: RemoteCKAN) -> None:
    found = search(ckan, limit=2, offset=1)
    assert [record["_id"] for record in found["records"]] == [2, 3]
    assert found["records"][0]["code"] == "s001"
    assert (found["total"], found["limit"], found["offset"]) == (120, 2, 1)
    types = {field["id"]: field["type"] for field in found["fields"]}
    assert types["capacity"] == "int8"
    assert (types["updated"], types["tags"], types["coord"], types["_id"]) == ("timestamp", "_text", "json", "int")
    assert "offset=3" in found["_links"]["next"]
    assert "total" not in search(ckan, include_total=False)


def test_filters_words_and_order_choose_records(ckan: RemoteCKAN) -> None:
    chosen = search(ckan, filters={"city": ["Paris", "Lyon"], "open": True}, sort="capacity desc", fields="code,city")
    assert chosen["total"] == 30
    assert chosen["records"][0] == {"code": "s116", "city": "Paris"}
    assert search(ckan, q="clichy")["total"] == 30
    assert search(ckan, q={"city": "clichy"})["total"] == 30
    assert search(ckan, filters={"built": "2003"})["total"] == 24
    assert search(ckan, filters={"city": None})["total"] == 30


def test_distinct_values_and_other_forms(ckan: RemoteCKAN) -> None:
    distinct = search(ckan, fields=["city"], distinct=True, sort="city")
    assert [record["city"] for record in distinct["records"]] == ["Clichy", "Lyon", "Paris", None]
    assert distinct["total"] == 4
    lists = search(ckan, fields="code,capacity", records_format="lists", limit=1)
    assert lists["records"] == [["s000", 0]]
    text = search(ckan, fields="code,city", records_format="csv", limit=2)["records"]
    assert list(csv.reader(text.splitlines())) == [["s000", "Paris"], ["s001", "Lyon"]]


def test_the_table_describes_itself(ckan: RemoteCKAN) -> None:
    found = ckan.action.datastore_info(id=table(ckan))
    assert found["meta"]["count"] == 120
    assert found["fields"][0] == {"id": "code", "type": "text", "info": {"label": "Code", "notes": "", "unit": ""}}


def test_a_limit_beyond_is_lowered_and_said(ckan: RemoteCKAN) -> None:
    found = search(ckan, limit=10_000_000)
    assert found["limit"] == 32_000
    assert len(found["records"]) == 120


@pytest.mark.parametrize(
    ("asked", "member"),
    [
        ({"fields": "nope"}, "fields"),
        ({"sort": "nope desc"}, "sort"),
        ({"filters": {"nope": 1}}, "filters"),
        ({"filters": {"capacity": "many"}}, "filters"),
        ({"filters": "{"}, "filters"),
        ({"filters": "[1]"}, "filters"),
        ({"limit": "x"}, "limit"),
        ({"offset": -1}, "offset"),
        ({"records_format": "exe"}, "records_format"),
        ({"q": {"nope": "x"}}, "q"),
        ({"distinct": "perhaps"}, "distinct"),
    ],
)
def test_wrong_parameters_are_named(ckan: RemoteCKAN, asked: dict[str, Any], member: str) -> None:
    with pytest.raises(ValidationError) as refused:
        search(ckan, **asked)
    assert member in refused.value.error_dict


def test_values_cannot_leave_their_quotes(ckan: RemoteCKAN) -> None:
    for value in ('Paris" or open or city = "', "\\", "'; drop table x", '\\" or true'):
        assert search(ckan, filters={"city": value})["total"] == 0
        assert search(ckan, q=value + "zzz")["total"] == 0
    with pytest.raises(ValidationError):
        search(ckan, sort='code" desc; drop')


def test_no_sql_is_taken(ckan: RemoteCKAN) -> None:
    with pytest.raises(NotAuthorized):
        ckan.action.datastore_search_sql(sql='select * from "stations"')


def test_a_dataset_without_records_has_no_table(ckan: RemoteCKAN) -> None:
    with pytest.raises(NotFound):
        ckan.action.datastore_search(resource_id="notice")
    with pytest.raises(NotFound):
        ckan.action.datastore_search(resource_id="absent")
