"""Where a derived dataset comes from, and what follows for its licence."""
