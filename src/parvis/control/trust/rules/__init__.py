"""The method as pure functions: ``score.compute(evidence)``. Integers only; nothing is read but the evidence."""
