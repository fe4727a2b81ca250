"""Campaigns edited as text in the operator's own editor."""
