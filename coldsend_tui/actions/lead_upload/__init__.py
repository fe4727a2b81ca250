"""Uploading a list of leads: prepared on disk, sent in batches, followed, resumed after a crash, told row by row."""
