"""Which hosts and origins may be addressed: a name that nobody gave to a portal may be a rebound one.

A page of an attacker can make its own name point at this machine, and so read a portal that only a private network
sees. Such a page is known by the name it asks for. The library's own check takes a fixed list; domains change here
while the process runs.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from parvis.core.errors import Forbidden, ParvisError

_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^\s:/\\@?#\[\]]+))(?::[0-9]{0,5})?")


class MisdirectedRequest(ParvisError):
    """The host that was asked is none of this installation's."""

    code = "MisdirectedRequest"
    status = 421


class ForbiddenOrigin(Forbidden):
    """A web page of another site asks from a browser."""

    code = "ForbiddenOrigin"


def check(host: str | None, origin: str | None, known: Mapping[str, str]) -> None:
    """Raise MisdirectedRequest for a host that is not among the ``known`` ones, ForbiddenOrigin for a foreign page.

    Addresses in digits need no name server, hence cannot be rebound; loopback names neither.
    """
    name = name_of(host)
    if not (name in known or _loopback(name) or _address(name) is not None):
        raise MisdirectedRequest(
            f"No portal of this installation has the host {name[:80]}.",
            hint="ask by a host of the portal; the operator says which: parvis domain create SLUG --host HOST",
        )
    if origin is not None and not _own(origin, name, known):
        raise ForbiddenOrigin(
            f"Pages of {origin[:80]} may not ask agents' questions here.",
            hint="ask from a program, which sends no Origin, or use the API, which answers pages of any site",
        )


def name_of(host: str | None) -> str:
    """The name in a ``Host`` header: lower case, without port or final dot; empty for what is no host."""
    found = _HOST.fullmatch((host or "").strip().lower())
    return "" if found is None else found["six"] or found["name"].rstrip(".")


def _own(origin: str, asked: str, known: Mapping[str, str]) -> bool:
    try:
        parts = urlsplit(origin)
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and (name == asked or name in known or _loopback(name))


def _loopback(name: str) -> bool:
    address = _address(name)
    return name == "localhost" or name.endswith(".localhost") or (address is not None and address.is_loopback)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
