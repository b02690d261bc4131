"""Forms made from colander schemas, with templates of our own: the one place that knows deform."""
