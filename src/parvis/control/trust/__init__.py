"""The trust score: five axes, each point with its proof, recomputed bit for bit from the stored evidence."""
