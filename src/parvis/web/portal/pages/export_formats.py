"""What each export format and each of its options is called on the export page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

# In the order of the page: what most people open first.
FORMATS: Mapping[str, tuple[object, object]] = {
    "csv": ("CSV", _("For spreadsheets: one line a record, columns separated by semicolons.")),
    "xlsx": ("XLSX", _("For Excel and LibreOffice.")),
    "ods": ("ODS", _("For LibreOffice and other office suites.")),
    "json": ("JSON", _("For programs: one list of records.")),
    "jsonl": (_("JSON Lines"), _("For programs that read record by record.")),
    "geojson": ("GeoJSON", _("For maps, on the web and in desktop tools.")),
    "gpkg": ("GeoPackage", _("For QGIS and other mapping software: one file.")),
    "shp": ("Shapefile", _("For older mapping software: a zip archive, column names cut to 10 letters.")),
    "kml": ("KML", _("For Google Earth.")),
    "gpx": ("GPX", _("For navigation devices.")),
    "ics": ("iCalendar", _("For calendars: one event a record.")),
    "sqlite": ("SQLite", _("For databases: one file to query.")),
    "parquet": ("Parquet", _("For analysis: typed columns, light to load.")),
    "turtle": ("Turtle (RDF)", _("For linked data.")),
    "tsv": ("TSV", _("As CSV, columns separated by tabs.")),
    "geoparquet": ("GeoParquet", _("For analysis of places: Parquet with a geometry column.")),
    "fgb": ("FlatGeobuf", _("For maps that read a part of a large file.")),
    "arrow": ("Arrow", _("For programs that read columns without converting them.")),
    "jsonld": ("JSON-LD", _("For linked data.")),
    "rdfxml": ("RDF/XML", _("For linked data.")),
    "n3": ("N3", _("For linked data.")),
    "ov2": ("TomTom OV2", _("For TomTom navigators.")),
}
# How many are shown before the disclosure.
USUAL = 14
LIMITS: Mapping[str, object] = {
    "xlsx": _("At most 1,048,575 rows a sheet: more go on in the next."),
    "ods": _("At most 1,048,575 rows a sheet: more go on in the next."),
    "shp": _("Texts of 254 bytes, 255 columns, 4 GB."),
    "sqlite": _("At most 2,000 columns."),
    "gpx": _("Records without place are left out."),
    "ics": _("Records without date are left out."),
    "ov2": _("Records without place are left out."),
}
# Bytes of a file by byte of the same rows in CSV, measured on the demo datasets; none for what varies too much.
WEIGHTS: Mapping[str, float] = {
    "tsv": 1.0,
    "xlsx": 0.75,
    "ods": 0.45,
    "parquet": 0.35,
    "sqlite": 1.1,
    "arrow": 1.7,
    "kml": 1.2,
    "gpkg": 0.8,
    "shp": 0.35,
    "fgb": 0.5,
    "geoparquet": 0.4,
    "jsonld": 6.5,
    "rdfxml": 8.0,
    "turtle": 14.0,
    "n3": 14.0,
}
OPTIONS: Mapping[str, tuple[object, object]] = {
    "delimiter": (_("Column separator"), _("Semicolon for spreadsheets in French, comma elsewhere.")),
    "list_separator": (_("Between the texts of a list"), _("Joins the values of a field that holds several.")),
    "quote_all": (_("Quote every text"), _("For programs that want it; spreadsheets do not.")),
    "with_bom": (
        _("Encoding mark"),
        _("UTF-8 either way; the mark lets Excel show accents, some programs dislike it."),
    ),
    "use_labels": (_("Column names"), _("Labels for people, identifiers for programs.")),
    "escape_formulas": (
        _("Neutralise formulas"),
        _("An apostrophe before texts that a spreadsheet would run; values then differ from those of the dataset."),
    ),
    "parquet_compression": (_("Compression of columns"), _("snappy opens everywhere, zstd is lighter.")),
    "name_field": (_("Field that names the places"), _("Its identifier; the first text when empty.")),
    "description_field_list": (_("Fields of the description"), _("Identifiers separated by commas.")),
    "start_field": (_("Field of the start"), _("Its identifier; the first date when empty.")),
    "end_field": (_("Field of the end"), _("Its identifier.")),
    "summary_field": (_("Field that names the events"), _("Its identifier; the first text when empty.")),
    "epsg": (_("Projection"), _("Coordinates of the file.")),
    "timezone": (_("Time zone"), _("In which times are written.")),
    "compressed": (_("Compression"), _("A gzip file is lighter to download.")),
}
PROJECTIONS: tuple[tuple[str, object], ...] = (
    ("4326", _("WGS 84, longitudes and latitudes (4326)")),
    ("2154", _("Lambert-93, mainland France (2154)")),
    ("3857", _("Web Mercator (3857)")),
    ("3035", _("ETRS89-LAEA, Europe (3035)")),
    ("5490", _("RGAF09, Antilles (5490)")),
    ("2972", _("RGFG95, French Guiana (2972)")),
    ("2975", _("RGR92, Réunion (2975)")),
    ("4471", _("RGM04, Mayotte (4471)")),
)
YES_NO: Mapping[str, tuple[object, object]] = {
    "use_labels": (_("labels"), _("identifiers")),
    "with_bom": (_("with mark"), _("without mark")),
    "compressed": (_("gzip"), _("none")),
}
SEPARATORS: tuple[tuple[str, object], ...] = (
    (";", _("semicolon ;")),
    (",", _("comma ,")),
    ("tab", _("tabulation")),
    ("|", _("bar |")),
)
