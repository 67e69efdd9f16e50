"""Actors with each kind of rights."""

from parvis.control.accounts.facts import Actor

SYSTEM = Actor.system()
STRANGER = Actor("stranger@example.org")


def manager(*domains: str) -> Actor:
    """Somebody who manages these domains and nothing else."""
    return Actor("manager@example.org", domains=frozenset(domains))
