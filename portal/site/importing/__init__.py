"""Take over documents from files of other systems."""
