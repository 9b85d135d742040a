"""What was collected: uploads, threads, posts, participants. Knows nothing of codes."""
