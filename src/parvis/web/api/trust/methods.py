"""The method, and the score of evidence that anybody sends: nothing is kept."""

from __future__ import annotations

from typing import Any

import orjson

from parvis.core.errors import InvalidParameter
from parvis.data.trust.documents import from_document
from parvis.data.trust.evidence import InvalidEvidence
from parvis.data.trust.method import CURRENT, method, versions
from parvis.data.trust.rendering import to_object
from parvis.data.trust.scoring import compute
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import LONGEST_BODY, Call
from parvis.web.api.trust.reading import in_language, language_of


def current(call: Call) -> Answer:
    """The method in force, and which versions there are."""
    return json_answer({**method().document, "versions": versions()})


def versioned(call: Call) -> Answer:
    """One version of the method: weights, points, caps, fields, texts. Raises NotFound."""
    return json_answer(dict(method(call.path["version"]).document))


def computed(call: Call) -> Answer:
    """``POST``: an evidence document in, its result out. Raises InvalidEvidence naming the member that is wrong."""
    if len(call.body) >= LONGEST_BODY:
        raise InvalidParameter(f"An evidence document has at most {LONGEST_BODY - 1} bytes.")
    try:
        document: Any = orjson.loads(call.body)
    except orjson.JSONDecodeError as error:
        raise InvalidEvidence(f"The body is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise InvalidEvidence("The body must be a JSON object.")
    result = to_object(compute(from_document({"method": CURRENT, **document})))
    return json_answer(in_language(result, language_of(call)) if call.parameters.get("lang") else result)
