"""pm_annotate: from a tumour VCF to per-sample reports of actionable variants, offline."""

__version__ = "0.1.0"
