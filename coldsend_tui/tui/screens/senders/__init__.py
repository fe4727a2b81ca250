"""Senders: health, usage and limits of every inbox."""
