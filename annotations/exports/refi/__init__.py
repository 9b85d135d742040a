"""REFI-QDA, the exchange format of qualitative data analysis programs: projects and codebooks."""
