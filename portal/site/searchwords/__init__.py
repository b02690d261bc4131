"""The words of the search as the office keeps them, and the words that people searched for."""
