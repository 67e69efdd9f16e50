"""The file as it comes: its format, its encoding, its shape."""
