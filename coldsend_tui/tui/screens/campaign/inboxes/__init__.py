"""Inboxes: what each may still send, and what holds it back."""
