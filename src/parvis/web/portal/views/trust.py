"""Asking for a check of a dataset's files from its page."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from parvis.core.errors import NotFound
from parvis.data.store.asks import Asks, CheckedRecently
from parvis.web.portal.pages.trust import ASKED
from parvis.web.portal.views.dataset import find
from parvis.web.portal.views.door import form
from parvis.web.portal.visit import Visit


# Anybody may ask, and no more often than once a day for all: a forged request gains nothing, and pages need no cookie.
@csrf_exempt
@form
def check(visit: Visit, dataset_id: str) -> HttpResponse:
    """`…/trust/check/`: leads back to the block, which says what became of it. Opens no database."""
    view, outcome = find(visit, dataset_id), None
    if view.manifest.trust is None:
        raise NotFound(f"The dataset {view.manifest.id} has no trust score yet.")
    if visit.request.method == "POST":
        try:
            Asks(visit.reader.store.temporary.parent).put(view.manifest.uid)
            outcome = "asked"
        except CheckedRecently:
            outcome = "recently"
    query = f"?{ASKED}={outcome}" if outcome else ""
    back = reverse("portal:information", args=[view.manifest.id])
    return HttpResponseRedirect(f"{back}{query}#trust", status=303)
