"""What was deleted, until it is brought back or goes for ever."""
