"""The formats of exports and their options: what each one is for, holds, and cannot hold.

Lists of the API, checks of options and the pages of the documentation are made from these definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

GEO, DATES = "geo", "dates"


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``kind`` is flag, choice, text or fields; ``choices`` are the values of a choice."""

    name: str
    kind: str
    default: str
    help: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, the ending of its files, what it is for.

    ``needs`` says what a dataset must have: ``geo`` a place, ``dates`` a date. ``reprojects``: the option ``epsg``
    chooses the coordinates. ``built``: the file is made whole before it is sent, and then served in ranges.
    ``noticed`` says where it holds title, license and attribution. ``mapped``: one column of the file is its geometry.
    ``drops``: rows without what it needs are left out, so that a query must select it.
    """

    name: str
    title: str
    media_type: str
    extension: str
    purpose: str
    values: str
    limits: str = ""
    options: tuple[str, ...] = ()
    needs: str = ""
    reprojects: bool = False
    built: bool = False
    noticed: str = ""
    mapped: bool = False
    drops: bool = False

    @property
    def geographic(self) -> bool:
        """Whether it needs a place."""
        return self.needs == GEO


OPTIONS: Mapping[str, Option] = {
    o.name: o
    for o in (
        Option("delimiter", "choice", ";", "Separates the columns.", (";", ",", "tab", "|")),
        Option("list_separator", "text", ",", "Joins the texts of a multivalued field."),
        Option("quote_all", "flag", "false", "Quotes every text."),
        Option("with_bom", "flag", "true", "Begins with a byte order mark; not by default in v2.0, v1 and TSV."),
        Option("use_labels", "flag", "false", "Labels of the fields instead of their names."),
        Option(
            "escape_formulas",
            "flag",
            "false",
            "Puts an apostrophe before texts that begin with = + - @, a tab or a carriage return, so that a "
            "spreadsheet does not run them. The texts are then no longer exactly those of the dataset.",
        ),
        Option("parquet_compression", "choice", "snappy", "Compression of the columns.", ("snappy", "zstd")),
        Option("name_field", "text", "the first text", "Field that names the places."),
        Option("description_field_list", "fields", "none", "Fields of the description, separated by commas."),
        Option(
            "use_extension",
            "flag",
            "true",
            "Values as extensions, else in the description (v2.0).",
        ),
        Option("start_field", "text", "the first date", "Field that holds the start of the events."),
        Option("end_field", "text", "a date named end or fin", "Field that holds the end of the events."),
        Option("summary_field", "text", "the first text", "Field that names the events."),
        Option("epsg", "text", "4326", "EPSG code of the coordinates; longitude or easting stands first."),
        Option("compressed", "flag", "false", "A gzip file."),
    )
}
_CSV = ("list_separator", "quote_all", "with_bom", "use_labels", "escape_formulas")
_TYPED = "Integers, numbers, booleans, dates and instants keep their types; a list of texts is JSON."
_RDF = "Each row is a node, each field a property of the dataset's address; values are typed literals, places WKT."
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEETS = (
    "Numbers, booleans, days and instants (in the timezone asked) are typed cells; integers beyond 2^53, partial dates "
    "and places are text. No cell is ever a formula."
)

FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format(
            "arrow", "Arrow IPC stream", "application/vnd.apache.arrow.stream", "arrows",
            "For programs that read columns without converting them.",
            "Instants in UTC with their zone, lists, points as structures of lon and lat, shapes as WKB.",
            noticed="the metadata of the schema",
        ),
        Format(
            "csv", "CSV", "text/csv; charset=utf-8", "csv", "For spreadsheets and nearly every program.",
            "Dates and instants in ISO 8601, points as `latitude, longitude`, shapes as GeoJSON.",
            options=("delimiter", *_CSV),
        ),
        Format(
            "fgb", "FlatGeobuf", "application/octet-stream", "fgb",
            "For maps that read a part of a large file over HTTP: it holds a spatial index.", _TYPED,
            "Instants to the millisecond.", needs=GEO, reprojects=True, built=True, mapped=True,
            options=("use_labels",), noticed="the description of the layer",
        ),
        Format(
            "geojson", "GeoJSON", "application/geo+json", "geojson", "For maps, on the web and in desktop tools.",
            "The geometry is the first shape, else the first point; other fields are properties, as in JSON.",
            needs=GEO, reprojects=True, mapped=True, noticed="members of the collection",
        ),
        Format(
            "geoparquet", "GeoParquet", "application/vnd.apache.parquet", "parquet",
            "For analysis of places: as Parquet, with the place as a geometry column.",
            "As Parquet; the first shape, else the first point, is a WKB geometry that the file describes.",
            options=("parquet_compression",), needs=GEO, reprojects=True, built=True, noticed="key-values of the file",
            mapped=True,
        ),
        Format(
            "gpkg", "GeoPackage", "application/geopackage+sqlite3", "gpkg",
            "For desktop maps: one SQLite file with geometries, types and a spatial index.", _TYPED,
            "Instants to the millisecond.", needs=GEO, reprojects=True, built=True, mapped=True,
            options=("use_labels",), noticed="the table `gpkg_metadata`",
        ),
        Format(
            "gpx", "GPX", "application/gpx+xml", "gpx", "For GPS receivers and hiking applications.",
            "Points are waypoints; lines and outlines are tracks.",
            "Rows without place are left out. Longitudes and latitudes only.",
            ("name_field", "description_field_list", "use_extension", "use_labels"), GEO, mapped=True, drops=True,
            noticed="the copyright of the file",
        ),
        Format(
            "ics", "iCalendar", "text/calendar; charset=utf-8", "ics", "For calendars: an event for each row.",
            "The start is a date or an instant (in UTC); other fields are in the description.",
            "Rows without start are left out.", ("start_field", "end_field", "summary_field", "use_labels"), DATES,
            drops=True, noticed="`X-PARVIS-` properties of the calendar",
        ),
        Format(
            "json", "JSON", "application/json; charset=utf-8", "json", "For programs: one list of records.",
            "The values of the records of the API.",
        ),
        Format(
            "jsonl", "JSON Lines", "application/jsonl; charset=utf-8", "jsonl",
            "For programs that read record by record.", "As JSON, an object a line.",
        ),
        Format(
            "jsonld", "JSON-LD", "application/ld+json", "jsonld",
            "For linked data: JSON that says what its names mean.", _RDF, options=("use_labels",),
            noticed="a node of the graph",
        ),
        Format(
            "kml", "KML", "application/vnd.google-earth.kml+xml", "kml",
            "For Google Earth and other globes.",
            "A placemark a row; values are extended data, integers as text.", "Longitudes and latitudes only.",
            ("name_field", "use_labels"), GEO, mapped=True, noticed="the description of the document",
        ),
        Format(
            "n3", "N3", "text/n3; charset=utf-8", "n3", "For linked data.", _RDF, options=("use_labels",),
            noticed="triples of the dataset",
        ),
        Format(
            "ods", "OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", "ods",
            "For LibreOffice and other spreadsheets.", _SHEETS, "1,048,575 rows a sheet: more go on in the next.",
            ("use_labels",), noticed="the sheet `metadata`",
        ),
        Format(
            "ov2", "TomTom points of interest", "application/octet-stream", "ov2", "For TomTom navigators.",
            "A position and a name. A shape is shown by a point inside it.",
            "Rows without place are left out; names hold the letters of western Europe; 1.1 m precise.",
            ("name_field",), GEO, mapped=True, drops=True,
        ),
        Format(
            "parquet", "Parquet", "application/parquet", "parquet", "For analysis: typed columns, light to load.",
            "Instants in UTC with their zone, lists, points as structures of lon and lat, shapes as WKB geometries.",
            options=("parquet_compression",), built=True, noticed="key-values of the file",
        ),
        Format(
            "rdfxml", "RDF/XML", "application/rdf+xml", "rdf", "For linked data, in its oldest syntax.", _RDF,
            options=("use_labels",), noticed="triples of the dataset",
        ),
        Format(
            "shp", "Shapefile", "application/zip", "zip", "For older map software.",
            "A zip archive: a shapefile for points, lines, polygons, multipoints; rows without place as a table; "
            "`fields.csv` gives the names that the columns had.",
            "Names of 10 characters, texts of 254 bytes, 255 columns, 4 GB a file; instants are text.",
            ("use_labels",), GEO, True, True, "the file `metadata.txt`", True,
        ),
        Format(
            "sqlite", "SQLite", "application/vnd.sqlite3", "sqlite", "For SQL: a database in one file.",
            "Table `records`; dates and instants are ISO text, lists JSON, shapes GeoJSON, a point two columns "
            "`_lon` and `_lat`. Tables `fields` and `metadata` describe it.",
            "2,000 columns; integers of 64 bits.", ("use_labels",), built=True,
            noticed="the table `metadata`",
        ),
        Format(
            "tsv", "TSV", "text/tab-separated-values; charset=utf-8", "tsv", "As CSV, separated by tabs.",
            "As CSV.", options=_CSV,
        ),
        Format(
            "turtle", "Turtle", "text/turtle; charset=utf-8", "ttl", "For linked data, easy to read.", _RDF,
            options=("use_labels",), noticed="triples of the dataset",
        ),
        Format(
            "xlsx", "XLSX", _XLSX, "xlsx", "For Excel and LibreOffice.", _SHEETS,
            "1,048,575 rows a sheet: more go on in the next; texts of 32,767 characters; days before March 1900 are "
            "text.",
            ("use_labels",), built=True, noticed="the sheet `metadata`",
        ),
    )
}  # fmt: skip
ALIASES: Mapping[str, str] = {
    "xls": "xlsx",
    "ttl": "turtle",
    "rdf": "rdfxml",
    "json-ld": "jsonld",
    "ical": "ics",
}
"""Other names that requests may use."""
