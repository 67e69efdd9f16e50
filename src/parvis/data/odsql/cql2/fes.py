"""Filter Encoding 1.1 (OGC 04-095) to the same syntax tree as CQL2."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from parvis.core.errors import Span
from parvis.data.odsql import syntax
from parvis.data.odsql.cql2.text import MAX_DEPTH
from parvis.data.odsql.filters.errors import FilterError

PARAMETER = "constraint"
_NOWHERE = Span(0, 0)
_COMPARISONS = {
    "PropertyIsEqualTo": "=",
    "PropertyIsNotEqualTo": "!=",
    "PropertyIsLessThan": "<",
    "PropertyIsLessThanOrEqualTo": "<=",
    "PropertyIsGreaterThan": ">",
    "PropertyIsGreaterThanOrEqualTo": ">=",
}
_SPATIAL = {"BBOX": "s_intersects", "Intersects": "s_intersects", "Within": "s_within", "Disjoint": "s_disjoint"}
OPERATORS = (*_COMPARISONS, "PropertyIsLike", "PropertyIsNull", "PropertyIsBetween")
SPATIAL_OPERATORS = tuple(_SPATIAL)


def parse(filter_: etree._Element) -> syntax.Node:
    """The tree of an ``ogc:Filter``. Raises FilterError."""
    found = [_condition(element, 0) for element in _children(filter_)]
    if not found:
        raise FilterError("the filter is empty.", clause=PARAMETER)
    return found[0] if len(found) == 1 else syntax.AllOf(tuple(found), _NOWHERE)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _condition(element: etree._Element, depth: int) -> syntax.Node:
    if depth > MAX_DEPTH:
        raise FilterError(f"more than {MAX_DEPTH} levels of nesting.", clause=PARAMETER)
    name = local(element)
    if name in ("And", "Or"):
        operands = tuple(_condition(child, depth + 1) for child in _children(element))
        if not operands:
            raise FilterError(f"{name} is empty.", clause=PARAMETER)
        return (syntax.AllOf if name == "And" else syntax.AnyOf)(operands, _NOWHERE)
    if name == "Not":
        (operand,) = _exactly(element, 1)
        return syntax.Negation(_condition(operand, depth + 1), _NOWHERE)
    if name in _COMPARISONS:
        left, right = map(_value, _exactly(element, 2))
        return _cased(element, syntax.Comparison(_COMPARISONS[name], left, right, _NOWHERE))
    reader = _READERS.get(name)
    if reader is None:
        raise FilterError(f"{name[:60]} is not an operator of this server.", clause=PARAMETER)
    return reader(element)


def _exactly(element: etree._Element, count: int) -> list[etree._Element]:
    found = list(_children(element))
    if len(found) != count:
        raise FilterError(f"{local(element)} has {count} operands, not {len(found)}.", clause=PARAMETER)
    return found


def _value(element: etree._Element) -> syntax.Node:
    text = "".join(element.itertext()).strip()
    if local(element) == "PropertyName":
        return syntax.Name(text, _NOWHERE, quoted=True)
    if local(element) == "Literal":
        return syntax.Text(text, _NOWHERE)
    raise FilterError(f"{local(element)[:60]} is neither PropertyName nor Literal.", clause=PARAMETER)


def _cased(element: etree._Element, node: syntax.Comparison) -> syntax.Comparison:
    """``matchCase="false"``: both sides without case."""
    if element.get("matchCase", "true").lower() != "false":
        return node
    left, right = (syntax.Call("casei", (side,), _NOWHERE) for side in (node.left, node.right))
    return syntax.Comparison(node.op, left, right, _NOWHERE)


def _like(element: etree._Element) -> syntax.Node:
    left, right = map(_value, _exactly(element, 2))
    if not isinstance(right, syntax.Text):
        raise FilterError("PropertyIsLike takes a Literal.", clause=PARAMETER)
    wildcard = element.get("wildCard", "%")
    single = element.get("singleChar", "_")
    escape = element.get("escapeChar") or element.get("escape") or "\\"
    form = syntax.Text(_form(right.value, wildcard, single, escape), _NOWHERE)
    return _cased(element, syntax.Comparison("like", left, form, _NOWHERE))


def _form(text: str, wildcard: str, single: str, escape: str) -> str:
    """A form in the wildcards of LIKE."""
    found, characters = "", iter(text)
    for character in characters:
        if character == escape:
            found += "\\" + next(characters, "\\")
        elif character in (wildcard, single):
            found += "%" if character == wildcard else "_"
        else:
            found += f"\\{character}" if character in "%_\\" else character
    return found


def _null(element: etree._Element) -> syntax.Node:
    (operand,) = _exactly(element, 1)
    return syntax.Is(_value(operand), None, False, _NOWHERE)


def _between(element: etree._Element) -> syntax.Node:
    operand, low, high = _exactly(element, 3)
    bounds = [_value(next(_children(end), end)) for end in (low, high)]
    brackets = syntax.Brackets(tuple(bounds), True, True, True, _NOWHERE)
    return syntax.In(_value(operand), brackets, _NOWHERE)


def _spatial(element: etree._Element) -> syntax.Node:
    named, place = _exactly(element, 2)
    return syntax.Call(_SPATIAL[local(element)], (_value(named), _geometry(place)), _NOWHERE)


def _geometry(element: etree._Element) -> syntax.Node:
    """A ``gml:Envelope``, ``Box`` or ``Point``; latitude comes first where the system is named by URN or address."""
    texts = " ".join(t.replace(",", " ") for t in element.itertext()).split()
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        raise FilterError("the coordinates are not numbers.", clause=PARAMETER) from None
    expected = {"Envelope": 4, "Box": 4, "Point": 2}.get(local(element))
    if expected != len(numbers):
        raise FilterError("a gml:Envelope of four numbers or a gml:Point of two is expected.", clause=PARAMETER)
    if element.get("srsName", "").startswith(("urn:", "http")) and "CRS84" not in element.get("srsName", ""):
        numbers = [n for pair in zip(numbers[1::2], numbers[0::2], strict=True) for n in pair]
    if expected == 2:
        return syntax.GeometryText(f"POINT({numbers[0]!r} {numbers[1]!r})", _NOWHERE)
    return syntax.Call("bbox", tuple(syntax.Number(n, _NOWHERE) for n in numbers), _NOWHERE)


_READERS: dict[str, Callable[[etree._Element], syntax.Node]] = {
    "PropertyIsLike": _like,
    "PropertyIsNull": _null,
    "PropertyIsBetween": _between,
    **dict.fromkeys(_SPATIAL, _spatial),
}
