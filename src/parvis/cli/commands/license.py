"""`parvis license`: licences and the names under which catalogs state them."""

from __future__ import annotations

import click

from parvis.cli.commands.license_questions import questions_command
from parvis.cli.commands.license_rules import attribute_command, compare_command, language_option
from parvis.cli.options import json_option
from parvis.cli.output import print_facts, print_json, print_table
from parvis.data.licensing.describing import reading, summary, whole
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import get, licenses


@click.group("license")
def license_command() -> None:
    """Licences: what they are, what a text means, what they oblige. Informs, does not replace counsel."""


@license_command.command("list", epilog="Example: parvis license list --lang fr")
@language_option
@json_option
def list_(lang: str, as_json: bool) -> None:
    """List the licences of the registry."""
    if as_json:
        print_json([summary(entry) for entry in licenses()])
        return
    rows = [(entry.id, entry.name.in_(lang), entry.family.value, entry.open.value) for entry in licenses()]
    print_table(("licence", "name", "family", "open"), rows)


@license_command.command("show", epilog="Example: parvis license show ODbL-1.0")
@click.argument("license_id", metavar="LICENSE")
@language_option
@json_option
def show(license_id: str, lang: str, as_json: bool) -> None:
    """Show the facts of one licence."""
    entry = get(license_id)
    if as_json:
        print_json(whole(entry))
        return
    print_facts(
        {
            "licence": entry.id,
            "name": entry.name.in_(lang),
            "address": entry.page,
            "open": entry.open.value,
            "commercial use": entry.commercial.value,
            "changes": entry.derivatives.value,
            "attribution": entry.attribution.value,
            "share-alike": entry.share_alike.value,
            "high-value data": entry.high_value.value,
            "duties": [duty.in_(lang) for duty in entry.duties],
            "limits": [limit.in_(lang) for limit in entry.limits],
        }
    )


@license_command.command("normalize", epilog="Example: parvis license normalize 'Licence Ouverte v2.0 (Etalab)'")
@click.argument("text")
@click.option("--platform", type=click.Choice(["opendatasoft", "udata"]), help="Platform the text comes from.")
@language_option
@json_option
def normalize_(text: str, platform: str | None, lang: str, as_json: bool) -> None:
    """Find the licence that a name, an address or a sentence means."""
    found = normalize(text, platform=platform)
    if as_json:
        print_json(reading(found))
        return
    print_facts(
        {
            "licence": found.license_id or "undecided",
            "match": found.match.value,
            "confidence": f"{found.confidence:.0%}",
            "why": found.why.in_(lang),
            "candidates": found.candidates,
            "to know": [flag.value for flag in found.flags],
        }
    )


license_command.add_command(compare_command)
license_command.add_command(attribute_command)
license_command.add_command(questions_command)
