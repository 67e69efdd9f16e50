"""What a client asks of an action: parameters of the address, or a JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from parvis.core.errors import InvalidParameter, ParvisError
from parvis.data.serving.descriptions import root_of
from parvis.web.api.ckan.identifiers import Identifiers
from parvis.web.api.http.endpoint import Call

_TRUE, _FALSE = ("true", "1", "yes", "on", "t"), ("false", "0", "no", "off", "f", "")
_SECRET = ("apikey", "access_token")


class UnreadableRequest(ParvisError):
    """The body of a request is not the JSON object that an action wants."""

    code = "UnreadableRequest"
    status = 400


@dataclass(frozen=True)
class Asked:
    """A call with its parameters; ``root`` begins lasting addresses (``https://data.example.fr``)."""

    call: Call
    values: Mapping[str, Any]
    identifiers: Identifiers

    @property
    def root(self) -> str:
        """The root of identities: the first public host of the domain, else the host that was asked."""
        return root_of(self.call.domain, self.call.root)

    def known(self, identifier: str) -> str | None:
        """The dataset that may have this UUID, for itself or a file; whether it may be seen is not told."""
        slug = self.call.domain.slug
        datasets = self.call.reader.snapshot.datasets.get(slug, {})
        return self.identifiers.dataset(slug, self.root, datasets, identifier)

    def text(self, *names: str) -> str | None:
        """The first of these that says something."""
        found = (self.values.get(name) for name in names)
        return next((str(value).strip() for value in found if value is not None and str(value).strip()), None)

    def required(self, *names: str) -> str:
        """A text that must be there. Raises InvalidParameter."""
        found = self.text(*names)
        if found is None:
            raise InvalidParameter("Missing value", params={"parameter": names[0]})
        return found

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        """A whole number; one beyond ``most`` counts as ``most``, as in CKAN. Raises InvalidParameter."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            found = int(str(value).strip())
        except ValueError:
            raise InvalidParameter("Invalid integer", params={"parameter": name}) from None
        if found < least:
            raise InvalidParameter(f"Must be {least} or more", params={"parameter": name})
        return min(found, most)

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean, in the words of CKAN. Raises InvalidParameter."""
        value = str(self.values.get(name, default)).strip().lower()
        if value not in (*_TRUE, *_FALSE):
            raise InvalidParameter("true or false is expected", params={"parameter": name})
        return value in _TRUE

    def list(self, name: str) -> list[str]:
        """Texts of a list, of a JSON list written as text, or separated by commas."""
        value = self.values.get(name)
        if isinstance(value, str):
            text = value.strip()
            value = _json(name, text) if text.startswith("[") else text.split(",")
        if not isinstance(value, list):
            value = [] if value is None else [value]
        return [str(one).strip() for one in value if one is not None and str(one).strip()]

    def object(self, name: str) -> dict[str, Any]:
        """A JSON object, also written as text. Raises InvalidParameter."""
        value = self.values.get(name)
        if isinstance(value, str):
            value = _json(name, value) if value.strip() else None
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise InvalidParameter("A JSON object is expected", params={"parameter": name})
        return value


def read(call: Call) -> dict[str, Any]:
    """The parameters of a call: of its address, and of its body when that is JSON. Raises UnreadableRequest."""
    # A repeated parameter is a list, one alone a text.
    named = {name: call.parameters.all(name) for name in call.parameters.names() if name not in _SECRET}
    found: dict[str, Any] = {name: list(v) if len(v) > 1 else (v[0] if v else "") for name, v in named.items()}
    body = call.body.strip()
    if not body.startswith((b"{", b"[", b'"')):
        return found
    try:
        stated = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise UnreadableRequest(f"JSON Error: Error decoding JSON data. Error: {error}") from None
    if not isinstance(stated, dict):
        raise UnreadableRequest("JSON Error: Request data JSON decoded is not a dictionary.")
    if b"\\u0000" in body:
        raise UnreadableRequest("JSON Error: a text holds a NUL character.")
    # A form that holds JSON alone was read as a parameter of that name.
    return {name: value for name, value in found.items() if not name.startswith("{")} | stated


def _json(name: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise InvalidParameter("Could not parse as valid JSON", params={"parameter": name}) from None
