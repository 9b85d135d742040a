"""Wiring, servers and the command line. Nothing imports it but the command line."""
