"""Vector tiles: the places of a version as arrays, cut into tiles, counted where they are too many to be drawn.

Coordinates are Web Mercator as 32-bit numbers (0 is the west and the north), so that a tile is a range of bits.
"""
