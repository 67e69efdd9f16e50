"""The licence API: one module a group of operations."""
