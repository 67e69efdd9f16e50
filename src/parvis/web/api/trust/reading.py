"""What publishing left of a dataset's score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from parvis.core.errors import NotFound
from parvis.data.store.manifest import Manifest
from parvis.data.store.objects import Objects
from parvis.web.api.http.endpoint import Call


def short_of(call: Call) -> Mapping[str, Any]:
    """The score as the manifest has it. Raises NotFound before the first one."""
    found = call.dataset.manifest.trust
    if found is None:
        raise NotFound(f"The dataset {call.path['dataset_id'][:120]} has no trust score yet.")
    return found


def whole_of(call: Call) -> dict[str, Any]:
    """Result, evidence, history, checks and appeals; lists are empty where the score is not public."""
    short_of(call)
    return whole(call.reader.store.objects, call.dataset.manifest)


def whole(objects: Objects, manifest: Manifest) -> dict[str, Any]:
    """The same of a manifest that has a score."""
    short = manifest.trust or {}
    empty: dict[str, Any] = {"evidence": None, "history": [], "checks": [], "days": [], "appeals": []}
    if not short.get("detail"):
        return {**empty, "result": {"dataset": manifest.id, **short}}
    return {**empty, **orjson.loads(objects.get(short["detail"]))}


def language_of(call: Call) -> str:
    """The language that is asked for, else the domain's."""
    return "fr" if (call.parameters.get("lang") or call.domain.language).lower().startswith("fr") else "en"


def in_language(value: Any, language: str) -> Any:
    """The same object, each sentence in one language only."""
    if isinstance(value, dict):
        if value.keys() == {"fr", "en"}:
            return {language: value[language]}
        return {name: in_language(member, language) for name, member in value.items()}
    if isinstance(value, list):
        return [in_language(member, language) for member in value]
    return value
