"""Many samples: sample sheet, workers, resume, roll-up. Stands on the pipeline and the reports."""
