"""Service items: what an office does for people who ask for it."""
