"""Working days and working hours, and the deadlines that are reckoned with them."""
