"""A licence as it is stated to the licence part of the evidence."""

from __future__ import annotations

from parvis.control.trust.rules.placeholders import is_placeholder
from parvis.data.licensing import facts as licensing
from parvis.data.licensing.index import Hit, index
from parvis.data.licensing.keys import address_key, is_address, surface_key, words_key
from parvis.data.licensing.registry import registry
from parvis.data.trust.evidence import License
from parvis.data.trust.states import Match, Openness

# Names under which pages show a licence.
_SHOWN = {"etalab-2.0": "lo-2.0", "LicenseRef-LO-1.0": "lo-1.0"}
_NO = (licensing.Permission.NO, licensing.Permission.VERBATIM, licensing.Permission.VERBATIM_NON_COMMERCIAL)
_STRICTNESS = (Openness.OPEN, Openness.RESTRICTED, Openness.CLOSED, Openness.UNMAPPED, Openness.NONE)
_MATCHES = {
    licensing.Precision.EXACT: Match.EXACT,
    licensing.Precision.ASSUMED: Match.ASSUMED_VERSION,
    licensing.Precision.PLATFORM: Match.PLATFORM,
    licensing.Precision.FAMILY: Match.FAMILY,
    licensing.Precision.GENERIC: Match.GENERIC,
}


def stated_license(name: str | None, url: str | None, others: tuple[str, ...] = (), *, alive: bool = False) -> License:
    """The licence of a dataset by name and address, against those of its distributions (``others``: addresses).

    Where they contradict each other the stricter one governs. ``alive``: the address of the full text answers.
    """
    declared = tuple(text for text in (name, url) if text and not is_placeholder(text))
    if not declared and not others:
        return License(declared=declared)
    found = [_one(text, alive=alive) for text in (*declared, *others)]
    known = [item for item in found if item.normalised]
    # Of texts that nobody knows, the one that can be read is worth more.
    main = next((item for item in found if item.normalised), max(found, key=lambda item: item.url_alive))
    governing = max((main, *known), key=lambda item: _STRICTNESS.index(item.openness))
    return _with(governing, (*declared, *others), conflict=len({item.normalised for item in known}) > 1)


def _one(text: str, *, alive: bool) -> License:
    hit = _hit(text)
    if hit is None:
        return License(Openness.UNMAPPED, url_alive=alive and is_address(text), category="custom")
    entry = registry().get(hit.license_id)
    return License(
        openness=_openness(entry),
        match=_MATCHES[hit.precision],
        url_alive=alive,
        normalised=entry.id,
        alias=_SHOWN.get(entry.id),
        category=_category(entry),
        redistributable=entry.redistribution is licensing.Permission.YES,
        attribution=entry.attribution not in (licensing.Attribution.NONE, licensing.Attribution.UNKNOWN),
        share_alike=entry.share_alike not in (licensing.ShareAlike.NONE, licensing.ShareAlike.UNKNOWN),
        commercial_use=entry.commercial is licensing.Permission.YES,
    )


def _hit(text: str) -> Hit | None:
    tables = index(registry())
    if is_address(text):
        return tables.addresses.get(address_key(text))
    return tables.surfaces.get(surface_key(text)) or tables.words.get(words_key(text))


def _openness(entry: licensing.License) -> Openness:
    if entry.kind is licensing.Kind.UNSTATED:
        return Openness.NONE
    if entry.open is licensing.Openness.OPEN or entry.redistribution is licensing.Permission.ASSUMED:
        return Openness.OPEN
    if entry.redistribution in _NO or entry.derivatives in _NO:
        return Openness.CLOSED
    if entry.redistribution is licensing.Permission.NON_COMMERCIAL or entry.commercial is licensing.Permission.NO:
        return Openness.RESTRICTED
    return Openness.UNMAPPED if entry.open is licensing.Openness.UNKNOWN else Openness.CLOSED


def _category(entry: licensing.License) -> str:
    if entry.for_software:
        return "software"
    if entry.family is licensing.Family.PUBLIC_DOMAIN:
        return "public-domain"
    if entry.id.startswith(("CC-", "ODbL", "ODC", "PDDL")):
        return "international"
    return "custom" if entry.private or entry.family is licensing.Family.CUSTOM else "national"


def _with(found: License, declared: tuple[str, ...], *, conflict: bool) -> License:
    values = {name: getattr(found, name) for name in License.__slots__}
    return License(**{**values, "declared": declared, "conflict": conflict})
