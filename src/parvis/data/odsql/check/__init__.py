"""The checker: syntax nodes to typed nodes, one file a topic. Every function takes the :class:`~.scope.Scope` first."""
