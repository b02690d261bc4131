"""The disclosure guide: how to get government information, and from whom."""
