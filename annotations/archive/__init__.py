"""The archive of one corpus, with everything in it: what it holds, and how it comes in again."""
