"""The policy of pages, its few variants, and what browsers tell of it."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from parvis.web.ui.middleware import ReaderLanguage, SecurityHeaders
from parvis.web.ui.policy import EMBED, PAGE, InvalidOrigin, checked_origins, embeddable, showing
from parvis.web.ui.reports import Sample, policy_reports, violations

REQUEST = RequestFactory().get("/")


@embeddable
def card(request: HttpRequest) -> HttpResponse:
    """A page for frames."""
    return HttpResponse("card")


def test_only_an_embed_may_be_framed_elsewhere_and_it_sends_no_form() -> None:
    policy = SecurityHeaders(card)(REQUEST)["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'self'" in str(PAGE)


def test_an_embed_sets_no_cookie() -> None:
    request = RequestFactory().get("/?lang=en")
    assert not ReaderLanguage(card)(request).cookies


def test_a_page_may_show_frames_of_the_origins_it_names_only() -> None:
    view = showing("https://video.example.org/")(lambda request: HttpResponse())
    assert "frame-src 'self' https://video.example.org;" in SecurityHeaders(view)(REQUEST)["Content-Security-Policy"]


@pytest.mark.parametrize(
    "origin",
    ["*", "https://*", "https://a.org/x", "https:", "javascript:x", "https://a.org; script-src *", "a.org", ""],
)
def test_a_wildcard_or_a_path_is_no_origin(origin: str) -> None:
    with pytest.raises(InvalidOrigin):
        checked_origins([origin])


@pytest.mark.parametrize("policy", [PAGE, EMBED])
def test_no_variant_allows_inline_or_evaluated_code(policy: object) -> None:
    assert "unsafe" not in str(policy)
    assert "script-src 'self';" in str(policy)


def post(body: bytes) -> HttpResponse:
    return policy_reports(RequestFactory().post("/policy-reports", body, content_type="application/csp-report"))


def test_a_report_keeps_the_host_and_no_address(caplog: pytest.LogCaptureFixture) -> None:
    report = {
        "blocked-uri": "https://bad.example/x?token=1",
        "effective-directive": "img-src",
        "document-uri": "http://p/",
    }
    with caplog.at_level(logging.WARNING):
        assert post(json.dumps({"csp-report": report}).encode()).status_code == 204
    assert "img-src blocked bad.example" in caplog.text
    assert "token" not in caplog.text


def test_both_forms_of_reports_are_read() -> None:
    body = json.dumps([{"type": "csp-violation", "body": {"effectiveDirective": "style-src", "blockedURL": "inline"}}])
    assert list(violations(body.encode())) == [("style-src", "inline")]


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)).map(
        lambda v: json.dumps(v).encode()
    )
)
def test_whatever_is_posted_is_no_fault_of_ours(body: bytes) -> None:
    assert post(body).status_code == 204


def test_reports_are_sampled() -> None:
    sample = Sample(every=10)
    assert [sample.take(now) for now in (0, 1, 9, 10, 20)] == [0, None, None, 2, 0]


def test_reports_are_only_posted() -> None:
    assert Client().get("/policy-reports").status_code == 405
