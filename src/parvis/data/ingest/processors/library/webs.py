"""What comes from web pages: HTML and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.core.fields import FieldType
from parvis.data.engine.lower.sql import SQL, col, fn, num, text
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.frame import Frame, Output
from parvis.data.ingest.processors.library.shared import FIELD, NEW, TO, new, on_text
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]
URL = r"^([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$"
PARTS = ("scheme", "host", "port", "path", "query", "fragment")


@processor(
    "decode_html",
    "web",
    en=("Decode HTML", "Gives the readable text of HTML, or its entities decoded only."),
    fr=("Décoder le HTML", "Donne le texte lisible de HTML, ou décode seulement ses entités."),
    takes=(FIELD, Parameter("tags", "boolean", "Whether tags are taken off.", True), TO),
    example=Example(({"note": "<p>Caf&eacute; &amp; th&eacute;</p>"},), {"field": "note"}, ({"note": "Café & thé"},)),
)
def decode_html(frame: Frame, p: Values) -> Frame:
    """Text for people, never HTML to show as it is."""
    return on_text(frame, p, lambda v: fn("parvis_html_text" if p["tags"] else "parvis_html_unescape", v))


@processor(
    "url_part",
    "web",
    en=("Part of an address", f"Takes a part of a web address: {', '.join(PARTS)}."),
    fr=("Partie d’une adresse", f"Prend une partie d’une adresse web : {', '.join(PARTS)}."),
    takes=(FIELD, Parameter("part", "choice", "The part.", choices=PARTS), NEW),
    example=Example(
        ({"url": "https://Exemple.fr:8443/a?b=c"},),
        {"field": "url", "part": "host", "to": "hote"},
        ({"url": "https://Exemple.fr:8443/a?b=c", "hote": "exemple.fr"},),
    ),
)
def url_part(frame: Frame, p: Values) -> Frame:
    """By the grammar of addresses; empty where the text is none."""
    field = frame.text(p["field"])
    found: SQL = fn("regexp_extract", fn("trim", col(field.name)), text(URL), num(PARTS.index(p["part"]) + 1))
    if p["part"] in ("scheme", "host"):
        found = fn("lower", found)
    if p["part"] == "path":
        found = fn("parvis_unquote", found)
    return frame.put(Output(new(frame, p["to"], FieldType.TEXT), fn("nullif", found, text(""))), after=field.name)
