"""Tokens to the syntax tree, by recursive descent: ``tokens`` (a cursor), ``expressions``, ``clauses``."""
