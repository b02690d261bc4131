"""Make up what the demonstration cluster holds; no database is touched here."""
