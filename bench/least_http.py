"""The least HTTP server over a DuckDB table: what no framework could beat by much.

Granian with a bare ASGI function; each request runs its SQL in a thread with a cursor of its own and answers JSON.
The SQL is in the query string: this is a yardstick, never a product.
"""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_plus

import duckdb
import orjson

_connection = duckdb.connect(config={"threads": 1})
_connection.execute(f"ATTACH '{os.environ['LEAST_TABLE']}' AS d (READ_ONLY)")
_threads = ThreadPoolExecutor(4)
_local = threading.local()


def rows(sql: str) -> bytes:
    """The rows of a page and their total, as JSON."""
    if not hasattr(_local, "cursor"):
        _local.cursor = _connection.cursor()
    cursor = _local.cursor.execute(sql)
    names = [column[0] for column in cursor.description]
    results = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    total = _local.cursor.execute("SELECT count(*) FROM d.rows").fetchone()[0]
    return orjson.dumps({"total_count": total, "results": results}, default=str)


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI entrance: ``/?<sql>``."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    sql = unquote_plus(scope["query_string"].decode())
    body = await asyncio.get_running_loop().run_in_executor(_threads, rows, sql) if sql else b"{}"
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
