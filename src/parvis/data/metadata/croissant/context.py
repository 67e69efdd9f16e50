"""The context that Croissant 1.1 prescribes: tools warn of any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STANDARD = "croissant"
VERSION = "http://mlcommons.org/croissant/1.1"
_OWN = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format "
    "includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
)
_JSON = ("data", "examples")


def context(language: str) -> Mapping[str, Any]:
    """The context of a document whose texts are in this language."""
    found: dict[str, Any] = {name: f"cr:{name}" for name in _OWN.split()}
    found |= {name: {"@id": f"cr:{name}", "@type": "@json"} for name in _JSON}
    found |= {name: {"@container": "@language"} for name in ("name", "description")}
    return {
        "@language": language,
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "dct": "http://purl.org/dc/terms/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        **dict(sorted(found.items())),
    }
