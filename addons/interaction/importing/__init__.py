"""Bringing in the letters that another system has."""
