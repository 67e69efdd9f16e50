"""The queryable names of CSW, and what they are in the catalog."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from parvis.data.odsql import syntax
from parvis.web.api.csw.errors import CswError

COLUMNS = {
    "identifier": "dataset_id",
    "title": "default.title",
    "abstract": "default.description",
    "description": "default.description",
    "subject": "default.keyword",
    "publisher": "default.publisher",
    "organisationname": "default.publisher",
    "creator": "dcat.creator",
    "contributor": "dcat.contributor",
    "rights": "default.license",
    "language": "default.language",
    "modified": "default.modified",
    "date": "default.modified",
    "revisiondate": "default.modified",
    "creationdate": "dcat.created",
    "publicationdate": "dcat.issued",
    "spatial": "default.territory",
    "source": "dcat.dataquality",
    "relation": "dcat.relation",
    "topiccategory": "default.theme",
}
SORTED = ("identifier", "title", "modified", "date", "revisiondate", "publisher", "organisationname", "language")
_ANY, _BOX, _TYPE = "anytext", "boundingbox", "type"
_PREFIXES = ("dc", "dct", "dcterms", "csw", "ows", "apiso", "gmd", "")
CORE = (
    "dc:title",
    "dc:creator",
    "dc:subject",
    "dct:abstract",
    "dc:publisher",
    "dc:contributor",
    "dct:modified",
    "dc:type",
    "dc:identifier",
    "dc:source",
    "dc:language",
    "dc:relation",
    "dc:rights",
    "csw:AnyText",
    "ows:BoundingBox",
)
ISO = (
    "apiso:Title",
    "apiso:Abstract",
    "apiso:Subject",
    "apiso:Identifier",
    "apiso:Modified",
    "apiso:Type",
    "apiso:Language",
    "apiso:OrganisationName",
    "apiso:TopicCategory",
    "apiso:RevisionDate",
    "apiso:CreationDate",
    "apiso:PublicationDate",
    "apiso:AnyText",
    "apiso:BoundingBox",
)


def bare(name: str) -> str:
    """The name without its prefix, in lower case: ``dc:title``, ``apiso:Title`` and ``/csw:Record/dc:title`` agree."""
    prefix, _, local = name.rpartition("/")[2].rpartition(":")
    return local.lower() if prefix.lower() in _PREFIXES else name.lower()


def order(name: str) -> str:
    """The column of a name to sort by. Raises CswError."""
    found = bare(name)
    if found == _TYPE:
        return "dataset_id"
    if found not in SORTED:
        raise CswError(f"{name[:60]} has no order; those that have: {', '.join(SORTED)}.", "SortBy")
    return COLUMNS[found]


def renamed(node: syntax.Node) -> syntax.Node:
    """The tree with columns of the catalog in place of names of CSW. Every dataset has the type ``dataset``."""
    match node:
        case syntax.Name():
            return _name(node)
        case syntax.AllOf() | syntax.AnyOf():
            return replace(node, operands=tuple(renamed(operand) for operand in node.operands))
        case syntax.Negation():
            return syntax.Negation(renamed(node.operand), node.span)
        case syntax.Comparison():
            return _comparison(node)
        case syntax.In():
            return replace(node, left=renamed(node.left))
        case syntax.Is():
            return replace(node, left=renamed(node.left))
        case syntax.Call():
            return syntax.Call(node.function, tuple(renamed(a) for a in node.arguments), node.span)
        case _:
            return node


def _name(node: syntax.Name) -> syntax.Node:
    found = bare(node.name)
    if found == _TYPE:
        return syntax.Text("dataset", node.span)
    if found == _BOX:
        return replace(node, name="geometry")
    return replace(node, name=COLUMNS.get(found, node.name))


def _comparison(node: syntax.Comparison) -> syntax.Node:
    left, right = _inside(node.left), _inside(node.right)
    if isinstance(left, syntax.Name) and isinstance(right, syntax.Text):
        name = bare(left.name)
        if name == _ANY:
            pattern = right.value.replace("%", "*").replace("_", "*").replace("\\", "")
            words = syntax.Call("any_text", (syntax.Text(pattern, node.span),), node.span)
            return syntax.Negation(words, node.span) if node.op == "!=" else words
        if name == "identifier":
            return replace(node, left=renamed(left), right=replace(right, value=dataset_id(right.value)))
        if name == _TYPE:
            return _typed(node.op, right)
    return replace(node, left=renamed(node.left), right=renamed(node.right))


def _typed(op: str, right: syntax.Text) -> syntax.Node:
    """A comparison of the type, whose case harvesters write as they like."""
    constant = syntax.Text("dataset", right.span)
    return syntax.Comparison(op, constant, replace(right, value=right.value.lower()), right.span)


def _inside(node: syntax.Node) -> syntax.Node:
    """What CASEI is applied to."""
    if isinstance(node, syntax.Call) and node.function == "casei" and len(node.arguments) == 1:
        return node.arguments[0]
    return node


def dataset_id(identifier: str) -> str:
    """The identifier in the catalog of a record's identifier, which is the address of its page."""
    parts = urlsplit(identifier) if identifier.startswith(("http://", "https://")) else None
    if parts is None or not parts.path.startswith("/explore/dataset/"):
        return identifier
    return unquote(parts.path.removeprefix("/explore/dataset/").strip("/").partition("/")[0])
