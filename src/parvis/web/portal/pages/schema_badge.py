"""The badge of a dataset that should follow a schema."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.data.serving import conformance
from parvis.data.serving.conformance import Verdict
from parvis.data.serving.datasets import DatasetView
from parvis.web.ui.templatetags.ui import number


@dataclass(frozen=True, slots=True)
class Badge:
    """The verdict in words, its icon, and where it is told in full."""

    text: str
    icon: str
    address: str


def badge(view: DatasetView) -> Badge | None:
    """The verdict on the rows of the dataset; None when it follows no schema."""
    found = conformance.verdict(view)
    if found is None:
        return None
    icon = "check" if found.conforms else "warning"
    return Badge(words(found), icon, reverse("portal:conformance", args=[view.manifest.id]))


def words(found: Verdict) -> str:
    """The verdict in a few words."""
    values = {"schema": f"{found.schema} {found.version}".strip()}
    if found.conforms:
        return _("Conforms to the schema %(schema)s") % values
    if found.errors is None:
        return _("Does not conform to the schema %(schema)s") % values
    text = ngettext(
        "Does not conform to the schema %(schema)s: %(shown)s error",
        "Does not conform to the schema %(schema)s: %(shown)s errors",
        found.errors,
    )
    return text % {**values, "shown": number(found.errors)}
