"""The map of a dataset: what is drawn, in which colours, on which territories; for the page and for embeds."""
