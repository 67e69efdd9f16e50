"""Datasets as they are edited: metadata, field choices, versions, grants."""
