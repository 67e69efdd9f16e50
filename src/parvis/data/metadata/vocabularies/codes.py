"""Codes by what catalogs state, and the addresses and labels of codes. Read once from the packaged lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from parvis.core.words import words

EU = "http://publications.europa.eu/resource/authority/"
HVD = "http://data.europa.eu/bna/"
HVD_LAW = "http://data.europa.eu/eli/reg_impl/2023/138/oj"
INSPIRE = "http://inspire.ec.europa.eu/theme/"
IANA = "https://www.iana.org/assignments/media-types/"
DUBLIN_CORE = "http://purl.org/cld/freq/"
_LISTS = {"frequencies": "frequency/", "file_types": "file-type/", "languages": "language/", "themes": "data-theme/"}


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list: its address, its labels by language, and what else the list says of it."""

    code: str
    iri: str
    labels: Mapping[str, str]
    facts: Mapping[str, Any]


@cache
def listed(name: str) -> Mapping[str, Code]:
    """The codes of a list (``frequencies``, ``languages``...), by the key of its file."""
    read = yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text("utf-8"))
    return {str(key): _code(name, str(key), facts) for key, facts in read.items()}


def _code(name: str, key: str, facts: Mapping[str, Any]) -> Code:
    code = str(facts.get("eu", key))
    iri = HVD + code if name == "hvd_categories" else f"{EU}{_LISTS[name]}{code}"
    return Code(code, iri, {lang: facts[lang] for lang in ("fr", "en") if lang in facts}, facts)


@lru_cache(maxsize=4_096)
def frequency(stated: str | None) -> Code | None:
    """The frequency of a label, a code of any catalog or an address; None when none is meant."""
    if not stated:
        return None
    text = stated.strip().rstrip("/")
    return _frequencies().get(_key(text.rsplit("/", 1)[-1])) or _frequencies().get(_key(text))


@lru_cache(maxsize=4_096)
def language(stated: str | None) -> Code | None:
    """The language of a code (``fr``, ``fr-FR``, ``fra``) or an address that ends with one."""
    if not stated:
        return None
    text = stated.strip().rstrip("/").rsplit("/", 1)[-1].lower()
    found = listed("languages")
    return found.get(text) or found.get(text.split("-")[0]) or _by_code("languages").get(text.upper())


@lru_cache(maxsize=4_096)
def file_type(format: str | None, media_type: str | None = None) -> Code | None:
    """The file type of a format's name, code or address, else of a media type."""
    name = (format or "").strip().rstrip("/").rsplit("/", 1)[-1].lower()
    found = listed("file_types").get(name) or _by_code("file_types").get(name.upper())
    return found or _by_media_type().get((media_type or "").strip().lower())


def format_name(code: Code) -> str:
    """Our name of the format of a file type."""
    return next(name for name, found in listed("file_types").items() if found is code)


@lru_cache(maxsize=4_096)
def theme(stated: str) -> Code | None:
    """The theme of a code, an address, a label or the words of a portal's theme."""
    codes = listed("themes")
    last = stated.strip().rstrip("/").rsplit("/", 1)[-1]
    if last in codes:
        return codes[last]
    said = set(words(stated))
    exact = (code for code in codes.values() if any(_key(stated) == _key(label) for label in code.labels.values()))
    meant = (code for code in codes.values() if said & set(code.facts.get("words", ())))
    return next(exact, None) or next(meant, None)


def category(code: str) -> Code:
    """A high-value category, also one of a level below those that are listed."""
    return listed("hvd_categories").get(code) or Code(code, HVD + code, {}, {})


@cache
def _frequencies() -> Mapping[str, Code]:
    found: dict[str, Code] = {}
    for key, code in listed("frequencies").items():
        facts = code.facts
        said = (facts.get("dublin_core"), facts["udata"], *code.labels.values(), *facts.get("words", ()), key)
        repeat = facts.get("repeat", "").removeprefix("R/")
        for text in (*said, repeat, f"R/{repeat}" if repeat else None):
            if text:
                found.setdefault(_key(str(text)), code)
    return found


@cache
def _by_code(name: str) -> Mapping[str, Code]:
    """The first of a list with each code; ``OCTET`` names no format."""
    return {code.code: code for code in reversed(list(listed(name).values())) if code.code != "OCTET"}


@cache
def _by_media_type() -> Mapping[str, Code]:
    """The only format of each media type; of those that many share, the format that is nothing more than it."""
    codes = listed("file_types")
    found: dict[str, list[Code]] = {}
    for code in codes.values():
        found.setdefault(code.facts["media_type"], []).append(code)
    shared = {str(codes[name].facts["media_type"]): codes[name] for name in ("json", "parquet", "xml", "zip")}
    return {media_type: same[0] for media_type, same in found.items() if len(same) == 1} | shared


def _key(text: str) -> str:
    return " ".join(words(text))
