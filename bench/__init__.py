"""Measures of Parvis beside named references, in one run on one machine."""
