"""Frequent questions and their answers."""
