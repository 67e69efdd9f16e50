"""Which map backgrounds may be offered: exact hosts over TLS, with a name and the credit that their host asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from parvis.control.domains.facts import InvalidBasemap
from parvis.data.store.basemaps import WMS, XYZ, Basemap

MOST = 10
LONGEST = 500
# Nothing that could end a directive of the policy or widen it.
ORIGIN = re.compile(r"https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?(:\d{1,5})?")
_PLACES = ("{z}", "{x}", "{y}")


def checked_basemap(basemap: Basemap) -> Basemap:
    """The background itself; raises InvalidBasemap."""
    _text("name", basemap.name, 60)
    _text("attribution", basemap.attribution, 200)
    _address(basemap)
    if basemap.kind == WMS and not re.fullmatch(r"[\w.:,-]{1,200}", basemap.layers):
        raise InvalidBasemap("a WMS background needs the names of its layers", hint="--layers name1,name2")
    if not 1 <= basemap.zoom <= 24:
        raise InvalidBasemap(f"the deepest zoom is 1 to 24, not {basemap.zoom}")
    return basemap


def checked_basemaps(basemaps: Sequence[Basemap]) -> tuple[Basemap, ...]:
    """All of them: few, with different names, one at most shown first; raises InvalidBasemap."""
    names = [basemap.name.casefold() for basemap in basemaps]
    if len(set(names)) < len(names):
        raise InvalidBasemap("two backgrounds cannot have the same name")
    if len(basemaps) > MOST:
        raise InvalidBasemap(f"a domain offers at most {MOST} backgrounds")
    return tuple(checked_basemap(basemap) for basemap in basemaps)


def _text(member: str, value: str, most: int) -> None:
    if not value.strip() or len(value) > most or not value.isprintable():
        raise InvalidBasemap(f"{member} has 1 to {most} characters")


def _address(basemap: Basemap) -> None:
    if basemap.kind not in (XYZ, WMS):
        raise InvalidBasemap(f"{basemap.kind[:20]!r} is no kind of background", hint="choose xyz or wms")
    if len(basemap.address) > LONGEST or re.search(r"[\s\"'<>;\\]", basemap.address):
        raise InvalidBasemap("the address holds a space, a quote or another sign that addresses have not")
    parts = urlsplit(basemap.address)
    if parts.username is not None or not ORIGIN.fullmatch(basemap.origin):
        raise InvalidBasemap(
            f"{basemap.origin[:80]!r} is not a host that pages may show",
            hint="write the address as https://host.example/…, without a key of yours in front of the host",
        )
    missing = [place for place in _PLACES if place not in basemap.address]
    if basemap.kind == XYZ and missing:
        raise InvalidBasemap(f"the address lacks {', '.join(missing)}", hint="https://host.example/{z}/{x}/{y}.png")
