"""Operations of the facts: the licences, one licence, what a text means."""

from __future__ import annotations

from parvis.core.errors import InvalidParameter
from parvis.data.licensing.describing import reading, summary, whole
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import get, licenses
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call

_LONGEST = 10_000


def all_licenses(call: Call) -> Answer:
    """Every licence, in short."""
    found = [summary(entry) for entry in licenses()]
    return json_answer({"total_count": len(found), "results": found})


def one_license(call: Call) -> Answer:
    """Every fact of one licence. Raises UnknownLicense."""
    return json_answer(whole(get(call.path["license_id"])))


def normalized(call: Call) -> Answer:
    """The licence that ``text`` means. Raises InvalidParameter when it is absent or too long."""
    text = call.parameters.get("text")
    if text is None or len(text) > _LONGEST:
        message = f"text is expected, of at most {_LONGEST} characters."
        raise InvalidParameter(message, hint="write normalize?text=Licence%20Ouverte%20v2.0")
    administration = call.parameters.flag("french_administration")
    found = normalize(text, platform=call.parameters.get("platform"), french_administration=administration)
    return json_answer(reading(found))
