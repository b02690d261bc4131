"""Documents: articles with live values, drafts and revisions."""
