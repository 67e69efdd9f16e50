"""Names under which licences are stated on Explore portals, and the address of their text."""

from __future__ import annotations

from parvis.core.words import words

ADDRESSES: dict[str, tuple[str, ...]] = {
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence": (
        "Licence Ouverte v2.0",
        "Licence Ouverte v2.0 (Etalab)",
        "Licence Ouverte / Open Licence version 2.0",
        "Licence Ouverte",
        "Open Licence v2.0",
        "Etalab 2.0",
        "etalab-2.0",
        "lov2",
    ),
    "https://opendatacommons.org/licenses/odbl/": (
        "Open Database License (ODbL)",
        "Open Database License",
        "ODbL",
        "ODbL 1.0",
        "ODbL-1.0",
        "odc-odbl",
    ),
    "https://creativecommons.org/publicdomain/zero/1.0/": ("CC0", "CC0 1.0", "CC0-1.0", "CC Zero", "CC0 1.0 Universal"),
    "https://creativecommons.org/licenses/by/4.0/": (
        "CC BY 4.0",
        "CC BY",
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0",
    ),
    "https://creativecommons.org/licenses/by-sa/4.0/": (
        "CC BY-SA 4.0",
        "CC BY-SA",
        "CC-BY-SA-4.0",
        "Creative Commons Attribution Share-Alike 4.0",
    ),
}
_BY_WORDS = {tuple(words(name)): address for address, names in ADDRESSES.items() for name in names}


def license_url(name: str) -> str | None:
    """Address of the text of the licence stated under this name, whatever its case and punctuation; None if unknown."""
    return _BY_WORDS.get(tuple(words(name)))
