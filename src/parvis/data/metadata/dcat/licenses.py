"""Licences as nodes: their address, exact title, SPDX identifier, and their match in the EU list."""

from __future__ import annotations

from functools import lru_cache

from parvis.data.licensing.facts import Kind, License
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import registry
from parvis.data.metadata.dcat.values import address
from parvis.data.metadata.rdf.terms import Iri, Literal, Node

_EU = "http://publications.europa.eu/resource/authority/licence/"
# The EU list has no address for this one: the nearest of it.
_NEAREST = {"etalab-2.0": "CC_BY_4_0"}


@lru_cache(maxsize=4_096)
def license_node(stated: str | None, url: str | None, lang: str) -> Node | None:
    """The licence stated under this name or address; None when none is. The node is shared: it must not change."""
    if not stated and not url:
        return None
    entry = known(stated) or known(url)
    iri = address(url) or (entry.page if entry else None)
    node = Node(("dct:LicenseDocument",), Iri(iri) if iri else None)
    title = Literal(stated, lang) if stated else Literal(entry.name.in_(lang), lang) if entry else None
    node.add("dct:title", title).add("rdfs:label", title)
    if entry is not None:
        if not entry.id.startswith("LicenseRef-"):
            node.add("dct:identifier", Literal(entry.id))
        node.iris("skos:exactMatch", [eu for eu in entry.identifiers.eu if eu != iri])
        node.iris("skos:closeMatch", [_EU + _NEAREST[entry.id]] if entry.id in _NEAREST else [])
    return node


def known(text: str | None) -> License | None:
    """The licence that a text means, when it means one text."""
    found = normalize(text).license_id if text else None
    entry = registry().by_id.get(found) if found else None
    return None if entry is None or entry.kind in (Kind.UNSTATED, Kind.CATEGORY) else entry
