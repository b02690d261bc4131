"""The one place that knows repoze.catalog, and the listing trees that pages read."""
