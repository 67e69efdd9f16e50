"""The trust score: evidence in, five axes, total, band and advice out. No clock, no network, no database."""
