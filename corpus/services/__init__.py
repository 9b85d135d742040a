"""Every write to the corpus side, one module per subject."""
