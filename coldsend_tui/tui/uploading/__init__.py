"""Uploading a list of leads from the console: file, mapping, scorecard, plan, progress, result."""
