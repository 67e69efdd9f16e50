"""Options that many commands share."""

import click

domain_option = click.option("--domain", metavar="SLUG", help="Domain (default: the default domain).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
