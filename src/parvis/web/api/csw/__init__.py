"""Catalogue Service for the Web 2.0.2, read-only: the catalog of a portal for geographic harvesters."""

from parvis.web.api.csw.routing import routes

__all__ = ["routes"]
