"""One sample report, written as TSV and JSON, and shown on the terminal.

``writer`` writes the files, ``console`` renders the summary, ``sample_names`` and ``files`` keep names and writing safe.
Nothing is imported here, so that a command pays only for what it uses.
"""
