"""What an AI agent asks of a portal, by the Model Context Protocol: read-only tools over the same catalog and rights.

Only :mod:`parvis.web.api.mcp.server` imports the protocol's library, at the first request: it is heavy.
"""
