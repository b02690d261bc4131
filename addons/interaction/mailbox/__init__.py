"""Mailboxes of leaders."""
