"""Questions about licences: the form that visitors send, and the published answers."""

from __future__ import annotations

from django.db import OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from parvis.control.community import actions
from parvis.control.community.facts import InvalidQuestion, TooManyQuestions
from parvis.web.portal.pages.licenses.questions import (
    BUSY,
    FAULTS,
    LOST,
    TRAP,
    TRAPPED,
    AskPage,
    answer_page,
    ask_page,
    asked_of,
    faq_page,
    sender_address,
    typed,
)
from parvis.web.portal.views.door import form, page, public
from parvis.web.portal.views.licenses import below
from parvis.web.portal.visit import Visit

TEMPLATE = "licenses/ask"


@form
def ask(visit: Visit) -> HttpResponse:
    """`/licenses/questions/`: only sending the form opens the control database; what was typed is never lost."""
    if visit.request.method != "POST":
        return page(visit, TEMPLATE, ask_page(visit, below()))
    values = typed(visit)
    if values[TRAP]:
        return page(visit, TEMPLATE, AskPage(below(), values, notice=TRAPPED), status=422)
    if not values["consent"]:
        return page(visit, TEMPLATE, AskPage(below(), values, {"consent": FAULTS["consent"]}), status=422)
    try:
        address = sender_address(visit.request)
        question = actions.ask(domain=visit.domain.slug, asked=asked_of(visit, values), address=address)
    except InvalidQuestion as error:
        member = error.params["member"]
        return page(visit, TEMPLATE, AskPage(below(), values, {member: FAULTS[member]}), status=error.status)
    except TooManyQuestions as error:
        return page(visit, TEMPLATE, AskPage(below(), values, notice=BUSY), status=error.status)
    except OperationalError:
        return page(visit, TEMPLATE, AskPage(below(), values, notice=LOST), status=503)
    return HttpResponseRedirect(f"{reverse('portal:ask')}?sent={question.number}", status=303)


@public
def faq(visit: Visit) -> HttpResponse:
    """`/licenses/faq/`."""
    return page(visit, "licenses/faq", faq_page(visit, below()))


@public
def answer(visit: Visit, number: str) -> HttpResponse:
    """`/licenses/faq/<number>/`."""
    return page(visit, "licenses/answered", answer_page(visit, number, below()))
