"""One sample report, written as TSV and JSON."""
