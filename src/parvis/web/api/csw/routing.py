"""The one address of CSW."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from lxml import etree
from starlette.routing import BaseRoute, Route

from parvis.core.errors import ParvisError
from parvis.data.serving.reader import Reader
from parvis.web.api.csw import capabilities, errors, records, requests
from parvis.web.api.csw.requests import Asked
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call, Endpoint, Surface

_OPERATIONS: dict[str, Callable[[Call, Asked], etree._Element]] = {
    "GetCapabilities": capabilities.get_capabilities,
    "DescribeRecord": capabilities.describe_record,
    "GetRecords": records.get_records,
    "GetRecordById": records.get_by_id,
}


class CswEndpoint(Endpoint):
    """An endpoint that takes XML and answers errors in it."""

    def form(self, body: bytes) -> bytes:
        """A document holds no parameters."""
        return b""

    def refused(self, error: ParvisError) -> Answer:
        """An exception report."""
        return errors.answer(error)

    def broken(self, error: Exception, request_id: str) -> Answer:
        """An exception report that hides what happened; the log tells it."""
        super().broken(error, request_id)
        hint = f"tell the operator this request id: {request_id}"
        return errors.answer(ParvisError("An internal error occurred.", hint=hint))


def answer(call: Call) -> Answer:
    """``GET`` and ``POST /api/csw``."""
    asked = requests.from_xml(call.body) if call.body else requests.from_parameters(call.parameters)
    return Answer(errors.written(_OPERATIONS[asked.operation](call, asked)), media_type=errors.XML)


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The route of CSW."""
    return [Route(capabilities.PATH, CswEndpoint(reader, executor, answer, Surface()), methods=["GET", "HEAD", "POST"])]
