"""Taking over the service items of another system, and keeping in step with it."""
