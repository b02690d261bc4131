"""Sections: the folders that a site is divided into."""
