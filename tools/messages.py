"""Message catalogs: extract from code and templates, update both languages, compile.

`python tools/messages.py` updates and compiles; `--check` changes nothing and exits 1 when a string is missing, unsure
or no longer used, or when a compiled catalog is not the one of its text. GNU gettext is not needed.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "parvis"
LOCALES = SOURCES / "locale"
LANGUAGES = ("en", "fr")
# Identifiers are English: this catalog is filled from them.
IDENTITY = "en"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")},
    "gettext_noop": None,
}
# `_` is what a template writes inside the arguments of a tag.
CALL = re.compile(r"\b(?:n?p?gettext|_)\(")
# Catalogs are compared byte for byte, so they carry no date of their own.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

Found = tuple[Path, str | tuple[str, ...], str | None]


def from_code() -> Iterator[Found]:
    """Messages of Python files: where, the text or texts, the context."""
    for path in sorted(SOURCES.rglob("*.py")):
        with path.open("rb") as source:
            for _, text, _, context in extract("python", source, KEYWORDS, options={"encoding": "utf-8"}):
                yield path, text, context


def from_templates() -> Iterator[Found]:
    """Messages of templates, read from the code Django turns them into. Every block must be `trimmed`."""
    for path in sorted(SOURCES.rglob("templates/**/*.html")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for start in CALL.finditer(code):
            call = call_at(code, start.start())
            for _, text, _, context in extract("python", io.BytesIO(call.encode()), KEYWORDS):
                yield path, text, context


def call_at(code: str, start: int) -> str:
    """The whole call that begins there. Raises ValueError when it never ends."""
    end = start
    while (end := code.find(")", end) + 1) > 0:
        try:
            ast.parse(code[start:end], mode="eval")
        except SyntaxError:
            continue
        return code[start:end]
    raise ValueError(f"unfinished message: {code[start : start + 80]}")


def template() -> Catalog:
    """All messages, with the files that use them."""
    found = Catalog(charset="utf-8")
    for path, text, context in (*from_code(), *from_templates()):
        if text:
            found.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return found


def po_path(language: str) -> Path:
    """Where the text of a catalog lies; the compiled one is beside it."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> Catalog:
    """The catalog as committed, or an empty one."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language, charset="utf-8")


def updated(language: str, wanted: Catalog) -> Catalog:
    """The committed translations of the wanted messages, in a catalog that depends on nothing else."""
    known = stored(language)
    catalog = Catalog(
        locale=language,
        charset="utf-8",
        project="Parvis",
        version="0",
        creation_date=EPOCH,
        revision_date=EPOCH,
        header_comment="# Parvis messages. Written by tools/messages.py; edit only the translations.",
        fuzzy=False,
    )
    for message in sorted(wanted, key=lambda m: (str(m.id), m.context or "")):
        if message.id:
            before = known.get(message.id, message.context)
            text = before.string if before and not before.fuzzy else None
            text = text if text and is_complete(text) else message.id if language == IDENTITY else None
            catalog.add(message.id, text, locations=message.locations, context=message.context)
    return catalog


def is_complete(text: str | tuple[str, ...] | list[str]) -> bool:
    """Whether a translation, and each of its plurals, says something."""
    return bool(text) if isinstance(text, str) else all(text)


def po_bytes(catalog: Catalog) -> bytes:
    """The text of a catalog."""
    written = io.BytesIO()
    write_po(written, catalog, width=110, sort_output=False, include_lineno=False, ignore_obsolete=True)
    return written.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled catalog."""
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def faults(language: str, catalog: Catalog) -> Iterator[str]:
    """What is wrong with the committed catalog of a language."""
    for message in missing(catalog):
        yield f"{language}: no translation of {message.id!r}"
    path = po_path(language)
    if not path.exists() or path.read_bytes() != po_bytes(catalog):
        yield f"{language}: {path.relative_to(ROOT)} is not up to date"
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != mo_bytes(catalog):
        yield f"{language}: {compiled.relative_to(ROOT)} is not the compiled text"


def missing(catalog: Catalog) -> list[Message]:
    """Messages without a complete translation."""
    return [m for m in catalog if m.id and not is_complete(m.string or "")]


def write(language: str, catalog: Catalog) -> None:
    """Write both forms of a catalog and tell what is left to translate."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(catalog))
    path.with_suffix(".mo").write_bytes(mo_bytes(catalog))
    print(f"{language}: {len(catalog)} messages, {len(missing(catalog))} to translate")


def main() -> int:
    """The command; 1 when the check fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, tell what is wrong")
    check = parser.parse_args().check
    settings.configure()
    wanted = template()
    found = []
    for language in LANGUAGES:
        catalog = updated(language, wanted)
        if check:
            found += faults(language, catalog)
        else:
            write(language, catalog)
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print("Run: make messages", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
