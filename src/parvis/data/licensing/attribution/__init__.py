"""The attribution line of one or many sources, in every form."""
