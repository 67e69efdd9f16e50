"""The part of Solr's query language that clients of CKAN write, read into a tree. Nothing of it reaches an engine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.core.errors import ParvisError, Span

LONGEST = 4_000
DEEPEST = 30
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<range>[\[{]\s*(?P<low>"[^"]*"|[^\s\]}"]+)\s+TO\s+(?P<high>"[^"]*"|[^\s\]}"]+)\s*(?P<end>[\]}]))
    | (?P<phrase>"(?:[^"\\]|\\.)*")(?:~[0-9.]*)?(?:\^[0-9.]+)?
    | (?P<mark>[()]|&&|\|\||[+\-!](?=\S))
    | (?P<field>(?:\\.|[A-Za-z0-9_.*])+):(?=\S)
    | (?P<word>(?:\\.|[^\s()"\[\]{}:\\^~])+)(?:~[0-9.]*)?(?:\^[0-9.]+)?
    )""",
    re.VERBOSE,
)


class SolrSyntaxError(ParvisError):
    """A Solr query cannot be read, or asks for what is not served."""

    code = "SolrSyntaxError"
    status = 400


@dataclass(frozen=True, slots=True)
class Term:
    """A value looked for in ``field`` (None: everywhere). ``kind`` is word, phrase, prefix or any."""

    field: str | None
    text: str
    kind: str = "word"


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``; None where it is open."""

    field: str | None
    low: str | None
    high: str | None
    includes_low: bool = True
    includes_high: bool = True


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of which ``every`` one holds, or some."""

    parts: tuple[Node, ...]
    every: bool


Node = Term | Range | Not | Joined


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    match: re.Match[str]


def parse(text: str) -> Node | None:
    """The tree of a query; None for one that says nothing. Raises SolrSyntaxError."""
    if len(text) > LONGEST:
        raise SolrSyntaxError(f"A query has at most {LONGEST} characters.")
    reader = _Reader(_tokens(text), len(text))
    found = reader.either(None, 0)
    if reader.token is not None:
        raise reader.wrong("is not expected")
    return found


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    bare = text.rstrip()
    while place < len(bare):
        match = _TOKEN.match(bare, place)
        if match is None or match.end() == place:
            raise SolrSyntaxError(
                f"The query cannot be read at character {place}, before {bare[place : place + 20]!r}.",
                span=Span(place, place + 1),
                hint="put the text between double quotes, or a backslash before the character",
            )
        kind = next(name for name in ("range", "phrase", "mark", "field", "word") if match.group(name))
        found.append(_Token(kind, match.group(kind), match.start(kind), match))
        place = match.end()
    return found


class _Reader:
    """A place among the tokens."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._place = 0
        self._end = end

    @property
    def token(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def wrong(self, what: str) -> SolrSyntaxError:
        token = self.token
        text, at = (token.text[:20], token.at) if token else ("the end", self._end)
        return SolrSyntaxError(f"In the query, {text!r} at character {at} {what}.", span=Span(at, at + 1))

    def either(self, field: str | None, depth: int) -> Node | None:
        """Parts joined by OR."""
        if depth > DEEPEST:
            raise SolrSyntaxError(f"A query has at most {DEEPEST} levels of parentheses.")
        parts = [self.every(field, depth)]
        while self._takes("OR", "||"):
            parts.append(self.every(field, depth))
        return _joined(parts, every=False)

    def every(self, field: str | None, depth: int) -> Node | None:
        """Parts joined by AND, or by nothing."""
        parts: list[Node | None] = []
        while self.token is not None and self.token.text not in ("OR", "||", ")"):
            if not self._takes("AND", "&&"):
                parts.append(self._part(field, depth))
        return _joined(parts, every=True)

    def _part(self, field: str | None, depth: int) -> Node | None:
        if self._takes("NOT", "-", "!"):
            part = self._part(field, depth + 1)
            return None if part is None else Not(part)
        self._takes("+")
        token = self.token
        if token is None or depth > DEEPEST:
            raise self.wrong("lacks what follows it" if token is None else "is too deep")
        self._place += 1
        if token.text == "(" and token.kind == "mark":
            inner = self.either(field, depth + 1)
            if not self._takes(")"):
                raise self.wrong("comes where a parenthesis should close")
            return inner
        if token.kind == "field":
            return self._part(_bare(token.text), depth + 1)
        if token.kind == "range":
            return _range(field, token)
        if token.kind == "mark":
            self._place -= 1
            raise self.wrong("is not expected")
        return _term(field, token)

    def _takes(self, *texts: str) -> bool:
        token = self.token
        found = token is not None and token.kind in ("mark", "word") and token.text in texts
        self._place += found
        return found


def _joined(parts: list[Node | None], *, every: bool) -> Node | None:
    kept = tuple(part for part in parts if part is not None)
    return kept[0] if len(kept) == 1 else Joined(kept, every) if kept else None


def _term(field: str | None, token: _Token) -> Node:
    if token.kind == "phrase":
        return Term(field, _bare(token.text[1:-1]), "phrase")
    if token.text.strip("*") == "":
        return Term(field, "", "any")
    if token.text.endswith("*") and not token.text.endswith("\\*"):
        return Term(field, _bare(token.text.rstrip("*")), "prefix")
    return Term(field, _bare(token.text), "word")


def _range(field: str | None, token: _Token) -> Node:
    low, high = (token.match.group(name).strip('"') for name in ("low", "high"))
    return Range(
        field,
        None if low == "*" else low,
        None if high == "*" else high,
        token.text.startswith("["),
        token.match.group("end") == "]",
    )


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
