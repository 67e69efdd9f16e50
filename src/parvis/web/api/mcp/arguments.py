"""Arguments of a tool: what agents usually mistake is mended, the rest is checked against the schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from parvis.core.errors import InvalidParameter
from parvis.web.api.mcp.tools import BY_NAME, Tool

_VALIDATORS = {name: Draft202012Validator(tool.schema) for name, tool in BY_NAME.items()}


def checked(tool: Tool, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments; those that are null count as absent. Raises InvalidParameter naming the first at fault."""
    mended = {name: _mended(value, tool.arguments.get(name, {})) for name, value in given.items() if value is not None}
    wrong = best_match(_VALIDATORS[tool.name].iter_errors(mended))
    if wrong is not None:
        raise _refused(tool, wrong)
    return mended


def _mended(value: Any, schema: Mapping[str, Any]) -> Any:
    """A number written as text, JSON written as text, one text where a list is expected."""
    kind = schema.get("type")
    if not isinstance(value, str) or kind == "string":
        return value
    text = value.strip()
    if kind == "integer" and text.removeprefix("-").isdecimal() and len(text) < 12:
        return int(text)
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind in ("array", "object") and text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return value
    return [value] if kind == "array" and schema["items"].get("type") == "string" else value


def _refused(tool: Tool, wrong: ValidationError) -> InvalidParameter:
    place = ".".join(map(str, wrong.absolute_path)) or "arguments"
    message = f"Invalid value for {place[:80]} of {tool.name}: {wrong.message[:300]}."
    known = ", ".join(name + (" (required)" if name in tool.required else "") for name in tool.arguments)
    described = tool.arguments.get(str(next(iter(wrong.absolute_path), "")), {}).get("description")
    return InvalidParameter(message, hint=described or f"arguments: {known}", params={"parameter": place})
