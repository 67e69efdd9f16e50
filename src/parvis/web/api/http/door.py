"""The outermost layer: pre-flight, slashes, methods, and routes that do not exist."""

from __future__ import annotations

import secrets

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from parvis.core.errors import NotFoundURI, ParvisError
from parvis.web.api.http import errors, sending

_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, GET, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, X-Requested-With, Origin, Content-Type, ODS-Widgets-Version, "
    "ODS-API-Analytics-App, If-None-Match, Range, X-CKAN-API-Key, MCP-Protocol-Version, Mcp-Method, Mcp-Name",
    "Access-Control-Max-Age": "1000",
    "Content-Length": "0",
}


class MethodNotAllowed(ParvisError):
    """The route exists but not for this method."""

    code = "MethodNotAllowed"
    status = 405


class Door:
    """Answers pre-flights, forgets a final slash, and puts unknown routes into the envelope."""

    def __init__(self, routes: ASGIApp) -> None:
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entrance for HTTP requests."""
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": sending.encoded(_PREFLIGHT)})
            await send({"type": "http.response.body", "body": b""})
            return
        path = scope["path"]
        if len(path) > 1 and path.endswith("/"):
            scope = {**scope, "path": path.rstrip("/") or "/"}
        try:
            await self.routes(scope, receive, send)
        except HTTPException as missing:
            await self._refuse(missing, path, scope, send)

    async def _refuse(self, missing: HTTPException, path: str, scope: Scope, send: Send) -> None:
        error: ParvisError = NotFoundURI(f"There is no route {path[:200]}.")
        if missing.status_code == 405:
            error = MethodNotAllowed(f"{scope['method']} is not allowed on {path[:200]}.")
        envelope = errors.v1 if "/1.0/" in path else errors.v2
        headers = sending.common(secrets.token_hex(8), "en")
        answer = errors.answer(error, envelope)
        await sending.send_answer(answer, {}, headers, head=scope["method"] == "HEAD", send=send)
