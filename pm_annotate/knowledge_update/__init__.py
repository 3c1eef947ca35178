"""`pm-annotate knowledge update`: a resources folder with a newer CIViC. Joins knowledge, genome and their tables."""
