"""How the fields of two versions differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parvis.core.fields import Field, Schema


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """``kind`` is added, removed, type or label; ``before`` and ``after`` are types, or labels."""

    kind: str
    field: str
    before: str | None
    after: str | None

    @property
    def breaking(self) -> bool:
        """Whether what was written for the older version may fail: the field is gone or holds other values."""
        return self.kind in ("removed", "type")

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "kind": self.kind,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "breaking": self.breaking,
        }


def schema_changes(before: Schema, after: Schema) -> tuple[SchemaChange, ...]:
    """Removed fields, then those of another type or label, then added ones, in the order of the fields."""
    removed = [SchemaChange("removed", f.name, kind_of(f), None) for f in before if after.get(f.name) is None]
    added = [SchemaChange("added", f.name, None, kind_of(f)) for f in after if before.get(f.name) is None]
    changed = []
    for field in before:
        other = after.get(field.name)
        if other is None:
            continue
        if kind_of(field) != kind_of(other):
            changed.append(SchemaChange("type", field.name, kind_of(field), kind_of(other)))
        if (field.label or field.name) != (other.label or other.name):
            changed.append(SchemaChange("label", field.name, field.label or field.name, other.label or other.name))
    return (*removed, *changed, *added)


def kind_of(field: Field) -> str:
    """The type in words; a list of texts is one of its own."""
    return f"{field.type.value} list" if field.is_list else field.type.value


def comparable(before: Schema, after: Schema) -> tuple[Field, ...]:
    """Fields that both have with the same type, in the order of the newer version."""
    return tuple(f for f in after if (old := before.get(f.name)) is not None and kind_of(old) == kind_of(f))
