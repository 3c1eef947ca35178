"""The packaged tables, built from the sources' own files: what `make resources` runs. Joins the importers of the rooms."""
