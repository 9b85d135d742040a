"""Saved web pages: from markup to threads. `reader` registers the format, `families` the shapes."""
