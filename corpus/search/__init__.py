"""Finding words in posts: folding, query language, exact hits."""
