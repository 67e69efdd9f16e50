"""docs/use/api.md against the API."""

import re
from pathlib import Path

from tests.web.api.conftest import Api

from parvis.data.serving.exports import FORMATS
from parvis.web.api.explore_v21.openapi import PARAMETERS

PAGE = (Path(__file__).parents[3] / "docs/use/api.md").read_text()


def test_every_parameter_and_format_is_on_the_page() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    quoted = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    assert {name for name in (*PARAMETERS, *FORMATS) if name not in quoted} <= {"facet"}
    assert "facets?facet=" in PAGE


def test_every_header_of_ours_is_on_the_page(api: Api) -> None:
    page = PAGE.lower()
    usual = (
        "content-type",
        "content-length",
        "cache-control",
        "vary",
        "access-control",
        "content-language",
        "x-content",
    )
    for name in api.get("/catalog/datasets", lmit=3).headers:
        shown = name.replace("x-ratelimit-remaining", "-remaining").replace("x-ratelimit-reset", "-reset")
        assert name.startswith(usual) or shown in page, name


def test_the_error_shown_is_the_one_answered(api: Api) -> None:
    answer = api.get("/catalog/datasets/stations/records", where="capcity > 3").text
    shown = re.search(r'\{"error_code":"ODSQLError".*\}', PAGE)
    assert shown is not None
    assert answer == shown[0].replace("popultion", "capcity").replace("population", "capacity")
