"""The syntax tree: what was written, before any meaning. Nodes are frozen and keep their span in the clause's text."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.errors import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A field or an alias."""

    name: str
    span: Span
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted string, unescaped."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number; an int when it was written without point or exponent."""

    value: int | float
    span: Span


@dataclass(frozen=True, slots=True)
class Boolean:
    """``true`` or ``false``."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Null:
    """``null``."""

    span: Span


@dataclass(frozen=True, slots=True)
class DateText:
    """``date'...'``: its text, not read yet."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class GeometryText:
    """``geom'...'``: its text, not read yet."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: ``1km``, ``5 minutes``."""

    value: int | float
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Star:
    """``*`` as an item or an argument."""

    span: Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """``pop*`` inside ``include()`` or ``exclude()``; ``prefix`` tells the wildcard."""

    name: str
    prefix: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A named argument: ``days=-1``."""

    name: str
    value: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """``function(arguments)``; the name is in lower case."""

    function: str
    arguments: tuple[Node, ...]
    span: Span
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Brackets:
    """``[a TO b]``, ``]a..b[``, ``]10,50,100[``: bounds and which ends are included."""

    bounds: tuple[Node, ...]
    low_included: bool
    high_included: bool
    interval: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """Minus."""

    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic: ``+ - * /``."""

    op: str
    left: Node
    right: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """``= != < <= > >= like``; ``:`` has become ``=``."""

    op: str
    left: Node
    right: Node
    span: Span


@dataclass(frozen=True, slots=True)
class In:
    """``left in (a, b)``, ``left in [a..b]`` (a Brackets) or ``"a" in field`` (a Name)."""

    left: Node
    right: tuple[Node, ...] | Brackets | Name
    span: Span


@dataclass(frozen=True, slots=True)
class Is:
    """``left is [not] null|true|false``; ``value`` None is null."""

    left: Node
    value: bool | None
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class AllOf:
    """``and``, flattened."""

    operands: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AnyOf:
    """``or``, flattened."""

    operands: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Negation:
    """``not``."""

    operand: Node
    span: Span


Node = (
    Name
    | Text
    | Number
    | Boolean
    | Null
    | DateText
    | GeometryText
    | Quantity
    | Star
    | Pattern
    | Named
    | Call
    | Brackets
    | Unary
    | Binary
    | Comparison
    | In
    | Is
    | AllOf
    | AnyOf
    | Negation
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list clause: expression, alias, the text as typed, and direction for a sort."""

    node: Node
    text: str
    alias: str | None = None
    descending: bool = False
