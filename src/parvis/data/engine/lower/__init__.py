"""Lowering: typed expressions -> sqlglot expression trees, one table of functions per dialect.

``context`` carries what a statement accumulates (bound values, timezone, language) and finds the function of a node in
the dialect's table; ``common`` holds what both dialects share, written on a few primitives that each dialect provides.
A dialect that leaves out a node class cannot be built: :func:`parvis.data.engine.lower.context.complete` raises
on import.
"""
