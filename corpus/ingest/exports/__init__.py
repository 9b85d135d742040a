"""Readers of site exports: files in which a blog's own software wrote down entries and comments."""
