"""Drug metabolism: genotypes at the positions that define named alleles become diplotypes, phenotypes and guidance."""
