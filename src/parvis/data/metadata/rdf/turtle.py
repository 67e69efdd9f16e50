"""Trees of RDF in Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parvis.data.metadata.rdf.terms import PREFIXES, Iri, Literal, Node, Value, clean

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(nodes: Iterable[Node]) -> Iterator[bytes]:
    """The document, one piece a node."""
    yield "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items()).encode()
    for node in nodes:
        yield _subject(node).encode()


def _subject(node: Node) -> str:
    """A node and the named ones inside it, which stand as subjects of their own after it."""
    waiting, written = [node], []
    while waiting:
        current = waiting.pop()
        named: list[Node] = []
        written.append(f"\n{_name(current)} {_body(current, named, '    ')} .\n")
        waiting.extend(reversed(named))
    return "".join(written)


def _name(node: Node) -> str:
    return "[]" if node.iri is None else f"<{node.iri.value}>"


def _body(node: Node, named: list[Node], indent: str) -> str:
    lines = [f"a {', '.join(node.types)}"] if node.types else []
    for name, values in node.grouped():
        lines.append(f"{name} {', '.join(_value(v, named, indent) for v in values)}")
    return f" ;\n{indent}".join(lines)


def _value(value: Value, named: list[Node], indent: str) -> str:
    if isinstance(value, Iri):
        return f"<{value.value}>"
    if isinstance(value, Literal):
        text = f'"{clean(value.text).translate(_ESCAPES)}"'
        if value.lang:
            return f"{text}@{value.lang}"
        return f"{text}^^{value.datatype}" if value.datatype else text
    if value.iri is None:
        return f"[ {_body(value, named, indent + '    ')} ]"
    if value.types or value.values:
        named.append(value)
    return f"<{value.iri.value}>"
