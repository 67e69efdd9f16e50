"""`parvis domain create|list|theme|basemap`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import json_option
from parvis.cli.output import print_json, print_table
from parvis.control.accounts.facts import Actor
from parvis.control.domains import actions, queries
from parvis.control.domains.rules.looks import pairs
from parvis.control.publishing.outbox import drain
from parvis.data.store.basemaps import WMS, XYZ, Basemap
from parvis.data.store.themes import FONTS, HEADERS, Theme


@click.group("domain")
def domain_command() -> None:
    """Domains: one portal each, chosen by host name."""
    prepare()


@domain_command.command(
    "create", epilog="Example: parvis domain create lyon --title 'Données de Lyon' --host data.lyon.fr"
)
@click.argument("slug")
@click.option("--title", help="Name of the portal (default: the slug).")
@click.option("--host", "hosts", multiple=True, help="Host name it answers to (default: SLUG.localhost). Repeatable.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--private", is_flag=True, help="Hide the catalog from anonymous visitors.")
@click.option("--default", "is_default", is_flag=True, help="Answer for unknown host names.")
def create(
    slug: str, title: str | None, hosts: tuple[str, ...], language: str, private: bool, is_default: bool
) -> None:
    """Create the domain SLUG (lower case letters, digits, hyphens)."""
    domain = actions.create_domain(
        actor=Actor.system(),
        slug=slug,
        title=title or slug,
        hosts=hosts,
        language=language,
        private=private,
        is_default=is_default,
    )
    drain()
    click.echo(f"Domain {domain.slug} answers on: {', '.join(domain.hosts)}")


@domain_command.command("list", epilog="Example: parvis domain list --json")
@json_option
def list_(as_json: bool) -> None:
    """List the domains with their host names."""
    domains = queries.all_domains()
    if as_json:
        print_json(
            [{"slug": d.slug, "title": d.title, "hosts": list(d.hosts), "default": d.is_default} for d in domains]
        )
        return
    rows = [[d.slug, d.title, ", ".join(d.hosts), "yes" if d.is_default else ""] for d in domains]
    print_table(["domain", "title", "hosts", "default"], rows)


@domain_command.command("theme", epilog="Example: parvis domain theme lyon --primary '#7a1f5c' --logo lyon.svg")
@click.argument("slug")
@click.option("--primary", help="Main colour, #rrggbb, for the light theme; the dark one follows.")
@click.option("--accent", help="Colour of rare emphasis, #rrggbb.")
@click.option("--header", type=click.Choice(HEADERS), help="Ground of the header.")
@click.option("--font", type=click.Choice(list(FONTS)), help="Typeface of the pages.")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="PNG or SVG file.")
@click.option("--reset", is_flag=True, help="First go back to what every portal has, logo included.")
def theme(slug: str, logo: Path | None, reset: bool, **chosen: str | None) -> None:
    """Change how the portal of the domain SLUG looks; without option, show it.

    A colour that cannot be read is refused, and the nearest one that can is proposed.
    """
    if reset or logo is not None or any(chosen.values()):
        actions.theme_domain(
            actor=Actor.system(),
            slug=slug,
            theme=Theme() if reset else None,
            logo=logo.read_bytes() if logo is not None else None,
            **chosen,
        )
        drain()
    found = queries.get_domain(slug).theme
    print_table(
        ["choice", "value"], [[name, value] for name, value in found.to_dict().items()] or [["", "as every portal"]]
    )
    if found.primary or found.accent:
        print_table(["pair", "text", "contrast"], [[p.use, p.color, f"{p.contrast:.2f}"] for p in pairs(found)])


@domain_command.command(
    "basemap",
    epilog="Example: parvis domain basemap lyon --name Plan --address 'https://tiles.example/{z}/{x}/{y}.png' "
    "--attribution '© Example'",
)
@click.argument("slug")
@click.option("--name", help="What readers choose.")
@click.option("--address", help="Address with {z}, {x} and {y}, or of a WMS. https only.")
@click.option("--attribution", help="The credit that the host asks for.")
@click.option("--kind", type=click.Choice([XYZ, WMS]), default=XYZ, show_default=True)
@click.option("--layers", default="", help="Layers of the WMS.")
@click.option("--zoom", type=int, default=19, show_default=True, help="The deepest level that the host has.")
@click.option("--first", is_flag=True, help="Maps begin with it: every visitor of a map then asks that host.")
@click.option("--remove", metavar="NAME", help="Offer this one no longer.")
def basemap(
    slug: str, name: str | None, address: str | None, attribution: str | None, remove: str | None, **members: Any
) -> None:
    """Offer a map background of another host on the domain SLUG; without option, show those offered."""
    if remove is not None:
        actions.withdraw_basemap(actor=Actor.system(), slug=slug, name=remove)
        drain()
    elif name or address or attribution:
        offered = Basemap(name or "", address or "", attribution or "", **members)
        actions.offer_basemap(actor=Actor.system(), slug=slug, basemap=offered)
        drain()
    found = queries.get_domain(slug).basemaps
    rows = [[each.name, each.kind, each.address, "yes" if each.first else ""] for each in found]
    print_table(["background", "kind", "address", "first"], rows or [["Natural Earth", "", "this portal", "yes"]])
