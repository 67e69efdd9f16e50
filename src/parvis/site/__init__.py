"""The roof: settings, addresses, the ASGI application, and the one list of who reacts to what."""
