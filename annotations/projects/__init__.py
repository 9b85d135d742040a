"""Coded projects of other programs: one plain model, one reader for each format. Pure Python."""
