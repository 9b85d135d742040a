"""Readers of corpora that others have made: ConvoKit, TEI."""
