"""A query as the lines of a program, ready to paste; every text is quoted as its language does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote
from urllib.parse import urlencode

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A query in one language."""

    id: str
    language: str
    text: str


def snippets(address: str, pairs: Pairs) -> tuple[Snippet, ...]:
    """The query of these parameters in each language."""
    whole = f"{address}?{urlencode(pairs)}" if pairs else address
    return (
        Snippet("address", "URL", whole),
        Snippet("curl", "curl", curl(address, pairs)),
        Snippet("python", "Python", python(address, pairs)),
        Snippet("r", "R", r(address, pairs)),
        Snippet("javascript", "JavaScript", javascript(address, pairs)),
    )


def curl(address: str, pairs: Pairs) -> str:
    """For a terminal."""
    lines = [f"curl -G {quote(address)}", *(f"--data-urlencode {quote(f'{n}={v}')}" for n, v in pairs)]
    return " \\\n  ".join(lines)


def python(address: str, pairs: Pairs) -> str:
    """With the library requests."""
    parameters = "".join(f"    ({text(n)}, {text(v)}),\n" for n, v in pairs)
    listed = f"[\n{parameters}]" if parameters else "[]"
    return (
        f"import requests\n\nparameters = {listed}\n"
        f"answer = requests.get({text(address)}, params=parameters, timeout=30)\n"
        'answer.raise_for_status()\nfor record in answer.json()["results"]:\n    print(record)'
    )


def r(address: str, pairs: Pairs) -> str:
    """With the package httr2."""
    by_name: dict[str, list[str]] = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append(text(value))
    parts = [f"{name} = {values[0] if len(values) == 1 else vector(values)}" for name, values in by_name.items()]
    listed = ", ".join([*parts, '.multi = "explode"'])
    asked = f"  req_url_query({listed}) |>\n" if parts else ""
    return (
        f"library(httr2)\n\nanswer <- request({text(address)}) |>\n{asked}"
        "  req_perform() |>\n  resp_body_json(simplifyVector = TRUE)\nanswer$results"
    )


def vector(values: Sequence[str]) -> str:
    """Several values of one parameter in R."""
    return f"c({', '.join(values)})"


def javascript(address: str, pairs: Pairs) -> str:
    """With fetch, in a browser or a runtime."""
    parameters = "".join(f"  [{text(n)}, {text(v)}],\n" for n, v in pairs)
    listed = f"[\n{parameters}]" if parameters else ""
    return (
        f"const parameters = new URLSearchParams({listed});\n"
        f"const answer = await fetch({text(address)} + `?${{parameters}}`);\n"
        "const { results } = await answer.json();\nconsole.table(results);"
    )


def text(value: str) -> str:
    """A text between double quotes, escaped in a way that the three languages share."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
