"""Records of government information that is disclosed."""
