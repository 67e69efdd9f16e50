"""What the two kinds of workbooks share."""

ROWS = 1_048_575
"""Rows a sheet holds under its header."""
EXACT = 2**53
"""Beyond it spreadsheets, which count in doubles, would change an integer: it is written as text."""
SHEET = "data"
ABOUT = "metadata"
