"""The one way out: fetches addresses that people supply, and never an address of the inside."""

from parvis.data.connectors.guarded.client import Answer, Fetched, GuardedClient
from parvis.data.connectors.guarded.errors import FetchError
from parvis.data.connectors.guarded.policy import Policy

__all__ = ["Answer", "FetchError", "Fetched", "GuardedClient", "Policy"]
