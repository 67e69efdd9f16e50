"""Small builders over sqlglot: every name quoted, every operand parenthesised, no text parsed."""

from __future__ import annotations

from sqlglot import exp

SQL = exp.Expr

_ATOMS = (
    exp.Column,
    exp.Anonymous,
    exp.Literal,
    exp.Placeholder,
    exp.Paren,
    exp.Cast,
    exp.Null,
    exp.Boolean,
    exp.Array,
    exp.Case,
    exp.Identifier,
    exp.Subquery,
)


def fn(name: str, *arguments: SQL) -> SQL:
    """A function call, passed to the engine as written."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def col(name: str) -> SQL:
    """A column by its exact name."""
    return exp.Column(this=exp.Identifier(this=name, quoted=True))


def num(value: int | float) -> SQL:
    """A number of the program; never a caller's."""
    if value < 0:
        return exp.Paren(this=exp.Neg(this=exp.Literal.number(-value)))
    return exp.Literal.number(value)


def text(value: str) -> SQL:
    """A constant text of the program; never a caller's."""
    return exp.Literal.string(value)


def wrap(expression: SQL) -> SQL:
    """The expression in parentheses unless it already stands alone."""
    return expression if isinstance(expression, _ATOMS) else exp.Paren(this=expression)


_OPERATORS: dict[str, type[exp.Binary]] = {
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
    "%": exp.Mod,
    "||": exp.DPipe,
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def op(operator: str, left: SQL, right: SQL) -> SQL:
    """A binary operation; division is a matter of dialect and not here."""
    return _OPERATORS[operator](this=wrap(left), expression=wrap(right))


def both(*operands: SQL) -> SQL:
    """All operands, joined by AND; TRUE when there is none."""
    return _join(exp.And, operands) if operands else exp.true()


def either(*operands: SQL) -> SQL:
    """The operands joined by OR; FALSE when there is none."""
    return _join(exp.Or, operands) if operands else exp.false()


def _join(kind: type[exp.Connector], operands: tuple[SQL, ...]) -> SQL:
    joined = operands[0]
    for operand in operands[1:]:
        joined = kind(this=joined if isinstance(joined, kind) else wrap(joined), expression=wrap(operand))
    return joined


def invert(operand: SQL) -> SQL:
    """NOT operand."""
    return exp.Not(this=wrap(operand))


def is_null(operand: SQL) -> SQL:
    """The operand IS NULL."""
    return exp.Is(this=wrap(operand), expression=exp.Null())


def not_null(operand: SQL) -> SQL:
    """The operand IS NOT NULL."""
    return invert(is_null(operand))


def case(*branches: tuple[SQL, SQL], default: SQL | None = None) -> SQL:
    """CASE WHEN ... THEN ... ELSE default END."""
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs, default=default)


def alias(expression: SQL, name: str) -> SQL:
    """The expression under a quoted name."""
    return exp.Alias(this=wrap(expression), alias=exp.Identifier(this=name, quoted=True))


def function(parameter: str, body: SQL) -> SQL:
    """A lambda of one parameter."""
    return exp.Lambda(this=body, expressions=[exp.to_identifier(parameter)])


def variable(name: str) -> SQL:
    """The parameter of a lambda."""
    return exp.to_identifier(name)
