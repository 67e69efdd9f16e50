"""Answers in the envelope of CKAN: ``help``, ``success``, then ``result`` or ``error``."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import Forbidden, InvalidParameter, NotFound, Overloaded, ParvisError, Unauthorized
from parvis.data.odsql.errors import QueryError
from parvis.web.api.ckan.asking import UnreadableRequest
from parvis.web.api.ckan.solr import SolrSyntaxError
from parvis.web.api.http.answers import Answer, json_answer

_SEARCHES = ("package_search", "resource_search")


def help_address(root: str, action: str) -> str:
    """Where an action is explained."""
    return f"{root}/api/3/action/help_show?name={action}"


def succeeded(root: str, action: str, result: Any) -> Answer:
    """The answer of an action."""
    return json_answer({"help": help_address(root, action), "success": True, "result": result})


def failed(root: str, action: str, error: ParvisError) -> Answer:
    """The answer of an action that cannot be done, with the status that CKAN gives it."""
    if isinstance(error, UnreadableRequest):
        return json_answer(f"Bad request - {error.message}", status=400)
    kind, status = _kind(error, action)
    document = {"help": help_address(root, action), "success": False, "error": described(error, kind)}
    answer = json_answer(document, status=status)
    if isinstance(error, Overloaded):
        return Answer(answer.body, status, headers={"Retry-After": str(error.retry_after)})
    return answer


def described(error: ParvisError, kind: str) -> dict[str, Any]:
    """``__type`` and ``message`` are what clients read; code and hint are ours."""
    found: dict[str, Any] = {"__type": kind, "message": _message(error, kind), "code": error.code}
    if error.hint:
        found["hint"] = error.hint
    if kind == "Validation Error":
        found[str(error.params.get("parameter") or error.params.get("clause") or "query")] = [error.message]
    return found


def outside(error: ParvisError) -> dict[str, Any]:
    """The envelope of an error found before an action is known."""
    kind, _ = _kind(error, "")
    return {"help": "", "success": False, "error": described(error, kind)}


def _message(error: ParvisError, kind: str) -> str:
    """Clients drop what stands before the first colon of a message."""
    return f"Access denied: {error.message}" if kind == "Authorization Error" else error.message


def _kind(error: ParvisError, action: str) -> tuple[str, int]:
    if isinstance(error, NotFound):
        return "Not Found Error", 404
    if isinstance(error, Unauthorized | Forbidden):
        return "Authorization Error", 403
    if isinstance(error, SolrSyntaxError) or (isinstance(error, QueryError) and action in _SEARCHES):
        return "Search Query Error", 400
    if isinstance(error, QueryError | InvalidParameter) or error.status == 400:
        return "Validation Error", 409
    return "Internal Server Error" if error.status == 500 else error.code, error.status
