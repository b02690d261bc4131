"""The queue of jobs and the worker that runs them, outside of any request."""
