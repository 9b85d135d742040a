"""The reader of text captures: blog pages copied as plain text, parsed by shape."""
