"""What every embedded view has: the options of its address, its source line, the code to put in another site."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.cards import foreign, modified
from parvis.web.portal.visit import Visit

LOWEST, HIGHEST = 80, 4000
OWN = ("lang", "theme", "height", "card", "static", "scrollwheel", "columns", "title", "interactive")
"""Parameters of embeds alone; the others are the selection. Their defaults never change within ``v1``."""


@dataclass(frozen=True, slots=True)
class EmbedOptions:
    """The options of an address; unknown ones and unreadable values are ignored.

    ``height`` in CSS pixels; ``card`` shows the title of the dataset; ``static`` moves nothing; ``scrollwheel`` zooms
    without a key; ``interactive`` listens to filters from the site around.
    """

    height: int | None = None
    card: bool = False
    static: bool = False
    scrollwheel: bool = False
    interactive: bool = False
    columns: tuple[str, ...] = ()
    title: str = ""

    @classmethod
    def read(cls, parameters: QueryDict) -> EmbedOptions:
        """The options an address states."""
        height = parameters.get("height", "")
        return cls(
            height=min(max(int(height), LOWEST), HIGHEST) if height.isascii() and height.isdigit() else None,
            columns=tuple(name for name in parameters.get("columns", "").split(",") if name)[:60],
            title=parameters.get("title", "").replace("\0", "").strip()[:200],
            **{name: flag(parameters, name) for name in ("card", "static", "scrollwheel", "interactive")},
        )


def flag(parameters: QueryDict, name: str) -> bool:
    """Whether an option is on: 1, true, yes."""
    return parameters.get(name, "").lower() in ("1", "true", "yes")


@dataclass(frozen=True, slots=True)
class EmbedFrame:
    """The frame around an embedded view: name, source, and the way to the page it stands for."""

    title: str
    language: str | None
    publisher: str | None
    license: str | None
    modified: str
    full: str
    table: str | None
    options: EmbedOptions


def embed_frame(visit: Visit, view: DatasetView, full: str, table: str | None = None) -> EmbedFrame:
    """The frame; ``full`` is the path of the whole page, ``table`` that of the same data as a table."""
    description = view.manifest.description
    options = EmbedOptions.read(visit.request.GET)
    return EmbedFrame(
        title=options.title or description.title or view.manifest.id,
        language=None if options.title else foreign(description.language, visit.language),
        publisher=description.publisher,
        license=description.license,
        modified=modified(view),
        full=visit.host + full,
        table=None if table is None else visit.host + table,
        options=options,
    )


@dataclass(frozen=True, slots=True)
class EmbedCode:
    """What an editor copies: a frame alone, or an element and the loader. Their site must allow ``origin``."""

    frame: str
    loader: str
    origin: str


def embed_code(visit: Visit, kind: str, dataset_id: str, pairs: list[tuple[str, str]], title: str) -> EmbedCode:
    """The code for the view ``kind`` of a dataset with this selection."""
    query = f"?{urlencode(pairs)}" if pairs else ""
    address = visit.host + reverse("portal:embed", args=[kind, dataset_id]) + query
    named, source = attribute(title), attribute(address)
    frame = (
        f'<iframe src="{source}" title="{named}" width="100%" height="480" loading="lazy" '
        'sandbox="allow-scripts allow-same-origin allow-popups allow-downloads"></iframe>'
    )
    script = f'<script type="module" src="{visit.host}{reverse("portal:embed_script")}"></script>'
    return EmbedCode(frame, f'<div data-parvis-embed="{source}" data-title="{named}"></div>\n{script}', visit.host)


def attribute(text: str) -> str:
    """A text inside double quotes of HTML."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
