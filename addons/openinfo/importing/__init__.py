"""Bringing in the records of other systems."""
