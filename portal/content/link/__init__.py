"""Links to pages elsewhere."""
