"""JSON inside a page, with nothing in it that could end the element it stands in."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_ld(values: dict[str, Any]) -> SafeString:
    """The text of a ``<script type="application/ld+json">``."""
    return mark_safe(json.dumps(values, ensure_ascii=False).translate(ESCAPES))
