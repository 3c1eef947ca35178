"""Knowledge tables made from the sources' own files: importers joined with the genome. What `make resources` and
`knowledge update` share."""
