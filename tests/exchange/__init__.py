"""What leaves comes in elsewhere as it was: exports read back by other people's programs."""
