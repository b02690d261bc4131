"""Pictures, in sizes that are made once."""
