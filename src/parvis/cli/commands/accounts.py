"""`parvis user create|password` and `parvis key create|revoke|list`."""

from __future__ import annotations

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import json_option
from parvis.cli.output import print_json, print_table
from parvis.control.accounts import actions, queries
from parvis.control.accounts.facts import Actor
from parvis.control.domains.actions import create_key as create_domain_key
from parvis.control.publishing.outbox import drain


@click.group("user")
def user_command() -> None:
    """People who may sign in."""
    prepare()


@user_command.command("create", epilog="Example: parvis user create operator@town.fr --operator")
@click.argument("email")
@click.option("--operator", is_flag=True, help="Runs the installation: may do everything.")
@click.password_option("--password", help="Asked for when absent.")
def create_user(email: str, operator: bool, password: str) -> None:
    """Create the user EMAIL."""
    user = actions.create_user(actor=Actor.system(), email=email, password=password, is_operator=operator)
    click.echo(f"Created {user.email}{' (operator)' if operator else ''}.")


@user_command.command("password", epilog="Example: parvis user password operator@town.fr")
@click.argument("email")
@click.password_option("--password", help="Asked for when absent.")
def set_password(email: str, password: str) -> None:
    """Give EMAIL a new password."""
    actions.set_password(actor=Actor.system(), email=email, password=password)
    click.echo(f"New password set for {email}.")


@click.group("key")
def key_command() -> None:
    """API keys, shown once when they are created."""
    prepare()


@key_command.command("create", epilog="Example: parvis key create 'open data team' --domain lyon --group agents")
@click.argument("name")
@click.option("--domain", metavar="SLUG", help="The one domain it opens (needed unless --operator).")
@click.option("--group", "groups", multiple=True, help="Group whose grants it carries. Repeatable.")
@click.option("--operator", is_flag=True, help="Reads everything on every domain.")
@json_option
def create_key(name: str, domain: str | None, groups: tuple[str, ...], operator: bool, as_json: bool) -> None:
    """Create a key called NAME and print its secret, once."""
    if operator == bool(domain):
        raise click.UsageError("give either --domain SLUG or --operator")
    key = create_domain_key(actor=Actor.system(), name=name, domain=domain, groups=groups, operator=operator)
    drain()
    if as_json:
        print_json({"id": key.id, "name": name, "secret": key.secret})
        return
    click.echo(f"Key {key.id} ({name}). Keep its secret now, it is not shown again:\n{key.secret}")


@key_command.command("revoke", epilog="Example: parvis key revoke 3f9a")
@click.argument("key_id", metavar="ID")
def revoke_key(key_id: str) -> None:
    """Revoke the key ID; it stops working within two seconds."""
    actions.revoke_key(actor=Actor.system(), key_id=key_id)
    drain()
    click.echo(f"Key {key_id} is revoked.")


@key_command.command("list", epilog="Example: parvis key list")
@json_option
def list_keys(as_json: bool) -> None:
    """List the keys, without their secrets."""
    keys = queries.all_keys()
    if as_json:
        print_json([key.to_dict() for key in keys])
        return
    rows = [[k.id, k.name, k.domain or "(all)", ", ".join(k.groups), "revoked" if k.revoked else ""] for k in keys]
    print_table(["id", "name", "domain", "groups", "state"], rows)
