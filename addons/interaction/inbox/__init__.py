"""The letters of a site, or of one of its mailboxes, for officers."""
