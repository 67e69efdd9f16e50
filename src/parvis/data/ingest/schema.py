"""From plans to fields: identifiers, labels, points made of two columns, proposed facets, the curator's choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parvis.core.fields import Field, FieldType, Schema
from parvis.core.words import field_name
from parvis.data.ingest.inference import names
from parvis.data.ingest.inference.columns import ColumnPlan, is_numeric
from parvis.data.ingest.options import FieldOverride
from parvis.data.ingest.planned import Pair, PlannedField
from parvis.data.ingest.staging import StagedColumn

POINT = "geo_point_2d"
# A text with few values for many rows is worth a facet.
FACET_VALUES = 50
FACET_SHARE = 0.1


def identifiers(columns: Sequence[StagedColumn]) -> list[str]:
    """One identifier a column: the slug of its label, numbered when it stands twice, ``column_N`` without label."""
    found: dict[str, None] = {}
    for number, column in enumerate(columns, 1):
        base = field_name(column.label) or f"column_{number}"
        name, copy = base, 1
        while name in found:
            copy += 1
            name = f"{base}_{copy}"
        found[name] = None
    return list(found)


def named(columns: Sequence[StagedColumn], plans: Sequence[ColumnPlan]) -> list[bool]:
    """Which columns make a field: one without label and without any value only stands for a delimiter too many."""
    return [bool(column.label) or plan.filled != 0 for column, plan in zip(columns, plans, strict=True)]


def override_of(name: str, label: str, overrides: Sequence[FieldOverride]) -> FieldOverride | None:
    """The curator's choices for a column, by identifier or by label."""
    return next((o for o in overrides if o.name in (name, label)), None)


def planned(ids: Sequence[str], plans: Sequence[ColumnPlan]) -> list[PlannedField]:
    """The fields to write; a latitude and a longitude column add a point when there is none yet."""
    fields = [PlannedField(name, plan) for name, plan in zip(ids, plans, strict=True)]
    if any(field.plan.type in (FieldType.GEO_POINT, FieldType.GEO_SHAPE) for field in fields):
        return fields
    pair = _pair({f.name: f for f in fields if is_numeric(f.plan)})
    if pair is None:
        return fields
    latitude, longitude = pair
    reason = f"made of {latitude.name} and {longitude.name}"
    point = replace(latitude.plan, type=FieldType.GEO_POINT, reason=reason)
    name = POINT if POINT not in ids else f"{POINT}_2"
    return [*fields, PlannedField(name, point, Pair(latitude.name, longitude.name, longitude.plan))]


def _pair(numbers: Mapping[str, PlannedField]) -> tuple[PlannedField, PlannedField] | None:
    """The latitude and the longitude among number fields, by their names."""
    for name, latitude in numbers.items():
        for beside in names.longitude_names(name):
            if beside in numbers:
                return latitude, numbers[beside]
    return None


def field_of(planned_field: PlannedField, override: FieldOverride | None, *, facet: bool) -> Field:
    """The field as published: what was found, under the curator's choices."""
    plan = planned_field.plan
    made = planned_field.pair is not None
    label = "geo_point_2d" if made else plan.column.label or planned_field.name
    field = Field(
        name=planned_field.name,
        type=plan.type,
        label=label,
        multivalued=plan.multivalued,
        facet=facet,
        precision=plan.precision,
    )
    stated = {} if override is None else override.stated()
    return replace(field, **{k: v for k, v in stated.items() if k not in ("type", "multivalued")})


def facets(distinct: Mapping[str, int], rows: int) -> set[str]:
    """Names of the text fields with few values for many rows."""
    limit = min(FACET_VALUES, rows * FACET_SHARE)
    return {name for name, count in distinct.items() if 1 < count <= limit}


def processed(made: Schema, before: Schema, overrides: Sequence[FieldOverride]) -> Schema:
    """The fields that a pipeline made, the curator's choices over those that were not there before."""

    def chosen(field: Field) -> Field:
        override = override_of(field.name, field.label, overrides)
        if override is None or before.get(field.name) is not None:
            return field
        return replace(field, **{k: v for k, v in override.stated().items() if k not in ("type", "multivalued")})

    return Schema.of(map(chosen, made))
