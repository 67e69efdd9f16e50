"""Parvis: an open data platform that a public body can own."""

__version__ = "0.1.0"
