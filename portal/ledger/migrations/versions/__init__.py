"""One module for each migration, named after its number; append, never edit."""
