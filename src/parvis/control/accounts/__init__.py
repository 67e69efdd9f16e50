"""People, API keys, and the actor whose rights an action checks."""
