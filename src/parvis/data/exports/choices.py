"""What a request asks of a format, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.data.exports.formats import OPTIONS, Format

_DELIMITERS = {";": ";", ",": ",", "\t": "\t", "tab": "\t", "|": "|"}
_LONGEST = 200


def options_of(format: Format, given: Mapping[str, str], *, older: bool = False) -> dict[str, Any]:
    """The options of a format by name; ``older`` gives those of v2.0 and v1 their defaults. Raises InvalidParameter."""
    return {name: _value(name, format, given, older) for name in format.options}


def _value(name: str, format: Format, given: Mapping[str, str], older: bool) -> Any:
    option = OPTIONS[name]
    if name == "delimiter":
        asked = given.get(name) or ";"
        if asked not in _DELIMITERS:
            raise InvalidParameter("Invalid value for delimiter API parameter: ; , tab or | is expected.")
        return _DELIMITERS[asked]
    if option.kind == "flag":
        default = option.default == "true" and not older and not (name == "with_bom" and format.name == "tsv")
        return flag(name, given, default)
    if option.kind == "choice":
        asked = given.get(name) or option.default
        if asked not in option.choices:
            raise InvalidParameter(
                f"Invalid value for {name} API parameter: {' or '.join(option.choices)} is expected."
            )
        return asked
    if option.kind == "fields":
        return tuple(n.strip() for n in (given.get(name) or "")[:10_000].split(",") if n.strip())
    asked = (given.get(name) or "")[:_LONGEST]
    return asked or ("," if name == "list_separator" else None)


def flag(name: str, given: Mapping[str, str], default: bool) -> bool:
    """A boolean parameter. Raises InvalidParameter for another word."""
    value = given.get(name)
    if value is None or value == "":
        return default
    if value.lower() not in ("true", "false", "1", "0"):
        raise InvalidParameter(f"Invalid value for {name} API parameter: true or false is expected.")
    return value.lower() in ("true", "1")


def epsg_of(format: Format, given: Mapping[str, str]) -> int:
    """The EPSG code asked. Raises InvalidParameter for what is not one, or for a format without projections."""
    asked = (given.get("epsg") or "4326").strip().upper().removeprefix("EPSG:")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 6):
        raise InvalidParameter("Invalid value for epsg API parameter: an EPSG code is expected, such as 2154.")
    if int(asked) != 4326 and not format.reprojects:
        message = f"Invalid value for epsg API parameter: {format.name} has longitudes and latitudes only (4326)."
        raise InvalidParameter(message, hint="choose geojson, geoparquet, gpkg, fgb or shp")
    return int(asked)
