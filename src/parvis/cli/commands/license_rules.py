"""`parvis license compare|attribute`: the licence rules in the terminal."""

from __future__ import annotations

from datetime import datetime

import click

from parvis.cli.options import json_option
from parvis.cli.output import print_json, print_table
from parvis.data.licensing import documents
from parvis.data.licensing.attribution.forms import attribution
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.compatibility.comparing import Source
from parvis.data.licensing.compatibility.comparing import compare as compare_sources
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.decisions import Reason, Verdict
from parvis.data.licensing.naming import identify
from parvis.data.licensing.offers import Producer

language_option = click.option("--lang", type=click.Choice(["en", "fr"]), default="en", show_default=True)


@click.command("compare", epilog="Example: parvis license compare ODbL-1.0 etalab-2.0 --french-administration")
@click.argument("licenses", nargs=-1, required=True, metavar="LICENSE...")
@click.option("--french-administration", is_flag=True, help="The result is published by a French administration.")
@click.option("--high-value", is_flag=True, help="The result is a high-value dataset.")
@click.option(
    "--profile",
    type=click.Choice([p.value for p in Profile]),
    default=Profile.STRICT.value,
    help="How ODbL licensors read it.",
)
@language_option
@json_option
def compare_command(
    licenses: tuple[str, ...],
    french_administration: bool,
    high_value: bool,
    profile: str,
    lang: str,
    as_json: bool,
) -> None:
    """Say under which licences a database made from sources under each LICENSE may be published.

    Ends with 1 when none is left.
    """
    sources = [Source(identify(name), Profile(profile)) for name in licenses]
    found = compare_sources(sources, publisher=Producer(french_administration, high_value))
    if as_json:
        print_json(documents.comparison(found))
    else:
        _print(found.combination.reasons, lang)
        rows = [
            (output.license_id, output.verdict.value, output.confidence.value)
            for output in found.combination.outputs
            if output.verdict is not Verdict.CONFLICT
        ]
        if rows:
            print_table(("license", "verdict", "confidence"), rows)
        for one in found.share_alike[:1]:
            duty = one.duty
            _print((duty.what, duty.where, duty.when, duty.how_often, duty.price, duty.form), lang)
        click.echo(documents.CAVEAT.in_(lang))
    if found.combination.verdict is Verdict.CONFLICT:
        raise click.exceptions.Exit(1)


@click.command(
    "attribute",
    epilog="Example: parvis license attribute ODbL-1.0 --title 'Street lights' --producer 'My town'",
)
@click.argument("license_id", metavar="LICENSE")
@click.option("--title", required=True, help="Title of the dataset.")
@click.option("--producer", multiple=True, help="Licensor. Repeatable.")
@click.option("--url", help="Address of the dataset.")
@click.option("--date", "updated", type=click.DateTime(["%Y-%m-%d"]), help="Day of its last update.")
@click.option("--changes", help="What was changed.")
@click.option("--work", is_flag=True, help="The notice of what is made from the data.")
@click.option("--format", "form", type=click.Choice(["text", "html", "markdown"]), default="text", show_default=True)
@language_option
@json_option
def attribute_command(
    license_id: str,
    title: str,
    producer: tuple[str, ...],
    url: str | None,
    updated: datetime | None,
    changes: str | None,
    work: bool,
    form: str,
    lang: str,
    as_json: bool,
) -> None:
    """Write the attribution line that LICENSE asks for."""
    day = updated.date() if updated else None
    source = Credited(identify(license_id), title, producer, url, day, changes)
    found = attribution([source], lang, work=work)
    document = documents.attribution(found)
    if as_json:
        print_json(document)
        return
    click.echo(document[form])
    for warning in found.warnings:
        click.echo(warning.text.in_(lang), err=True)


def _print(reasons: tuple[Reason, ...], lang: str) -> None:
    for reason in reasons:
        articles = f" ({', '.join(reason.articles)})" if reason.articles else ""
        click.echo(f"- {reason.text.in_(lang)}{articles}")
