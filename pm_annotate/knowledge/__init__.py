"""The actionable-gene table: biomarkers, statements, tumour types, matching, and importers of the sources."""
