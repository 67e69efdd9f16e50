"""The map page: everything a reader can choose, and what the script needs to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from parvis.core.errors import NotFound, ParvisError
from parvis.core.fields import Field
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.tiles import making
from parvis.data.serving.tiles.asking import asked, geometries
from parvis.web.portal.pages.dataset import DatasetHead, address, head
from parvis.web.portal.pages.embed import EmbedCode, embed_code
from parvis.web.portal.pages.maps.chosen import Chosen
from parvis.web.portal.pages.maps.colours import Colours, coloured, colours
from parvis.web.portal.pages.maps.gazetteer import Place, places
from parvis.web.portal.pages.maps.settings import PLAIN, backgrounds, basemap_settings, settings
from parvis.web.portal.pages.maps.territories import Territories, measures, territories
from parvis.web.portal.pages.refinement.bar import Bar, refinement_bar
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A place that was asked by its name: where to go and see it, how to keep the records around it."""

    name: str
    dataset: str
    go: str
    keep: str | None


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the page shows. ``extent`` is None when the filter is wrong (``error``)."""

    head: DatasetHead
    selection: Selection
    chosen: Chosen
    kept: Pairs
    extent: making.Extent | None
    geometries: Pairs
    colour_fields: Pairs
    colours: Colours | None
    territory_choices: Pairs
    measure_choices: Pairs
    territories: Territories | None
    backgrounds: Pairs
    settings: dict[str, Any]
    bar: Bar
    places: tuple[Named, ...]
    table: str
    code: EmbedCode
    error: ParvisError | None = None

    @property
    def background(self) -> str:
        """The name of the background that is shown."""
        shown = self.settings["basemap"]
        return PLAIN if shown is None else str(shown["name"])

    @property
    def missing(self) -> int:
        """Records that no place is known of."""
        return 0 if self.extent is None else self.extent.count - self.extent.placed


def map_page(visit: Visit, view: DatasetView, parameters: QueryDict) -> MapPage:
    """The map of the selection; a wrong condition is a page that says so. Raises NotFound without any geometry."""
    selection, chosen = Selection.read(parameters), Chosen.read(parameters)
    joined = territories(visit, view)
    picked = next((t for t in joined if t.choice == chosen.territories), None)
    fields = geometries(view.records.schema)
    if not fields and not joined:
        raise NotFound(f"No record of {view.manifest.id} has a place.")
    picked = picked or (None if fields else joined[0])
    extent, error = extent_of(visit, view, selection, chosen, fields)
    drawn = None if picked else colours(visit, view, chosen.color)
    pairs = [*selection.filters_only().pairs(), *chosen.pairs()]
    title = view.manifest.description.title or view.manifest.id
    found = [] if chosen.location else places(visit, chosen.place)
    return MapPage(
        head=head(visit, view, "map", selection),
        selection=selection,
        chosen=chosen,
        kept=tuple(selection.filters_only().pairs()),
        extent=extent,
        geometries=tuple((f.name, label(f)) for f in fields),
        colour_fields=tuple((f.name, label(f)) for f in coloured(view)),
        colours=drawn,
        territory_choices=tuple((t.choice, f"{t.title} ({t.code_label})") for t in joined),
        measure_choices=tuple((f.name, label(f)) for f in measures(view)),
        territories=picked,
        settings={
            **settings(view, selection, chosen, extent, drawn, picked),
            "fit": found[0].bounds if found else None,
            "basemap": basemap_settings(visit, chosen),
        },
        backgrounds=backgrounds(visit),
        bar=refinement_bar(visit, view, selection, address("map", view), extra=tuple(chosen.kept), error=error),
        places=tuple(named(view, selection, chosen, place, fields) for place in found),
        table=selection.filters_only().address(address("table", view)),
        code=embed_code(visit, "map", view.manifest.id, pairs, title),
        error=error,
    )


def named(view: DatasetView, selection: Selection, chosen: Chosen, place: Place, fields: list[Field]) -> Named:
    """The links of a place."""
    path, pairs = address("map", view), selection.filters_only().pairs()
    go = [*pairs, *chosen.kept, ("place", place.name)]
    keep = [*pairs, *chosen.kept, (f"bbox.{fields[0].name}", place.parameter)] if fields else None
    link = None if keep is None else f"{path}?{urlencode(keep)}"
    return Named(place.name, place.dataset, f"{path}?{urlencode(go)}", link)


def extent_of(
    visit: Visit, view: DatasetView, selection: Selection, chosen: Chosen, fields: list[Field]
) -> tuple[making.Extent | None, ParvisError | None]:
    """How many records are shown and where, or what is wrong with the filter."""
    name = chosen.geometry if any(f.name == chosen.geometry for f in fields) else None
    if not fields:
        return None, None
    return selection.attempt(lambda: making.extent(visit.reader, view, asked(view, selection.text(), name)))
