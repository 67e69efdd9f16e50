"""Signature version 4 of object storage, for reading; so that requests go through the guarded client like any other."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

EMPTY = hashlib.sha256(b"").hexdigest()
_SAFE = "-_.~"


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key; an empty one reads public buckets."""

    key: str
    secret: str
    region: str


def query_of(parameters: Mapping[str, str]) -> str:
    """The parameters in the canonical order and quoting."""
    return "&".join(f"{quote(k, _SAFE)}={quote(v, _SAFE)}" for k, v in sorted(parameters.items()))


def path_of(path: str) -> str:
    """The path in the canonical quoting."""
    return quote(path, _SAFE + "/")


def signed(url: str, credentials: Credentials, at: datetime) -> dict[str, str]:
    """Headers of a GET of that address (path and query already canonical)."""
    if not credentials.key:
        return {}
    parts = urlsplit(url)
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{credentials.region}/s3/aws4_request"
    names = "host;x-amz-content-sha256;x-amz-date"
    headers = f"host:{parts.netloc}\nx-amz-content-sha256:{EMPTY}\nx-amz-date:{stamp}\n"
    request = "\n".join(["GET", parts.path or "/", parts.query, headers, names, EMPTY])
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{credentials.secret}".encode()
    for part in (stamp[:8], credentials.region, "s3", "aws4_request"):
        key = _hmac(key, part)
    signature = _hmac(key, text).hex()
    return {
        "X-Amz-Date": stamp,
        "X-Amz-Content-Sha256": EMPTY,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={credentials.key}/{scope}, SignedHeaders={names}, "
        f"Signature={signature}",
    }


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
