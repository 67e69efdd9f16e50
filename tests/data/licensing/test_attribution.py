"""Attribution lines in every form."""

from __future__ import annotations

from datetime import date

import pytest

from parvis.data.licensing.attribution.forms import attribution
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.registry import registry

STREETS = Credited("ODbL-1.0", "Streets", ("Town A",), "https://a.example/streets", date(2024, 5, 3), share=0.2)
TREES = Credited("ODbL-1.0", "Trees", ("Town B", "Portal"), updated=date(2024, 1, 2), share=0.7)


def test_databases_of_one_licence_share_a_line_the_greatest_first() -> None:
    assert attribution([STREETS, TREES], "en").text == (
        "Trees, Town B, Portal, 2 January 2024; Streets, Town A, 3 May 2024, under the ODbL licence."
    )
    assert attribution([TREES, STREETS], "en").text == attribution([STREETS, TREES], "en").text


def test_modification_is_said_where_it_is_due() -> None:
    changed = Credited("CC-BY-4.0", "Trees", ("Town",), changes="duplicates removed")
    assert attribution([changed], "en").text == "Trees © Town, CC BY 4.0, changes: duplicates removed"


def test_notice_of_a_map_made_from_the_data() -> None:
    assert attribution([STREETS], "en", work=True).text == (
        "Contains data from Streets (Town A), available under the ODbL licence."
    )


def test_openstreetmap_has_its_own_words() -> None:
    found = attribution([Credited("ODbL-1.0", "Extract", openstreetmap=True)], "fr")
    assert found.text == "© les contributeurs d’OpenStreetMap, ODbL"


def test_hostile_words_stay_words() -> None:
    hostile = Credited("etalab-2.0", "<script>x</script>[a](b)", ('"><b>',), "javascript:alert(1)")
    found = attribution([hostile], "en")
    assert "<script" not in found.html
    assert "javascript:" not in found.html.split("href=")[-1]
    assert "](javascript" not in found.markdown
    assert "[a](b)" not in found.markdown


def test_a_title_cannot_forge_a_second_credit() -> None:
    forged = Credited("etalab-2.0", "Trees\n\nAll mine", ("Town",))
    assert attribution([forged], "en").text.count("\n") == 0


def test_markdown_and_html_carry_the_links() -> None:
    found = attribution([STREETS], "en")
    assert '<a href="https://a.example/streets">Streets</a>' in found.html
    assert "[Streets](<https://a.example/streets>)" in found.markdown


def test_machine_form_names_each_source() -> None:
    source = attribution([STREETS], "en").machine["prov:wasDerivedFrom"][0]
    assert source["@id"] == "https://a.example/streets"
    assert source["dct:modified"] == "2024-05-03"
    assert source["dct:license"] == registry().get("ODbL-1.0").url


def test_what_is_missing_is_said() -> None:
    found = attribution([Credited("etalab-2.0", "Trees")])
    assert [warning.code for warning in found.warnings] == ["producer_missing", "date_missing"]
    assert not attribution([Credited("CC0-1.0", "Trees")]).warnings
    assert not attribution([Credited("CC0-1.0", "Trees")]).due


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_licence_has_a_line(language: str) -> None:
    for entry in registry():
        line = attribution([Credited(entry.id, "Trees", ("Town",), changes="cut")], language).text
        assert "Trees" in line
        assert "{" not in line
        assert "[" not in line
