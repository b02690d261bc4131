"""The office's working days and hours, as people see and change them."""
