"""Assemblies, transcripts, and what an allele does to a protein. Import the modules: ``pm_annotate.genome.genome``."""
