"""Tables and records of unknown structure: found, looked at, and read by a mapping."""
