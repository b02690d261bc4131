"""Bodies: administrations and public institutions, and the people who lead them."""
