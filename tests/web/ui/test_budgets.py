"""What a first visit weighs, compressed, in bytes, read from the manifest of the build."""

from __future__ import annotations

import gzip

import pytest

from parvis.web.ui.assets import BASE, FOLDER, entry, file, manifest


def weight(*paths: str) -> int:
    """Bytes of these built files after gzip."""
    return sum(len(gzip.compress((FOLDER / path.removeprefix(BASE)).read_bytes(), 9)) for path in paths)


@pytest.mark.parametrize(("name", "most"), [("main", 40_000), ("frame", 10_000)])
def test_a_page_that_is_read_needs_few_scripts(name: str, most: int) -> None:
    built = entry(name)
    assert 0 < weight(built.script, *built.imports) <= most


def test_a_page_with_a_chart_stays_under_its_budget() -> None:
    built, chart = entry("main"), manifest()["src/islands/chart/index.ts"]
    assert 0 < weight(built.script, *built.imports, f"{BASE}{chart['file']}") <= 260_000


@pytest.mark.parametrize("name", ["main", "frame"])
def test_its_styles_and_the_font_it_loads_at_once_stay_light(name: str) -> None:
    assert 0 < weight(*entry(name).styles) <= 20_000
    assert 0 < (FOLDER / file("fonts/source-sans-3.woff2").removeprefix(BASE)).stat().st_size <= 50_000


def test_the_console_of_the_api_stays_light() -> None:
    built = entry("main")
    editor = manifest()["src/islands/odsql/index.ts"]
    shared = [manifest()[name]["file"] for name in editor.get("imports", ())]
    assert weight(*{BASE + editor["file"], *(BASE + name for name in shared), built.script, *built.imports}) <= 150_000


def test_every_built_file_is_there() -> None:
    named = {chunk["file"] for chunk in manifest().values()}
    assert {name for name in named if not (FOLDER / name).is_file()} == set()
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("assets/*.js")} <= named


def test_nothing_evaluates_text() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in FOLDER.glob("assets/*.js")]
    assert [script for script in scripts if "eval(" in script.replace("allowEval", "")] == []
