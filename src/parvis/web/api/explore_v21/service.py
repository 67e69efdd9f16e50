"""Service routes: roots, metadata templates, the OpenAPI document."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import NotFoundURI
from parvis.core.fields import Field, FieldType
from parvis.data.serving.catalog_table import FIELDS
from parvis.web.api.explore_v21 import links
from parvis.web.api.explore_v21.openapi import document
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call

# Spelt as the vendor spells it: clients read it.
TEMPLATE_TYPES = {"basic": "Basic", "interop": "Interoperatibility", "extra": "Extra", "admin": "Admin"}
_TEMPLATES = {"basic": ("default",), "interop": ("dcat",), "extra": (), "admin": ("explore",)}
_WIDGETS = {FieldType.DATETIME: "datetime", FieldType.INT: "int", FieldType.BOOLEAN: "boolean"}


def root(call: Call) -> Answer:
    """``GET /api/explore/v2.1``."""
    here = links.base(call)
    below = [links.link(f"{here}/{source}", source) for source in ("catalog", "monitoring", "shared")]
    return json_answer({"links": [links.link(here, "self"), *below]})


def source(call: Call) -> Answer:
    """``GET /catalog``, ``/monitoring``, ``/shared``."""
    here = f"{links.base(call)}/{call.path['source']}"
    names = ("datasets", "exports", "metadata_templates") if call.path["source"] == "catalog" else ("datasets",)
    return json_answer({"links": [links.link(here, "self"), *(links.link(f"{here}/{n}", n) for n in names)]})


def template_types(call: Call) -> Answer:
    """``GET /catalog/metadata_templates``."""
    here = f"{links.base(call)}/catalog/metadata_templates"
    return json_answer({"links": [links.link(f"{here}/{t}", rel) for t, rel in TEMPLATE_TYPES.items()]})


def templates(call: Call) -> Answer:
    """``GET /catalog/metadata_templates/{type}``. Raises NotFoundURI."""
    return json_answer({"metadata_templates": [template(call.path["type"], name) for name in names(call)]})


def one_template(call: Call) -> Answer:
    """``GET /catalog/metadata_templates/{type}/{template}``. Raises NotFoundURI."""
    wanted = call.path["template"]
    if wanted not in (*names(call), "basic"):
        raise NotFoundURI(f"There is no metadata template {wanted[:60]}.")
    return json_answer(template(call.path["type"], "default" if wanted == "basic" else wanted))


def names(call: Call) -> tuple[str, ...]:
    """Names of the templates of a type. Raises NotFoundURI."""
    found = _TEMPLATES.get(call.path["type"])
    if found is None:
        raise NotFoundURI(f"There is no type of metadata templates {call.path['type'][:60]}.")
    return found


def template(type_: str, name: str) -> dict[str, Any]:
    """A template and the metadata it holds."""
    fields = [field for field in FIELDS if field.name.startswith(f"{name}.")]
    return {"type": type_, "name": "basic" if name == "default" else name, "schema": [entry(f) for f in fields]}


def entry(field: Field) -> dict[str, Any]:
    """One metadata of a template."""
    type_ = "list" if field.is_list else _WIDGETS.get(field.type, "text")
    return {
        "name": field.name.partition(".")[2],
        "label": field.label,
        "type": "longstring" if field.name.endswith(".description") else type_,
        "uri": None,
        "widget": "multidatalist" if field.is_list else "textinput",
        "values": None,
        "help_text": None,
        "allow_empty": True,
        "hidden": False,
        "self_suggest": field.facet,
        "values_domain_property": None,
    }


def openapi(call: Call) -> Answer:
    """``GET /swagger.json``."""
    return json_answer(document(call.root))
