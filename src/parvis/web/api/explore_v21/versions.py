"""The versions of a dataset (Parvis): their list, one of them, and how two differ."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import InvalidParameter, NotFound
from parvis.data.exports.choices import flag
from parvis.data.odsql.check.scope import zone
from parvis.data.serving import citing, comparing, comparing_forms, version_list
from parvis.data.serving.comparing import Comparison
from parvis.data.serving.datasets import get as get_dataset
from parvis.data.serving.descriptions import root_of
from parvis.data.serving.exports import content_tag
from parvis.data.serving.version_list import Listed
from parvis.data.serving.versions import number
from parvis.data.store.versions import VersionDeleted
from parvis.web.api.explore_v21 import links
from parvis.web.api.http.answers import Answer, FileAnswer, json_answer
from parvis.web.api.http.endpoint import Call

_MOST = 1_000
_USUAL = 100


def versions(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/versions``: newest first."""
    view = call.dataset
    limit, offset = _within(call, "limit", _USUAL, _MOST), _within(call, "offset", 0, 10**9)
    found = version_list.listed(call.reader, view, call.caller)
    page = [{**one.to_dict(), "links": _links(call, one)} for one in found[offset : offset + limit]]
    current = view.manifest.version if view.manifest.data is not None else None
    answer = {"dataset_id": view.manifest.id, "current": current, "total_count": len(found), "results": page}
    return json_answer(answer, modified=view.manifest.published_at)


def version(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/versions/{number}``. Raises NotFound, VersionDeleted."""
    view = call.dataset
    found = version_list.one(call.reader, view, call.caller, number(call.path["number"]))
    if found.deleted:
        message = f"The version {found.number} of {view.manifest.id} was deleted on {found.deleted[:10]}."
        raise VersionDeleted(message, hint=found.deleted_reason or "ask for another version")
    language = call.parameters.get("lang") or call.domain.language
    cited = citing.cite(
        view.manifest.description, view.manifest.id, found.number, found.created, _page(call, found), language
    )
    answer = {**found.to_dict(), "links": _links(call, found), "citation": cited.to_dict()}
    return json_answer(answer, modified=view.manifest.published_at)


def compare(call: Call) -> Answer:
    """``GET …/versions/{number}/compare/{other}``: how the version ``other`` differs from ``number``."""
    found = _compared(call)
    answer = comparing_forms.summary(found, _timezone(call))
    address = f"{_address(call)}/{found.before.manifest.version}/compare/{found.after.manifest.version}"
    exports = links.format_links(f"{address}/exports", comparing_forms.FORMATS)
    answer["links"] = [links.link(address, "self"), *exports]
    return json_answer(answer, modified=call.dataset.manifest.published_at)


def differences(call: Call) -> FileAnswer:
    """``GET …/versions/{number}/compare/{other}/exports/{format}``: every row that differs, streamed."""
    format = call.path["format"]
    if format not in comparing_forms.FORMATS:
        hint = f"formats: {', '.join(comparing_forms.FORMATS)}"
        raise NotFound(f"The export format {format[:40]} does not exist for a comparison.", hint=hint)
    found, zone = _compared(call), _timezone(call)
    changes = comparing.differences(call.reader, found, cancel=call.cancel)
    options = call.parameters.single()
    if format == "csv":
        delimiter = options.get("delimiter") or ";"
        if delimiter not in (";", ",", "\t", "|"):
            raise InvalidParameter("Invalid value for delimiter.", hint="Use ; , | or a tab.")
        escaped = flag("escape_formulas", options, False)
        chunks = comparing_forms.csv_chunks(found, changes, delimiter=delimiter, timezone=zone, escape_formulas=escaped)
    else:
        chunks = comparing_forms.jsonl_chunks(found, changes, zone)
    one, other = found.before.manifest, found.after.manifest
    tag = content_tag(found.after, found.before.records.key, found.before.records.row_filter, found.key, options)
    return FileAnswer(
        chunks=chunks,
        filename=f"{other.id}-v{one.version}-v{other.version}.{format}",
        media_type=comparing_forms.FORMATS[format],
        etag=tag,
        modified=other.published_at,
        headers=links.of_file(call, other),
    )


def _compared(call: Call) -> Comparison:
    before, after = (
        get_dataset(call.reader, call.domain, call.caller, call.path["dataset_id"], number(call.path[name], name))
        for name in ("number", "other")
    )
    given = call.parameters.get("key")
    key = None if given is None else [name.strip() for name in given.split(",") if name.strip()]
    return comparing.compare(call.reader, before, after, key, cancel=call.cancel)


def _timezone(call: Call) -> str:
    """The timezone asked. Raises InvalidParameter."""
    found = call.parameters.get("timezone") or "UTC"
    zone(found)
    return found


def _within(call: Call, name: str, usual: int, most: int) -> int:
    given = call.parameters.integer(name)
    found = usual if given is None else given
    if not 0 <= found <= most:
        raise InvalidParameter(f"Invalid value for {name} API parameter: from 0 to {most} is expected.")
    return found


def _address(call: Call) -> str:
    return f"{links.dataset(call, call.dataset.manifest.id)}/versions"


def _page(call: Call, found: Listed) -> str:
    """The permanent address of a version."""
    root = root_of(call.domain, call.root)
    return f"{root}/explore/dataset/{call.dataset.manifest.id}/versions/{found.number}/"


def _links(call: Call, found: Listed) -> list[dict[str, Any]]:
    address, dataset = f"{_address(call)}/{found.number}", links.dataset(call, call.dataset.manifest.id)
    known = [links.link(address, "self"), links.link(_page(call, found), "canonical")]
    if found.deleted:
        return known
    below = [links.link(f"{dataset}/{name}?version={found.number}", name) for name in ("records", "exports", "facets")]
    return [*known, *below]
