"""States and transitions as data: who may do what with content, and what it may become."""
