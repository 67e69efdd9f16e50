"""Texts: replace, extract, split, join, spaces, case, accents."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from sqlglot import exp

from parvis.core.fields import GEOGRAPHIC, FieldType
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, case, col, fn, function, num, op, text
from parvis.data.ingest.processors.constants import constant
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Output, value_of
from parvis.data.ingest.processors.library.shared import FIELD, NEW, TO, new, on_text, pattern
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]


@processor(
    "replace",
    "text",
    en=("Replace text", "Replaces every occurrence of a text, or whole values only."),
    fr=("Remplacer du texte", "Remplace chaque occurrence d’un texte, ou seulement les valeurs entières."),
    takes=(
        FIELD,
        Parameter("search", "text", "The text to look for."),
        Parameter("with", "text", "What takes its place.", ""),
        Parameter("whole", "boolean", "Whether the value must be the text, whole.", False),
        TO,
    ),
    example=Example(
        ({"voie": "Av. Foch"},), {"field": "voie", "search": "Av.", "with": "Avenue"}, ({"voie": "Avenue Foch"},)
    ),
)
def replace_text(frame: Frame, p: Values) -> Frame:
    """Plain replacement."""
    search, other = constant(p["search"]), constant(p["with"])
    if not p["search"]:
        raise InvalidPipeline("search is empty")
    if p["whole"]:
        return on_text(frame, p, lambda v: case((op("=", v, search), other), default=v.copy()))
    return on_text(frame, p, lambda v: fn("replace", v, search, other))


@processor(
    "replace_pattern",
    "text",
    en=("Replace by pattern", "Replaces what a regular expression (RE2) matches; \\1 stands for the first group."),
    fr=("Remplacer par motif", "Remplace ce que trouve une expression régulière (RE2) ; \\1 est le premier groupe."),
    takes=(
        FIELD,
        Parameter("pattern", "text", "The regular expression."),
        Parameter("with", "text", "What takes the place of a match.", ""),
        TO,
    ),
    example=Example(
        ({"ref": "A-12/B"},), {"field": "ref", "pattern": "([A-Z])-([0-9]+)", "with": "\\2\\1"}, ({"ref": "12A/B"},)
    ),
)
def replace_pattern(frame: Frame, p: Values) -> Frame:
    """Every match."""
    found, other = constant(pattern(p["pattern"])), constant(p["with"])
    return on_text(frame, p, lambda v: fn("regexp_replace", v, found, other, text("g")))


@processor(
    "extract_pattern",
    "text",
    en=("Extract by pattern", "Takes out the part that a group of a regular expression matches; empty without match."),
    fr=(
        "Extraire par motif",
        "Prend la partie que trouve un groupe d’expression régulière ; vide si rien n’est trouvé.",
    ),
    takes=(
        FIELD,
        Parameter("pattern", "text", "The regular expression."),
        NEW,
        Parameter("group", "integer", "The number of the group; 0: the whole match.", 0, low=0, high=9),
    ),
    example=Example(
        ({"adresse": "12 rue Foch 29200 Brest"},),
        {"field": "adresse", "pattern": "\\b([0-9]{5})\\b", "to": "code_postal", "group": 1},
        ({"adresse": "12 rue Foch 29200 Brest", "code_postal": "29200"},),
    ),
)
def extract_pattern(frame: Frame, p: Values) -> Frame:
    """First match."""
    found = pattern(p["pattern"])
    if p["group"] > found.count("("):
        raise InvalidPipeline(f"the pattern has no group {p['group']}")
    return on_text(frame, p, lambda v: fn("regexp_extract", v, constant(found), num(p["group"])))


@processor(
    "split",
    "text",
    en=("Split a text", "Cuts a text at a separator into new fields, in order; what is left over stays in the last."),
    fr=(
        "Découper un texte",
        "Coupe un texte à un séparateur en nouveaux champs, dans l’ordre ; le reste va au dernier.",
    ),
    takes=(
        FIELD,
        Parameter("separator", "text", "Where to cut."),
        Parameter("into", "fields", "The identifiers of the new fields."),
    ),
    example=Example(
        ({"periode": "2020/2021"},),
        {"field": "periode", "separator": "/", "into": ["debut", "fin"]},
        ({"periode": "2020/2021", "debut": "2020", "fin": "2021"},),
    ),
)
def split(frame: Frame, p: Values) -> Frame:
    """Pieces by position."""
    source = frame.text(p["field"])
    if not p["separator"]:
        raise InvalidPipeline("separator is empty")
    separator, last = constant(p["separator"]), len(p["into"])
    outputs = []
    for place, name in enumerate(map(NEW.checked, p["into"]), 1):
        pieces = fn("string_split", col(source.name), separator.copy())
        piece: SQL = fn("list_extract", pieces, num(place))
        if place == last:
            piece = fn("array_to_string", fn("list_slice", pieces.copy(), num(place), num(-1)), separator.copy())
        outputs.append(Output(new(frame, name, FieldType.TEXT), fn("nullif", fn("trim", piece), text(""))))
    return frame.put(*outputs, after=source.name)


@processor(
    "trim",
    "text",
    en=("Tidy spaces", "Takes off spaces at both ends and makes runs of spaces one; no-break spaces count as spaces."),
    fr=("Ranger les espaces", "Retire les espaces des deux bouts et réduit les suites d’espaces à une seule."),
    takes=(FIELD, TO),
    example=Example(({"nom": "  Saint   Malo "},), {"field": "nom"}, ({"nom": "Saint Malo"},)),
)
def trim(frame: Frame, p: Values) -> Frame:
    """Spaces of every kind."""
    spaces = text(r"[\s\p{Z}\x{FEFF}\x{200B}]+")
    return on_text(frame, p, lambda v: fn("trim", fn("regexp_replace", v, spaces, text(" "), text("g"))))


@processor(
    "case",
    "text",
    en=("Change case", "Lower case, upper case, a capital at the start, or a capital at each word."),
    fr=("Changer la casse", "Minuscules, majuscules, une capitale en tête, ou une à chaque mot."),
    takes=(FIELD, Parameter("case", "choice", "The case.", choices=("lower", "upper", "sentence", "title")), TO),
    example=Example(
        ({"nom": "SAINT-MALO de bretagne"},), {"field": "nom", "case": "title"}, ({"nom": "Saint-Malo De Bretagne"},)
    ),
)
def change_case(frame: Frame, p: Values) -> Frame:
    """Case by whole text or by word."""

    def capital(value: SQL) -> SQL:
        return op("||", fn("upper", fn("left", value, num(1))), fn("lower", fn("substr", value.copy(), num(2))))

    def title(value: SQL) -> SQL:
        words = fn("regexp_extract_all", value, text(r"[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+"))
        variable = function("x", capital(exp.to_identifier("x")))
        return fn("array_to_string", fn("list_transform", words, variable), text(""))

    changes = {
        "lower": lambda v: fn("lower", v),
        "upper": lambda v: fn("upper", v),
        "sentence": capital,
        "title": title,
    }
    return on_text(frame, p, changes[p["case"]])


@processor(
    "strip_accents",
    "text",
    en=("Take accents off", "Writes letters without accents; ligatures become two letters."),
    fr=("Retirer les accents", "Écrit les lettres sans accent ; les ligatures deviennent deux lettres."),
    takes=(FIELD, TO),
    example=Example(({"nom": "Œuvre à Évry"},), {"field": "nom"}, ({"nom": "OEuvre a Evry"},)),
)
def strip_accents(frame: Frame, p: Values) -> Frame:
    """Accents and ligatures."""

    def change(value: SQL) -> SQL:
        for ligature, letters in (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE"), ("ß", "ss")):
            value = fn("replace", value, text(ligature), text(letters))
        return fn("strip_accents", value)

    return on_text(frame, p, change)


@processor(
    "concatenate",
    "text",
    en=("Concatenate", "Joins fields with a separator; empty values are left out."),
    fr=("Concaténer", "Joint des champs avec un séparateur ; les valeurs vides sont omises."),
    takes=(
        Parameter("fields", "fields", "The fields to join, in order."),
        Parameter("separator", "text", "What stands between them.", " "),
        NEW,
    ),
    example=Example(
        ({"numero": "12", "voie": "rue Foch"},),
        {"fields": ["numero", "voie"], "to": "adresse"},
        ({"numero": "12", "voie": "rue Foch", "adresse": "12 rue Foch"},),
    ),
)
def concatenate(frame: Frame, p: Values) -> Frame:
    """Texts of several fields."""
    parts = [as_text(frame, name) for name in p["fields"]]
    joined = fn("nullif", fn("concat_ws", constant(p["separator"]), *parts), text(""))
    return frame.put(Output(new(frame, p["to"], FieldType.TEXT), joined))


@processor(
    "template",
    "text",
    en=("Text from a template", "Writes a text where {field} stands for the value of a field, {{ and }} for braces."),
    fr=("Texte selon un modèle", "Écrit un texte où {champ} est la valeur d’un champ, {{ et }} des accolades."),
    takes=(Parameter("template", "text", "The text."), NEW),
    example=Example(
        ({"nom": "Foch", "n": 12},),
        {"template": "N° {n}, rue {nom}", "to": "adresse"},
        ({"nom": "Foch", "n": 12, "adresse": "N° 12, rue Foch"},),
        types={"n": "int"},
    ),
)
def template(frame: Frame, p: Values) -> Frame:
    """Literal pieces and fields in turn."""
    pieces: list[SQL] = []
    for kind, piece in template_pieces(p["template"]):
        pieces.append(constant(piece) if kind == "text" else fn("coalesce", as_text(frame, piece), text("")))
    return frame.put(Output(new(frame, p["to"], FieldType.TEXT), fn("nullif", fn("concat", *pieces), text(""))))


def template_pieces(template: str) -> list[tuple[str, str]]:
    """Texts and names of fields, in order. Raises InvalidPipeline for a brace without partner."""
    try:
        parsed = list(Formatter().parse(template))
    except ValueError as error:
        raise InvalidPipeline(f"the template cannot be read: {error}", hint="write {field}, {{ for a brace") from error
    found: list[tuple[str, str]] = []
    for literal, name, form, conversion in parsed:
        found += [("text", literal)] if literal else []
        if form or conversion:
            raise InvalidPipeline("a template holds names of fields only", hint="write {field}")
        found += [("field", name)] if name is not None else []
    return found or [("text", "")]


def as_text(frame: Frame, name: str) -> SQL:
    """Any field as a text; numbers without needless decimals."""
    field = frame.field(name)
    if field.type in GEOGRAPHIC:
        return fn("ST_AsText", value_of(field))
    if field.is_list:
        return fn("array_to_string", col(name), text(", "))
    if field.type is FieldType.DOUBLE:
        return fn("regexp_replace", cast(col(name), "VARCHAR"), text(r"\.0$"), text(""))
    return cast(col(name), "VARCHAR")
