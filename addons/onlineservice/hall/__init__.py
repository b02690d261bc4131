"""The hall: all service items of a site by theme and department."""
