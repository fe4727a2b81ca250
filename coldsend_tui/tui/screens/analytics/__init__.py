"""Analytics: the workspace over 7, 30 or 90 days."""
