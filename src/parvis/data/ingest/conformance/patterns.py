"""Regular expressions of schemas, written for Python, XML Schema or JavaScript, in the words of the engine's RE2."""

from __future__ import annotations

import re

import duckdb

_REWRITTEN = re.compile(
    r"""
      \\u\{?(?P<code>[0-9A-Fa-f]{4,6})\}?   # a character by its number
    | (?P<end>\\Z)                          # the end of the text
    | \\(?P<plain>[^\x00-\x7f]|_)           # an escape that changes nothing
    | (?P<escape>\\.)
    | (?P<group>\(\?<(?=[A-Za-z_]))         # a named group
    | \{,(?P<upto>\d+)\}                    # at most so many times
    """,
    re.VERBOSE | re.DOTALL,
)


def engine_pattern(connection: duckdb.DuckDBPyConnection, pattern: str) -> str | None:
    """The expression as the engine reads it; None when it uses what RE2 does not have (looking around, recalling)."""
    found = _REWRITTEN.sub(_rewritten, pattern)
    try:
        connection.execute("SELECT regexp_full_match('', $1)", [found]).fetchall()
    except duckdb.Error:
        return None
    return found


def _rewritten(part: re.Match[str]) -> str:
    if part["code"]:
        return rf"\x{{{part['code']}}}"
    if part["end"]:
        return r"\z"
    if part["plain"]:
        return part["plain"]
    if part["group"]:
        return "(?P<"
    if part["upto"]:
        return f"{{0,{part['upto']}}}"
    return part["escape"]
