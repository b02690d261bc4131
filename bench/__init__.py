"""Measurements, each beside something known in the same run; started from here as modules."""
