"""Widgets of our own: they draw lines of safe text, repaint little and know nothing of the API."""
