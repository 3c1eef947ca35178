"""What the matches mean for this patient."""
