"""The report: codebook and quotations as a document for people, in three file formats."""
