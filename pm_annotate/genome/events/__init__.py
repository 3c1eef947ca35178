"""What structural events do to genes: copies, fusions, exons."""
