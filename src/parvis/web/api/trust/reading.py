"""What publishing left of a dataset's score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.core.errors import NotFound
from parvis.data.serving.trust_scores import whole
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
    return whole(call.reader.store.objects, call.dataset.manifest) or {}


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
