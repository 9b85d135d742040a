"""What researchers say about the corpus: codes, annotations, history, exports."""
