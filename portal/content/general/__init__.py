"""Content of add-ons that is no document: added and changed by a form made from its schema."""
