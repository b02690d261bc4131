"""Lists of words that drafts are checked for, as the office keeps them for all sites."""
