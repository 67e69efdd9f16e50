"""One call of a tool, from arguments to a document of plain values; an error is a document that an agent can act on."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from parvis.core.errors import InvalidParameter, Overloaded, ParvisError
from parvis.web.api.mcp.arguments import checked
from parvis.web.api.mcp.asking import Ask, Visit
from parvis.web.api.mcp.tools import Tool

logger = logging.getLogger(__name__)
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Answered:
    """``text`` is the JSON of ``document``."""

    document: dict[str, Any]
    text: str
    failed: bool = False


def answer(tool: Tool, visit: Visit, given: Mapping[str, Any]) -> Answered:
    """What the tool answers to these arguments; nothing is raised."""
    try:
        _check_text(given)
        return _written(tool.answer(Ask(visit, checked(tool, given))))
    except ParvisError as error:
        return _written({"error": described(error, given)}, failed=True)
    except Exception as error:
        number = secrets.token_hex(8)
        logger.error("tool %s failed, %s", tool.name, number, exc_info=error)
        hidden = ParvisError("An internal error occurred.", hint=f"tell the operator this number: {number}")
        return _written({"error": described(hidden, given)}, failed=True)


def described(error: ParvisError, given: Mapping[str, Any]) -> dict[str, Any]:
    """Code, status, message, the way out, and the place in the argument at fault."""
    found: dict[str, Any] = {"code": error.code, "status": error.status, "message": error.message}
    if error.hint:
        found["hint"] = error.hint
    clause = error.params.get("clause") or error.params.get("parameter")
    if clause is not None:
        found["argument"] = clause
    if error.span is not None:
        found["position"] = error.span.start
        text = given.get(str(clause))
        if isinstance(text, str) and error.span.start <= len(text):
            at = error.span.start
            found["near"] = f"{text[max(0, at - _AROUND) : at]}⟨here⟩{text[at : at + _AROUND]}"
    if isinstance(error, Overloaded):
        found["retry_after_seconds"] = error.retry_after
    return found


def _check_text(given: Mapping[str, Any]) -> None:
    """Raise InvalidParameter for what no text of ours may hold, and for depths that no argument has."""
    try:
        found = orjson.dumps(given)
    except (TypeError, RecursionError) as error:
        raise InvalidParameter("The arguments are nested too deep, or hold half a character.") from error
    if b"\\u0000" in found:
        raise InvalidParameter("An argument holds a NUL character.")


def _written(document: dict[str, Any], *, failed: bool = False) -> Answered:
    """Values that JSON has no form for become text, as in the API."""
    body = orjson.dumps(document, default=str, option=orjson.OPT_NON_STR_KEYS)
    return Answered(orjson.loads(body), body.decode(), failed)
