"""Mail: mbox files and single messages (RFC 5322, MIME), read as threads of who answers whom."""
