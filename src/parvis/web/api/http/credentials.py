"""The API key of a request, in each form that clients send it."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.core.errors import Unauthorized
from parvis.web.api.http.parameters import Parameters

_SCHEMES = ("apikey", "bearer")


def api_key(headers: Mapping[str, str], parameters: Parameters) -> str | None:
    """The key: ``Authorization: Apikey …`` or ``Bearer …`` (any case), ``apikey`` or ``access_token`` in the query.

    None when there is none, or when the header has another scheme (a proxy's own). Raises Unauthorized for an empty
    key.
    """
    scheme, _, value = headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() in _SCHEMES:
        if not value.strip():
            raise Unauthorized("The Authorization header holds no key.", hint="send Authorization: Apikey <KEY>")
        return value.strip()
    return parameters.get("apikey") or parameters.get("access_token") or None
