"""Icons drawn with one stroke on a grid of 24; decorative, always beside words."""

from __future__ import annotations

from collections.abc import Mapping

PATHS: Mapping[str, str] = {
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20",
    "close": "M7 7l10 10M17 7 7 17",
    "arrow": "M5 12h14m-5-5 5 5-5 5",
    "up": "M12 19V5m-5 5 5-5 5 5",
    "down": "M12 5v14m-5-5 5 5 5-5",
    "sort": "m8 9 4-4 4 4M8 15l4 4 4-4",
    "filter": "M4 6h16M7 12h10m-7 6h4",
    "code": "m8 8-4 4 4 4m8-8 4 4-4 4m-2-10-4 12",
    "download": "M12 4v11m-5-5 5 5 5-5M5 20h14",
    "calendar": "M5 6h14v14H5zM5 10h14M9 3v4m6-4v4",
    "rows": "M4 5h16v14H4zM4 10h16M4 14.5h16",
    "license": "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5m-5 4h5",
    "publisher": "M4 10 12 4l8 6M5 10v10h14V10M9 20v-6h6v6",
    "info": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-9v5m0-8v.1",
    "map": "M12 21s6-5.6 6-10.5A6 6 0 0 0 6 10.5C6 15.4 12 21 12 21Zm0-8.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
    "shape": "m5 8 7-4 7 4v8l-7 4-7-4z",
    "text": "M6 6h12M12 6v13M9.5 19h5",
    "number": "M9 4 7 20M17 4l-2 16M5 9h15M4 15h15",
    "boolean": "M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7Zm8 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
    "clock": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12v4.5l3 2",
    "json": "M9 4c-3 0-2 3-2 5s-2 3-2 3 2 1 2 3-1 5 2 5M15 4c3 0 2 3 2 5s2 3 2 3-2 1-2 3 1 5-2 5",
    "file": "M7 3h7l4 4v14H7zM14 3v4h4",
    "key": "M9 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm3-3.5h8M17 11.5V15",
    "list": "M9 7h11M9 12h11M9 17h11M4.5 7h.1M4.5 12h.1M4.5 17h.1",
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "warning": "M12 4 3 20h18zM12 10v5m0 2.5v.1",
    "feed": "M5 19h.1M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14",
    "question": "M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4m0 3v.1",
    "chart": "M4 20h16M7 16v-5m5 5V6m5 10v-7",
    "image": "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.1",
    "star": "m12 4 2.4 5.2 5.6.6-4.2 3.8 1.2 5.6-5-2.9-5 2.9 1.2-5.6L4 9.8l5.6-.6z",
    "reuse": "M7 8h8a4 4 0 0 1 0 8H6m3-3-3 3 3 3M10 5 7 8l3 3",
    "left": "M19 12H5m5-5-5 5 5 5",
    "more": "M12 6v.1M12 12v.1M12 18v.1",
    "columns": "M4 5h16v14H4zM9.5 5v14M14.5 5v14",
}
