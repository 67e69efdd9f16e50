"""Looks whether addresses still give what they promise: politely, within limits, and never hanging."""

from parvis.data.connectors.probe.facts import Check, Seen
from parvis.data.connectors.probe.manners import Manners
from parvis.data.connectors.probe.prober import Prober
from parvis.data.connectors.probe.rounds import checked

__all__ = ["Check", "Manners", "Prober", "Seen", "checked"]
