"""A Solr query as one ODSQL condition on the catalog."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from parvis.data.exports.formats import ALIASES, DATES, FORMATS, GEO
from parvis.data.odsql.writing import literal
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.names import FACETS, is_open, named, organization_id, publishers
from parvis.web.api.ckan.solr import Joined, Node, Not, Range, SolrSyntaxError, Term, parse

ALL, NONE = "dataset_id is not null", "dataset_id is null"
_MOMENTS = {"metadata_modified": "metadata_processed", "last_modified": "modified", "data_modified": "data_processed"}
_ALWAYS = {"dataset_type": "dataset", "type": "dataset", "state": "active", "entity_type": "package"}
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9:.]{1,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?")
_NOW = re.compile(r"NOW(?:/[A-Z]+)?(?:([+-][0-9]{1,6})(MINUTE|HOUR|DAY|MONTH|YEAR)S?)?(?:/[A-Z]+)?")


def of_words(asked: Asked, q: str | None) -> tuple[str, ...]:
    """The condition of ``q``: a query, or words as people type them. Raises SolrSyntaxError."""
    text = (q or "").strip()
    try:
        return _written(asked, parse(text))
    except SolrSyntaxError:
        if ":" in text:
            raise
        # Without fields CKAN looks for the words, whatever their punctuation.
        return (_search("", text),)


def of_filters(asked: Asked, filters: Iterable[str]) -> tuple[str, ...]:
    """The conditions of ``fq`` and ``fq_list``; all hold. Raises SolrSyntaxError."""
    return tuple(condition for text in filters for condition in _written(asked, parse(text)))


def _written(asked: Asked, node: Node | None) -> tuple[str, ...]:
    return () if node is None else (_condition(asked, node),)


def _condition(asked: Asked, node: Node) -> str:
    if isinstance(node, Not):
        return f"not ({_condition(asked, node.part)})"
    if isinstance(node, Joined):
        parts = _together(node.parts) if node.every else node.parts
        return "(" + (" and " if node.every else " or ").join(_condition(asked, part) for part in parts) + ")"
    return _moment(node) if isinstance(node, Range) else _term(asked, node)


def _together(parts: tuple[Node, ...]) -> list[Node]:
    """Words side by side are one search: the best of them come first."""
    words = [p for p in parts if isinstance(p, Term) and p.field is None and p.kind in ("word", "prefix")]
    others: list[Node] = [part for part in parts if part not in words]
    return others if not words else [Term(None, " ".join(word.text for word in words)), *others]


def _term(asked: Asked, term: Term) -> str:
    field = term.field or "text"
    if field == "*" or (term.field is None and term.kind == "any"):
        return ALL
    if field in FACETS:
        return _named(asked, field, term)
    if field in _ALWAYS:
        return ALL if term.kind == "any" or term.text == _ALWAYS[field] else NONE
    if field in _MOMENTS:
        return f"{_MOMENTS[field]} is not null" if term.kind == "any" else _equal_moment(field, term.text)
    written = _FIELDS.get(field)
    if written is None:
        raise SolrSyntaxError(f"undefined field {field[:60]}", hint=f"fields: {', '.join(fields())}")
    return written(asked, term)


def fields() -> list[str]:
    """The fields that a query may name."""
    return sorted((*FACETS, *_ALWAYS, *_MOMENTS, *_FIELDS))


def _search(within: str, text: str) -> str:
    return f"search({within}{literal(text)})"


def _in(column: str, values: Iterable[str]) -> str:
    listed = ", ".join(literal(value) for value in values)
    return f"{column} in ({listed})" if listed else NONE


def _named(asked: Asked, facet: str, term: Term) -> str:
    column, name_of = FACETS[facet]
    if term.kind == "any":
        return f"{column} is not null"
    known = named(asked, facet)
    if term.kind == "prefix":
        return _in(column, (v for one in known.values() if one.name.startswith(term.text) for v in one.values))
    one = known.get(term.text) or known.get(name_of(term.text))
    return _in(column, one.values if one else ())


def _owner(asked: Asked, term: Term) -> str:
    """An organisation by its identifier."""
    return _in("publisher", (v for v in publishers(asked) if organization_id(asked.root, v) == term.text.lower()))


def _id(asked: Asked, term: Term) -> str:
    return _in("dataset_id", (term.text, asked.known(term.text) or term.text))


def _name(asked: Asked, term: Term) -> str:
    if term.kind == "prefix":
        return f"startswith(dataset_id, {literal(term.text)})"
    return ALL if term.kind == "any" else _in("dataset_id", (term.text,))


def _words_in(column: str) -> Callable[[Asked, Term], str]:
    def written(asked: Asked, term: Term) -> str:
        return f"{column} is not null" if term.kind == "any" else _search(f"{column}, ", term.text)

    return written


def _format(asked: Asked, term: Term) -> str:
    """Every dataset with records has the plain formats; some need a place or a date."""
    name = term.text.lower()
    kind = FORMATS.get(ALIASES.get(name, name))
    if term.kind == "any":
        return "has_records"
    if kind is None:
        return NONE
    feature = {GEO: ' and features = "geo"', DATES: ' and features = "timeserie"'}.get(kind.needs, "")
    return f"(has_records{feature})"


def _open(asked: Asked, term: Term) -> str:
    wanted = term.text.lower() in ("true", "1")
    values = [v for one in named(asked, "license_id").values() for v in one.values if is_open(v)]
    return _in("license", values) if wanted else f"not ({_in('license', values)})"


def _private(asked: Asked, term: Term) -> str:
    private = term.text.lower() in ("true", "1", "private")
    return 'visibility = "restricted"' if private else 'visibility = "domain"'


_FIELDS: Mapping[str, Callable[[Asked, Term], str]] = {
    "text": lambda asked, term: _search("", term.text),
    "title": _words_in("title"),
    "notes": _words_in("description"),
    "author": _words_in("publisher"),
    "name": _name,
    "id": _id,
    "owner_org": _owner,
    "title_string": lambda asked, term: _in("title", (term.text,)),
    "res_format": _format,
    "isopen": _open,
    "private": _private,
    "capacity": _private,
}


def _equal_moment(field: str, text: str) -> str:
    if not _DATE.fullmatch(text):
        raise SolrSyntaxError(f"{text[:40]!r} is no date.", hint="write 2026-01-31T00:00:00Z")
    return f"{_MOMENTS[field]} = date'{text}'"


def _moment(node: Range) -> str:
    column = _MOMENTS.get(node.field or "")
    if column is None:
        raise SolrSyntaxError(f"No range is served on {(node.field or 'text')[:60]}.", hint=f"on {', '.join(_MOMENTS)}")
    bounds = [
        f"{column} {'>=' if node.includes_low else '>'} {_instant(node.low)}" if node.low else "",
        f"{column} {'<=' if node.includes_high else '<'} {_instant(node.high)}" if node.high else "",
    ]
    return "(" + (" and ".join(filter(None, bounds)) or f"{column} is not null") + ")"


def _instant(text: str) -> str:
    if _DATE.fullmatch(text):
        return f"date'{text}'"
    found = _NOW.fullmatch(text)
    if found is None:
        raise SolrSyntaxError(f"{text[:40]!r} is no date.", hint="write 2026-01-31T00:00:00Z, NOW or NOW-7DAYS")
    return f"now({found[2].lower()}s={int(found[1])})" if found[1] else "now()"
