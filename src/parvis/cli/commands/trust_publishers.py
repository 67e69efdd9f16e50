"""`parvis trust publisher`: what a publisher says of itself, and its proofs."""

from __future__ import annotations

import click

from parvis.cli.options import domain_option
from parvis.cli.output import print_facts
from parvis.control.accounts.facts import Actor
from parvis.control.domains import queries as domains
from parvis.control.trust import claims
from parvis.control.trust.evidence import claim_of
from parvis.control.trust.facts.registers import Claim
from parvis.data.trust.states import Sector

SYSTEM = Actor.system()


@click.command(
    "publisher", epilog="Example: parvis trust publisher 'Ville de Lyon' --sector public --site https://www.lyon.fr"
)
@click.argument("name")
@domain_option
@click.option("--sector", type=click.Choice([sector.value for sector in Sector]), help="What it is.")
@click.option("--identifier", metavar="SIREN", help="SIREN or SIRET.")
@click.option("--site", metavar="URL", help="Its own site.")
@click.option("--mandate", metavar="URL", help="The document that delegates a public service to it.")
@click.option("--producer", is_flag=True, help="It makes the data that it publishes.")
@click.option("--challenge", is_flag=True, help="Show what proves that it controls its site.")
@click.option("--prove", is_flag=True, help="Look for that on its site now.")
@click.option("--approve", is_flag=True, help="Note that the operator approves what it says, for 24 months.")
def publisher(
    name: str,
    domain: str | None,
    sector: str | None,
    identifier: str | None,
    site: str | None,
    mandate: str | None,
    producer: bool,
    challenge: bool,
    prove: bool,
    approve: bool,
) -> None:
    """State what the publisher NAME is, and prove it; without options, show what is known."""
    if sector or identifier or site or mandate or producer:
        known = claim_of(domains.get_domain(domain).slug, name)
        claims.state_claim(
            actor=SYSTEM,
            domain=domain,
            publisher=name,
            sector=sector or known.sector,
            identifier=identifier or known.identifier,
            site=site or known.site,
            mandate=mandate or known.mandate,
            producer=producer or known.producer,
        )
    if approve:
        claims.review_publisher(actor=SYSTEM, domain=domain, publisher=name)
    if prove:
        claims.prove_control(actor=SYSTEM, domain=domain, publisher=name)
    if challenge:
        shown = claims.challenge(actor=SYSTEM, domain=domain, publisher=name)
        print_facts({"in the DNS": shown.dns, "or as a file": shown.file, "or on the home page": shown.meta})
        return
    _print(claim_of(domains.get_domain(domain).slug, name))


def _print(claim: Claim) -> None:
    print_facts(
        {
            "name": claim.name,
            "sector": claim.sector,
            "identifier": claim.identifier,
            "site": claim.site,
            "mandate": claim.mandate,
            "producer": "yes" if claim.producer else None,
            "site controlled": f"{claim.control[:10]}, {claim.failures} failures since" if claim.control else None,
            "site links here": "yes" if claim.links_here else None,
            "approved": claim.reviewed and claim.reviewed[:10],
        }
    )
