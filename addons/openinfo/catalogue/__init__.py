"""The catalogue of what a site discloses."""
