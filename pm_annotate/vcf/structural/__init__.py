"""Structural variants: records, fields and tables of events become StructuralEvents."""
