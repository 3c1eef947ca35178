"""Importers: each reads one source's own files and gives rows of our schema. No importer matches or interprets."""
