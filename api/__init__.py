"""HTTP: the only package that knows REST framework."""
