"""Domains: one portal each, chosen by host name."""
