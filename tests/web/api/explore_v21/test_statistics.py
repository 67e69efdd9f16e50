"""Statistics of fields: what they say, who may see them, when there are none."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.factories.published import AT, STAFF_SECRET, STATIONS, Installation
from tests.web.api.conftest import ROOT, Api

from parvis.data.ingest.statistics import Basis, measure
from parvis.data.store.keys import data_key, statistics_key

STAFF = {"Authorization": f"Apikey {STAFF_SECRET}"}
PATH = "/catalog/datasets/{}/statistics"


def compute(installation: Installation, uid: str, scratch: Path) -> None:
    """What the background job leaves in the store."""
    objects = installation.store.objects
    found = measure(objects.local_path(data_key(uid, 1)), STATIONS, Basis(AT, "stations.csv"), scratch)
    objects.put_bytes(statistics_key(uid, 1), orjson.dumps(found))


@pytest.fixture(autouse=True, scope="module")
def _computed(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("stations", "limited", "described", "secret"):
        compute(installation, f"da_lyon_{name}", tmp_path_factory.mktemp("scratch"))


def test_all_the_fields_with_when_and_on_what(api: Api) -> None:
    found = api.json(PATH.format("stations"))
    assert (found["dataset_id"], found["version"], found["records_count"]) == ("stations", 1, 120)
    assert found["inferred"] == {"at": AT, "source": "stations.csv", "rows": 120}
    assert [field["name"] for field in found["fields"]] == [field.name for field in STATIONS]
    city = found["fields"][1]
    assert (city["label"], city["filled"], city["share"]) == ("Ville", 90, 0.75)
    assert city["frequent"]["values"][0] == {"value": "Clichy", "count": 30}


def test_one_field(api: Api) -> None:
    field = api.json("/catalog/datasets/stations/fields/capacity/statistics")["field"]
    assert (field["min"], field["max"], field["mean"]) == (0, 119, 59.5)
    assert sum(interval["count"] for interval in field["histogram"]) == 120
    assert api.error("/catalog/datasets/stations/fields/nope/statistics")[:2] == (404, "NotFoundResource")


def test_a_client_that_has_them_is_not_sent_them_again(api: Api) -> None:
    first = api.get(PATH.format("stations"))
    again = api.get(PATH.format("stations"), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = api.request("HEAD", ROOT + PATH.format("stations"))
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


def test_who_sees_a_part_of_the_rows_sees_no_statistics(api: Api) -> None:
    status, code, message = api.error(PATH.format("limited"))
    assert (status, code) == (403, "ForbiddenAccess")
    assert "119" not in message
    assert api.error("/catalog/datasets/limited/fields/city/statistics")[0] == 403
    assert api.get(PATH.format("limited"), headers=STAFF).status_code == 200


def test_who_sees_the_metadata_only_sees_no_statistics(api: Api) -> None:
    assert api.error(PATH.format("described"))[:2] == (403, "ForbiddenAccess")


def test_a_hidden_dataset_is_one_that_does_not_exist(api: Api) -> None:
    hidden, missing = api.get(PATH.format("secret")), api.get(PATH.format("absent"))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("secret", "absent") == missing.text


def test_without_statistics_or_data_there_are_none(api: Api) -> None:
    answer = api.get(PATH.format("stations"), host="nord.test")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "NotFoundResource")
    assert answer.json()["hint"]
    assert api.error(PATH.format("notice"))[:2] == (404, "NotFoundResource")
