"""Assemblies, transcripts, and what an allele does to a protein (SO terms, HGVS)."""
