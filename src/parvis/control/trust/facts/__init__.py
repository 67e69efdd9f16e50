"""Values of the trust score: states, evidence, results, appeals. No framework, no clock, no network."""
