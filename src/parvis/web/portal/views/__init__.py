"""Addresses to answers: read the request, build the page, render it."""
