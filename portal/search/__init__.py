"""Find content by its words: the one place that knows tantivy and rjieba."""
