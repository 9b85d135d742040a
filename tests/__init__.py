"""Tests: sentences a researcher would agree with, on real servers."""
