"""The definitions of formats: documented, and each with its writer."""

import importlib.util
from pathlib import Path

import pytest

from parvis.core.errors import InvalidParameter
from parvis.data.exports import writers
from parvis.data.exports.choices import epsg_of, options_of
from parvis.data.exports.formats import ALIASES, FORMATS, OPTIONS

ROOT = Path(__file__).parents[3]
COPIED = {"csv", "tsv", "json", "jsonl", "geojson", "parquet", "geoparquet"}


def test_the_page_of_the_formats_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("format_pages", ROOT / "tools/format_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == module.PAGE.read_text(), "run: python tools/format_pages.py"


def test_every_format_has_one_writer() -> None:
    assert {*writers.STREAMED, *writers.BUILT} == set(FORMATS) - COPIED
    assert set(ALIASES.values()) <= set(FORMATS)
    assert not set(ALIASES) & set(FORMATS)


def test_defaults_differ_in_older_versions() -> None:
    assert options_of(FORMATS["csv"], {})["with_bom"] is True
    assert options_of(FORMATS["csv"], {}, older=True)["with_bom"] is False
    assert options_of(FORMATS["tsv"], {})["with_bom"] is False
    assert options_of(FORMATS["gpx"], {}, older=True)["use_extension"] is False


@pytest.mark.parametrize("name", [n for n, o in OPTIONS.items() if o.kind in ("flag", "choice")])
def test_a_wrong_value_is_refused_by_name(name: str) -> None:
    format = next((f for f in FORMATS.values() if name in f.options), None)
    if format is None:
        assert name == "compressed"
        return
    with pytest.raises(InvalidParameter, match=name):
        options_of(format, {name: "perhaps"})


@pytest.mark.parametrize("asked", ["x", "²", "-1", "9999999", "4326; DROP"])
def test_an_epsg_code_is_a_number(asked: str) -> None:
    with pytest.raises(InvalidParameter, match="epsg"):
        epsg_of(FORMATS["gpkg"], {"epsg": asked})
