"""Records of a dataset: pages, one record, facets, attachments."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlencode

from parvis.core.errors import Gone, NotFound
from parvis.data.serving import records
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.explore_v21 import links, objects
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import query_text


def search(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/records``."""
    text = query_text(call.parameters, call.domain.language)
    after = call.parameters.get("after")
    metas, linked = call.parameters.flag("include_app_metas"), call.parameters.flag("include_links")
    page = records.search(call.reader, call.dataset, text, ids=metas or linked, after=after, cancel=call.cancel)
    answer: dict[str, Any] = {}
    if page.total_count is not None:
        answer["total_count"] = page.total_count
    answer["results"] = record_results(call, page, text.timezone, metas=metas, linked=linked)
    headers = {}
    if after is not None:
        answer["after"] = page.after
        if page.after:
            headers["Link"] = f'<{next_address(call, page.after)}>; rel="next"'
    found = json_answer(answer, modified=call.dataset.manifest.published_at)
    return Answer(found.body, modified=found.modified, headers=headers)


def record_results(call: Call, page: RecordsPage, timezone: str, *, metas: bool, linked: bool) -> list[dict[str, Any]]:
    """The records of a page with what was asked beside them."""
    found = objects.record_objects(page, timezone)
    if page.ids is None:
        return found
    if metas:
        found = objects.with_application_fields(found, page.ids, call.dataset.manifest.data_processed)
    if linked:
        address = f"{links.dataset(call, call.dataset.manifest.id)}/records"
        found = [
            {"_links": [links.link(f"{address}/{id_}", "self")], **r} for r, id_ in zip(found, page.ids, strict=True)
        ]
    return found


def next_address(call: Call, cursor: str) -> str:
    """The address of the next page, in paging by key."""
    pairs = [(n, v) for n in sorted(call.parameters.names() - {"after", "apikey"}) for v in call.parameters.all(n)]
    return f"{links.dataset(call, call.dataset.manifest.id)}/records?{urlencode([*pairs, ('after', cursor)])}"


def lookup(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/records/{record_id}``."""
    text = query_text(call.parameters, call.domain.language)
    page = records.lookup(call.reader, call.dataset, call.path["record_id"], text, cancel=call.cancel)
    metas, linked = call.parameters.flag("include_app_metas"), call.parameters.flag("include_links")
    found = record_results(call, page, text.timezone, metas=metas, linked=linked)
    return json_answer(found[0], modified=call.dataset.manifest.published_at)


def facets(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/facets``."""
    text = query_text(call.parameters, call.domain.language)
    groups = records.facets(call.reader, call.dataset, text, cancel=call.cancel)
    return json_answer(objects.facets_object(groups), modified=call.dataset.manifest.published_at)


def attachments(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/attachments``."""
    address = f"{links.dataset(call, call.dataset.manifest.id)}/attachments"
    found = [{"href": f"{address}/{a['id']}", "metas": dict(a)} for a in call.dataset.manifest.attachments]
    return json_answer({"links": [], "_links": [], "attachments": found})


def missing_file(call: Call) -> NoReturn:
    """Attachments, alternative exports and files by id: this dataset has none of that id."""
    raise NotFound(f"The requested file {call.path['file_id'][:60]} does not exist in {call.dataset.manifest.id}.")


def gone(call: Call) -> NoReturn:
    """``aggregates`` and ``query`` exist in v2.0 only."""
    raise Gone("This route exists in v2.0 only.", hint="use records with select and group_by")
