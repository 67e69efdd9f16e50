"""Facets as links."""

from __future__ import annotations

from django.utils import translation

from parvis.data.engine.facets import FacetValue
from parvis.data.serving.pages import FacetGroup
from parvis.web.portal.pages.facets import Facet, chips, facets, period, worded
from parvis.web.portal.pages.selection import Selection

WORDING = worded(dates=("modified",))


def value(path: str, count: int = 1, *children: FacetValue) -> FacetValue:
    return FacetValue(path.rpartition("/")[2], path, count, "displayed", children)


def shown(selection: Selection, *groups: FacetGroup) -> tuple[Facet, ...]:
    return facets(groups, {"theme": "Thème"}, selection, lambda s: s.address("/explore/"), WORDING)


def test_a_choice_adds_itself_then_takes_itself_away() -> None:
    group = FacetGroup("theme", [value("Eau", 3)])
    (free,) = shown(Selection(), group)[0].first
    (taken,) = shown(Selection(refine=(("theme", "Eau"),)), group)[0].first
    assert (free.address, free.selected) == ("/explore/?refine.theme=Eau", False)
    assert (taken.address, taken.selected) == ("/explore/", True)


def test_many_values_are_behind_a_disclosure_but_never_the_selected_one() -> None:
    group = FacetGroup("theme", [value(f"T{n}") for n in range(20)])
    (facet,) = shown(Selection(refine=(("theme", "T19"),)), group)
    assert (len(facet.first), len(facet.more)) == (6, 14)
    assert facet.first[0].label == "T19"


def test_months_are_listed_once_their_year_is_selected() -> None:
    group = FacetGroup("modified", [value("2026", 5, value("2026/03", 2))])
    with translation.override("fr"):
        assert shown(Selection(), group)[0].first[0].children == ()
        (year,) = shown(Selection(refine=(("modified", "2026"),)), group)[0].first
        assert [c.label for c in year.children] == ["mars 2026"]
        assert year.children[0].address == "/explore/?refine.modified=2026%2F03"


def test_a_facet_without_values_is_not_shown() -> None:
    assert shown(Selection(), FacetGroup("theme", [])) == ()


def test_each_chip_takes_away_what_it_names() -> None:
    selection = Selection(q="eau", refine=(("theme", "Air"),), exclude=(("theme", "Bruit"),))
    with translation.override("fr"):
        found = chips(selection, {"theme": "Thème"}, lambda s: s.address("/explore/"), WORDING)
    assert [(c.label, c.value) for c in found] == [
        ("", "«\N{NO-BREAK SPACE}eau\N{NO-BREAK SPACE}»"),
        ("Thème", "Air"),
        ("Sans Thème", "Bruit"),
    ]
    assert "Bruit" not in found[2].address


def test_what_is_no_period_stays_as_it_is() -> None:
    assert period("2026/99") == "2026/99"
    assert period("unknown") == "unknown"
