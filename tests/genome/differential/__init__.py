"""Our consequences and names against those of two independent engines, over random changes of the packaged transcripts."""
