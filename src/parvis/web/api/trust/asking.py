"""Anybody may have the addresses of a dataset looked at again, once a day."""

from __future__ import annotations

from parvis.core.clock import iso, now
from parvis.data.store.asks import Asks
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.trust.reading import whole_of


def verify(call: Call) -> Answer:
    """``POST``: 202, a worker looks soon; Raises NotFound, CheckedRecently."""
    result = whole_of(call)["result"]
    Asks(call.reader.store.temporary.parent).put(call.dataset.manifest.uid)
    axes = {axis["code"]: axis for axis in result.get("axes", ())}
    signals = axes.get("availability", {}).get("signals", ())
    named = [signal["distribution"] for signal in signals if signal.get("distribution")]
    return json_answer({"queued_at": iso(now()), "distributions": named}, status=202)
