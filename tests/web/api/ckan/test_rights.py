"""The same rights as everywhere, and the envelope that clients expect."""

from typing import Any

import pytest
from ckanapi import RemoteCKAN
from ckanapi.errors import NotAuthorized, NotFound
from tests.factories.published import FOREIGN_SECRET, OPERATOR_SECRET, STAFF_SECRET


def test_a_key_is_read_where_clients_put_it(root: str, raw: Any) -> None:
    with RemoteCKAN(root, apikey=STAFF_SECRET) as staff:
        assert "secret" in staff.action.package_list()
    for headers in ({"X-CKAN-API-Key": STAFF_SECRET}, {"Authorization": f"Bearer {STAFF_SECRET}"}):
        assert "secret" in raw("package_list", headers=headers).json()["result"]
    wrong = raw("package_list", headers={"Authorization": FOREIGN_SECRET})
    assert wrong.json()["error"]["__type"] == "Authorization Error"


def test_a_hidden_dataset_is_nowhere(root: str, raw: Any) -> None:
    with RemoteCKAN(root, apikey=STAFF_SECRET) as staff:
        hidden = staff.action.package_show(id="secret")
    identifiers = [hidden["id"], *(resource["id"] for resource in hidden["resources"])]
    with RemoteCKAN(root) as public:
        for action in ("package_show", "resource_show", "datastore_info"):
            for identifier in ("secret", *identifiers):
                with pytest.raises(NotFound):
                    public.call_action(action, {"id": identifier})
        with pytest.raises(NotFound):
            public.action.organization_show(id="x")
    for action in ("package_list", "package_search", "organization_list", "current_package_list_with_resources"):
        assert "ecret" not in raw(action, q="secret").text.replace("q=secret", "")
    absent, secret = (raw("package_show", id=name).text for name in ("absent", "secret"))
    assert absent == secret


def test_hidden_rows_and_fields_are_in_no_answer(root: str) -> None:
    with RemoteCKAN(root) as public, RemoteCKAN(root, apikey=STAFF_SECRET) as staff:
        assert public.action.datastore_search(resource_id="limited", limit=0)["total"] == 50
        assert staff.action.datastore_search(resource_id="limited", limit=0)["total"] == 120
        assert "capacity" not in str(public.action.datastore_search(resource_id="limited", limit=1))
        assert public.action.datastore_info(id="limited")["meta"]["count"] is None
        with pytest.raises(NotAuthorized):
            public.action.datastore_search(resource_id="described")


def test_a_private_portal_wants_a_key(raw: Any) -> None:
    closed = raw("site_read", headers={"Host": "closed.test"})
    assert (closed.status_code, closed.json()["error"]["__type"]) == (403, "Authorization Error")
    opened = raw("package_list", headers={"Host": "closed.test", "Authorization": OPERATOR_SECRET})
    assert opened.json()["result"] == ["vault"]
    assert raw("package_list", headers={"Host": "nord.test"}).json()["result"] == ["stations"]


def test_the_envelope_is_that_of_ckan(root: str, raw: Any) -> None:
    good = raw("package_show", id="stations")
    assert list(good.json()) == ["help", "success", "result"]
    assert good.headers["content-type"].startswith("application/json")
    missing = raw("package_show", id="absent")
    assert missing.status_code == 404
    assert missing.json()["success"] is False
    assert missing.json()["error"]["__type"] == "Not Found Error"
    assert raw("package_search", rows="x").status_code == 409
    assert raw("help_show", name="package_search").json()["result"].startswith("Datasets by words")
    assert raw("nothing_such").json() == "Bad request - Action name not known: nothing_such"
    assert raw("nothing_such").status_code == 400


@pytest.mark.parametrize("body", [b'{"id":', b"[1]", b'"x"', b'{"id": "a\\u0000"}', b"\xff\xfe{", b"[" * 5_000])
def test_a_body_that_is_no_object_is_refused(raw: Any, body: bytes) -> None:
    answer = raw("package_show", "POST", headers={"content-type": "application/json"}, content=body)
    assert 400 <= answer.status_code < 500


def test_json_is_read_from_a_form_too(raw: Any) -> None:
    assert raw("package_show", "POST", content=b'{"id": "stations"}').json()["result"]["name"] == "stations"
    assert raw("package_show", "POST", data={"id": "stations"}).json()["result"]["name"] == "stations"
    answer = raw(
        "package_show",
        "POST",
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=b'{"id":"stations"}',
    )
    assert answer.json()["success"] is True
