"""The score of one dataset: result, history, checks, appeals, drawings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.data.trust.drawing import history_svg
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.trust.badge import STYLES, badge_object, badge_svg
from parvis.web.api.trust.reading import in_language, language_of, short_of, whole_of

MOST = 1000


def score(call: Call) -> Answer:
    """The whole result; ``evidence=full`` adds the document that it was computed from. ETag: the evidence's hash."""
    found = whole_of(call)
    result = {**found["result"]}
    if call.parameters.get("evidence") == "full":
        result["evidence"] = found["evidence"]
    if call.parameters.get("lang"):
        result = in_language(result, language_of(call))
    return json_answer(result, validator=result.get("evidence_hash"))


def history(call: Call) -> Answer:
    """Kept scores between ``from`` and ``to``, newest first."""
    return json_answer(_listed(call, _between(call, whole_of(call)["history"])))


def checks(call: Call) -> Answer:
    """Checks of the dataset's addresses, newest first; ``distribution`` is one of them."""
    wanted = call.parameters.get("distribution")
    found = whole_of(call)
    lines = [line for line in found["checks"] if wanted in (None, line["distribution"])]
    days = [line for line in found["days"] if wanted in (None, line["distribution"])]
    return json_answer({**_listed(call, lines), "days": days})


def appeals(call: Call) -> Answer:
    """Contested points and their answers, newest first."""
    return json_answer(_listed(call, whole_of(call)["appeals"]))


def badge_json(call: Call) -> Answer:
    """The badge as JSON."""
    return json_answer(badge_object(short_of(call), language_of(call)), Cache_Control="max-age=3600")


def badge_image(call: Call) -> Answer:
    """The badge as SVG."""
    style = call.parameters.get("style") or "flat"
    if style not in STYLES:
        raise InvalidParameter(f"Invalid value for style API parameter: {' or '.join(STYLES)} is expected.")
    return _drawing(badge_svg(short_of(call), language_of(call), style))


def history_image(call: Call) -> Answer:
    """The history as a drawing."""
    return _drawing(history_svg(whole_of(call)["history"], language_of(call)))


def _drawing(svg: str) -> Answer:
    headers = {
        "Cache-Control": "max-age=3600",
        "Content-Security-Policy": "default-src 'none'",
    }
    return Answer(svg.encode(), media_type="image/svg+xml", headers=headers)


def _listed(call: Call, lines: list[Any]) -> dict[str, Any]:
    limit = call.parameters.integer("limit")
    if limit is not None and not 0 <= limit <= MOST:
        raise InvalidParameter(f"Invalid value for limit API parameter: 0 to {MOST} is expected.")
    return {"total_count": len(lines), "results": lines[: 100 if limit is None else limit]}


def _between(call: Call, lines: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    since, until = _instant(call, "from"), _instant(call, "to")
    if since is None and until is None:
        return lines
    return [
        line
        for line in lines
        if (since is None or datetime.fromisoformat(line["at"]) >= since)
        and (until is None or datetime.fromisoformat(line["at"]) <= until)
    ]


def _instant(call: Call, name: str) -> datetime | None:
    text = call.parameters.get(name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"Invalid value for {name} API parameter: an ISO 8601 date or instant is expected."
        raise InvalidParameter(message, params={"parameter": name}) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
