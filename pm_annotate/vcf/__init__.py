"""A VCF becomes a stream of alleles with their calls."""
