"""Values that every part shares; imports nothing of Parvis and no framework."""
