"""One reader per format, pure Python, behind a registry that detects by content."""
